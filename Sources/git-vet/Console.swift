import Diagnostics
import Glibc
import Vetting

/// The standard streams.
enum Console {
  /// Colours go to a terminal only, and not to one whose user does not want them.
  static var hasColor: Bool {
    isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
  }

  /// Keeps the numbers of standard streams that are closed from going to the next file that is
  /// opened, which messages would then be written into. Using such a stream still fails.
  static func reserveStandardStreams() {
    for (descriptor, mode) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ] where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", mode)
    }
  }

  /// Writes to standard output, or ends the command with status 2.
  static func print(_ text: String) {
    do {
      try write(text, to: nil)
    } catch {
      complain(DiagnosticText.render(error))
      Glibc.exit(2)
    }
  }

  static func complain(_ text: String) { write(text, STDERR_FILENO) }

  /// Writes a whole file, or says why it cannot. Of what does not fit nothing is left: half a report
  /// could be taken for a whole one.
  ///
  /// - Parameter path: nil for standard output. There a reader that went away, as `head` does, is no
  ///   error of ours.
  static func write(_ text: String, to path: String?) throws(Diagnostic) {
    guard let path else {
      guard write(text, STDOUT_FILENO) || errno == EPIPE else {
        throw failure("standard output", errno)
      }
      return
    }
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure(path, errno) }
    var reason: Int32 = 0
    if !write(text, file) {
      reason = errno
      _ = ftruncate(file, 0)
    }
    if close(file) != 0, reason == 0 { reason = errno }
    guard reason == 0 else { throw failure(path, reason) }
  }

  private static func failure(_ path: String, _ reason: Int32) -> Diagnostic {
    let help =
      switch reason {
      case ENOSPC, EDQUOT, EFBIG: "make room there, and run it again"
      case EBADF: "do not close it; redirect it to /dev/null where the report is not wanted"
      default: "check the directory and its permissions"
      }
    return Diagnostic(
      code: "input-output", "\(path) cannot be written: \(String(cString: strerror(reason)))",
      help: help)
  }

  /// On failure `errno` says why.
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
