import Glibc

/// Where a command writes.
package enum StandardStream {
  case output, error

  private var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }

  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of a text; a reader that has gone away ends it silently.
  package func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest))
        let count = Glibc.write(descriptor, part.baseAddress, part.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }
}
