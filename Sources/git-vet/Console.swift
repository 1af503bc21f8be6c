import Diagnostics
import Glibc

/// The standard streams.
enum Console {
  /// Colours go to a terminal only, and not to one whose user does not want them.
  static var hasColor: Bool {
    isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
  }

  static func print(_ text: String) { write(text, STDOUT_FILENO) }

  static func complain(_ text: String) { write(text, STDERR_FILENO) }

  /// Writes a whole file, or says why it cannot.
  static func write(_ text: String, to path: String) throws(Diagnostic) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0, write(text, file), close(file) == 0 else {
      throw Diagnostic(
        code: "input-output", "\(path) cannot be written: \(String(cString: strerror(errno)))",
        help: "check the directory and its permissions")
    }
  }

  /// A reader that went away, as `head` does, is no error of ours.
  @discardableResult
  private static func write(_ text: String, _ file: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(
          file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        written += count
      }
      return true
    }
  }
}
