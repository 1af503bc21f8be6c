/// Names of a program, each as a string and as bytes that a lookup compares without copying.
final class NameTable: Sendable {
  let names: [String]
  // Never written to once it is filled.
  nonisolated(unsafe) private let bytes: UnsafeBufferPointer<UInt8>
  private let starts: [Int]

  init(_ names: [String]) {
    self.names = names
    var starts = [0]
    for name in names { starts.append((starts.last ?? 0) + name.utf8.count) }
    self.starts = starts
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(starts.last ?? 0, 1))
    buffer.initialize(repeating: 0)
    var position = 0
    for name in names {
      for byte in name.utf8 {
        buffer[position] = byte
        position += 1
      }
    }
    bytes = UnsafeBufferPointer(buffer)
  }

  deinit { bytes.deallocate() }

  /// The bytes of a name, which live as long as the table.
  @inline(__always)
  func utf8(_ index: Int32) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[starts[Int(index)]..<starts[Int(index) + 1]])
  }
}
