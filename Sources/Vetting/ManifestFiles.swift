import Diagnostics
import Glibc

/// Files that a person names on the command line.
enum ManifestFiles {
  static let standardInput = "-"
  private static let limit = 256 << 20

  /// The file itself, or the manifests of a directory and of all below it, sorted. Links in a
  /// directory are not followed.
  static func list(_ path: String) throws(Diagnostic) -> [String] {
    if path == standardInput { return [path] }
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return [path] }
    var found: [String] = []
    var pending = [path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path]
    while let directory = pending.popLast() {
      guard let stream = opendir(directory) else { throw failure(directory) }
      defer { closedir(stream) }
      while let item = readdir(stream) {
        let name = withUnsafeBytes(of: item.pointee.d_name) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name == "." || name == ".." || name == ".git" { continue }
        let child = directory == "." ? name : "\(directory)/\(name)"
        switch kind(of: child, type: Int32(item.pointee.d_type)) {
        case Int32(DT_DIR): pending.append(child)
        case Int32(DT_REG) where isManifest(name): found.append(child)
        default: break
        }
      }
    }
    return found.sorted()
  }

  private static func kind(of path: String, type: Int32) -> Int32 {
    guard type == Int32(DT_UNKNOWN) else { return type }
    var status = stat()
    guard lstat(path, &status) == 0 else { return type }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return Int32(DT_DIR)
    case S_IFREG: return Int32(DT_REG)
    default: return type
    }
  }

  private static func isManifest(_ name: String) -> Bool {
    [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) && name.utf8.count > $0.utf8.count }
  }

  static func read(_ path: String) throws(Diagnostic) -> [UInt8] {
    var buffer = Buffer()
    return try buffer.withContents(of: path) { Array($0) }
  }

  /// Memory that one file after another is read into.
  struct Buffer {
    private var bytes: [UInt8] = []

    /// - Parameter isRegular: the file is known to be no pipe: what does not fill the room is its end.
    mutating func withContents<Result>(
      of path: String, isRegular: Bool = false, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(Diagnostic) -> Result {
      let file = path == standardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { throw failure(path) }
      defer { if file != STDIN_FILENO { close(file) } }
      if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: 64 << 10) }
      var filled = 0
      while true {
        if filled == bytes.count {
          guard filled < limit else {
            throw Diagnostic(
              code: "too-large", "\(path) has more than \(limit >> 20) MiB",
              help: "split it into several files")
          }
          bytes += [UInt8](repeating: 0, count: bytes.count)
        }
        let count = bytes.withUnsafeMutableBytes { memory in
          Glibc.read(file, memory.baseAddress.map { $0 + filled }, memory.count - filled)
        }
        if count < 0 {
          if errno == EINTR { continue }
          throw failure(path)
        }
        filled += count
        if count == 0 || isRegular && filled < bytes.count { break }
      }
      return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<filled])) }
    }
  }

  private static func failure(_ path: String) -> Diagnostic {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return Diagnostic(
      code: "input-output", "\(path) cannot be read: \(reason)",
      help: "check the path and its permissions")
  }
}
