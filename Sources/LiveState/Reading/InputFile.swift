package import Diagnostics
import Glibc
package import Values

/// Reads a file, or standard input, piece by piece.
package struct InputFile: ~Copyable {
  private let descriptor: Int32
  private let closes: Bool
  private let path: String

  /// - Parameter path: `-` for standard input.
  package init(_ path: String) throws(Diagnostic) {
    self.path = path
    if path == "-" {
      descriptor = 0
      closes = false
    } else {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      closes = true
      guard descriptor >= 0 else { throw Self.failure(path) }
    }
  }

  deinit {
    if closes { close(descriptor) }
  }

  /// When the file was written last; nil for what is no file.
  package var modified: Instant? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Instant(seconds: Int64(status.st_mtim.tv_sec))
  }

  /// Calls `body` with the bytes, in order.
  package func read(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let size = 1 << 18
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = Glibc.read(descriptor, buffer, size)
      if count == 0 { return }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw Self.failure(path == "-" ? "standard input" : path)
      }
      let bytes = UnsafeRawBufferPointer(start: buffer, count: count)
      try body(bytes.assumingMemoryBound(to: UInt8.self))
    }
  }

  private static func failure(_ path: String) -> Diagnostic {
    Diagnostic(
      code: "input-output", "cannot read \(path): \(String(cString: strerror(errno)))",
      help: "check the path and its permissions")
  }
}
