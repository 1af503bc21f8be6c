package import Values

/// Reads and writes YAML.
package enum YAML {
  /// The documents of a stream.
  ///
  /// - Parameter firstLine: of the text in its file, where it is a part of one.
  /// - Parameter readsBlocks: whether what is common is read without libyaml. The result is the same.
  package static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from source: Source, dialect: Dialect = .yaml11,
    limits: Limits = .standard, firstLine: Int = 1, readsBlocks: Bool = true
  ) -> Reading {
    if bytes.count <= limits.bytes, let text = utf8(ofUTF16: bytes) {
      return read(text, from: source, dialect: dialect, limits: limits)
    }
    if let document = json(bytes, from: source, dialect: dialect, limits, firstLine: firstLine) {
      return Reading(documents: [document])
    }
    var composer = YAMLComposer(
      bytes, source: source, dialect: dialect, limits: limits, firstLine: firstLine)
    composer.readsBlocks = readsBlocks
    return composer.read()
  }

  package static func read(
    _ bytes: [UInt8], from source: Source, dialect: Dialect = .yaml11, limits: Limits = .standard,
    firstLine: Int = 1
  ) -> Reading {
    bytes.withUnsafeBufferPointer {
      read($0, from: source, dialect: dialect, limits: limits, firstLine: firstLine)
    }
  }

  package static func read(
    _ text: String, from source: Source, dialect: Dialect = .yaml11, limits: Limits = .standard
  ) -> Reading {
    var text = text
    return text.withUTF8 { read($0, from: source, dialect: dialect, limits: limits) }
  }

  /// A text that is one JSON value, which is read much faster so; nil for any other. Numbers that
  /// are no integers are left to the YAML reader, which knows what its dialect makes of them.
  private static func json(
    _ bytes: UnsafeBufferPointer<UInt8>, from source: Source, dialect: Dialect, _ limits: Limits,
    firstLine: Int
  ) -> Document? {
    guard let first = bytes.first(where: { $0 > UInt8(ascii: " ") }), first == UInt8(ascii: "{")
    else { return nil }
    var scanner = JSONScanner(bytes, source: source, limits: limits)
    scanner.line = firstLine
    guard let document = try? scanner.document(), (try? scanner.finish()) != nil,
      scanner.repetitions.isEmpty, dialect == .yaml12 || !scanner.hasFloats
    else { return nil }
    return document.root.isNull ? nil : document
  }

  /// The text of UTF-16 with a byte-order mark, as UTF-8; nil for anything else.
  private static func utf8(ofUTF16 bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard bytes.count >= 2, bytes.count & 1 == 0 else { return nil }
    let isBig = bytes[0] == 0xFE && bytes[1] == 0xFF
    guard isBig || bytes[0] == 0xFF && bytes[1] == 0xFE else { return nil }
    let units = stride(from: 2, to: bytes.count, by: 2).lazy.map { offset in
      let (first, second) = (UInt16(bytes[offset]), UInt16(bytes[offset + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 2)
    let isBroken = transcode(
      units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true
    ) { text.append($0) }
    return isBroken ? nil : text
  }
}
