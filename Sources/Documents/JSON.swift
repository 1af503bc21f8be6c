package import Diagnostics
package import Values

/// Reads and writes JSON (RFC 8259).
package enum JSON {
  /// The one value of a text.
  ///
  /// - Parameter firstLine: of the text in its file, where it is a part of one.
  package static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from source: Source, limits: Limits = .standard,
    firstLine: Int = 1
  ) throws(Diagnostic) -> Document {
    var scanner = JSONScanner(bytes, source: source, limits: limits)
    scanner.line = firstLine
    let document = try scanner.document()
    try scanner.finish()
    if let repetition = scanner.repetitions.first { throw repetition }
    return document
  }

  package static func read(
    _ bytes: [UInt8], from source: Source, limits: Limits = .standard, firstLine: Int = 1
  ) throws(Diagnostic) -> Document {
    let result = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(Diagnostic) in
        try read(bytes, from: source, limits: limits, firstLine: firstLine)
      }
    }
    return try result.get()
  }

  package static func read(
    _ text: String, from source: Source, limits: Limits = .standard
  ) throws(Diagnostic) -> Document {
    try read(Array(text.utf8), from: source, limits: limits)
  }

  /// The values of a text that holds any number of them, with or without space between.
  package static func readStream(
    _ bytes: UnsafeBufferPointer<UInt8>, from source: Source, limits: Limits = .standard
  ) -> Reading {
    var scanner = JSONScanner(bytes, source: source, limits: limits)
    var reading = Reading()
    do throws(Diagnostic) {
      while scanner.hasMore() { reading.documents.append(try scanner.document()) }
      reading.diagnostics = scanner.repetitions
    } catch {
      reading.diagnostics = scanner.repetitions + [error]
    }
    return reading
  }

  package static func readStream(
    _ bytes: [UInt8], from source: Source, limits: Limits = .standard
  ) -> Reading {
    bytes.withUnsafeBufferPointer { readStream($0, from: source, limits: limits) }
  }
}
