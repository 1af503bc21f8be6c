import CGit2
import Glibc

/// An object in a file of its own, compressed. The library's reader waits forever for the rest of a
/// file that was cut short, and writes past its memory where there is more than the header says; so
/// these files are read here.
struct LooseObject {
  enum Failure: Error {
    case missing
    case damaged(String)
  }

  var kind: ObjectKind
  var size: Int
  /// Nil where only the header was asked for.
  var bytes: [UInt8]?

  /// The longest header: a kind, a space, a size and a NUL.
  private static let headerLength = 32
  /// No stream of zlib expands further.
  private static let largestExpansion = 1040

  static func read(
    _ id: ObjectID, in directory: String, headerOnly: Bool
  ) throws(Failure) -> LooseObject {
    let hex = id.hex
    let path = "\(directory)/\(hex.prefix(2))/\(hex.dropFirst(2))"
    return try decode(try contents(of: path, limit: headerOnly ? 4096 : .max), headerOnly)
  }

  private static func contents(of path: String, limit: Int) throws(Failure) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw .damaged(DirectoryTree.reason(errno)) }
      throw .missing
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .damaged("its file is no file")
    }
    var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), limit))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(file, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .damaged("its file cannot be read") }
      filled += count
    }
    return bytes
  }

  private static func decode(
    _ compressed: [UInt8], _ headerOnly: Bool
  ) throws(Failure) -> LooseObject {
    var inflation = try Inflation(compressed)
    var start = [UInt8](repeating: 0, count: headerLength)
    let count = try inflation.fill(&start, from: 0)
    guard let end = start[..<count].firstIndex(of: 0),
      let (kind, size) = parse(header: start[..<end])
    else { throw .damaged("its header cannot be read") }
    var object = LooseObject(kind: kind, size: size)
    if headerOnly { return object }
    let content = Array(start[(end + 1)..<count])
    guard size / largestExpansion <= compressed.count, content.count <= size else {
      throw .damaged("its size is not what its header says")
    }
    var bytes = content + [UInt8](repeating: 0, count: size - content.count)
    let filled = try inflation.fill(&bytes, from: content.count)
    var beyond: [UInt8] = [0]
    guard filled == size, try inflation.fill(&beyond, from: 0) == 0 else {
      throw .damaged("its size is not what its header says")
    }
    guard inflation.isAtEnd else { throw .damaged("something follows it in its file") }
    object.bytes = bytes
    return object
  }

  private static func parse(header: ArraySlice<UInt8>) -> (ObjectKind, Int)? {
    let words = header.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count == 2,
      let kind = ObjectKind(rawValue: String(decoding: words[0], as: UTF8.self)),
      words[1].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let size = Int(String(decoding: words[1], as: UTF8.self))
    else { return nil }
    return (kind, size)
  }
}

/// A stream of zlib that is read to its end.
private struct Inflation: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private var hasEnded = false

  init(_ compressed: [UInt8]) throws(LooseObject.Failure) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(capacity: max(compressed.count, 1))
    _ = input.update(fromContentsOf: compressed)
    stream.pointee.next_in = input.baseAddress
    guard let length = UInt32(exactly: compressed.count), git2_inflate_start(stream) == Z_OK else {
      throw .damaged("it cannot be inflated")
    }
    stream.pointee.avail_in = length
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Everything was read, and nothing is left over.
  var isAtEnd: Bool { hasEnded && stream.pointee.avail_in == 0 }

  /// Fills the rest of a buffer; fewer bytes only at the end of the stream.
  ///
  /// - Returns: up to where it is filled.
  mutating func fill(
    _ buffer: inout [UInt8], from start: Int
  ) throws(LooseObject.Failure) -> Int {
    var filled = start
    while filled < buffer.count, !hasEnded {
      let room = min(buffer.count - filled, 1 << 30)
      let code = buffer.withUnsafeMutableBufferPointer { buffer in
        stream.pointee.next_out = buffer.baseAddress.map { $0 + filled }
        stream.pointee.avail_out = UInt32(room)
        return inflate(stream, Z_NO_FLUSH)
      }
      filled += room - Int(stream.pointee.avail_out)
      switch code {
      case Z_STREAM_END: hasEnded = true
      case Z_OK where stream.pointee.avail_out == 0 || stream.pointee.avail_in > 0: break
      case Z_OK, Z_BUF_ERROR: throw .damaged("its file was cut short")
      default: throw .damaged("its file is no zlib stream")
      }
    }
    return filled
  }
}
