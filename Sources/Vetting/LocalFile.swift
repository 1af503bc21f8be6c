import DesiredState
import Diagnostics
import Documents
import Git
import Glibc
import Values

/// Files that a person names on the command line, which may be anywhere.
enum LocalFile {
  /// The largest file that is read, in bytes.
  static let limit = 1 << 30

  /// The bytes of a file; `-` is standard input.
  static func read(_ path: String) throws(Diagnostic) -> [UInt8] {
    let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    defer { if file != STDIN_FILENO { close(file) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else {
        throw Diagnostic(
          code: "too-large", "\(path) has more than \(limit >> 20) MiB",
          help: "split it into several files")
      }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// All documents of a file, or of every manifest below a directory.
  static func documents(below path: String) throws(Diagnostic) -> ([Document], [Diagnostic]) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      let reading = YAML.read(try read(path), from: Source(path: path))
      return (reading.documents, reading.diagnostics)
    }
    var documents: [Document] = []
    var problems: [Diagnostic] = []
    do {
      let tree = try DirectoryTree(path)
      for file in try tree.files() where file.isManifest && file.kind.isFile {
        let reading = YAML.read(
          try tree.contents(of: file), from: Source(path: "\(path)/\(file.path.text)"))
        documents += reading.documents
        problems += reading.diagnostics
      }
    } catch {
      throw error.diagnostic
    }
    return (documents, problems)
  }

  private static func failure(_ path: String) -> Diagnostic {
    let reason = String(cString: strerror(errno))
    return Diagnostic(
      code: "input-output", "\(path) cannot be read: \(reason)",
      help: "check the path and its permissions")
  }
}
