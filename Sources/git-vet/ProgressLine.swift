import Glibc
import Synchronization
import Vetting

/// A line on the terminal that says how far a long run is: from the second second on, rewritten in
/// place, and gone when the run is over. Where standard error is no terminal there is none.
final class ProgressLine: Sendable {
  private struct State {
    let started = ProgressLine.milliseconds
    var shownAt: Int64 = 0
    var isShown = false
  }

  private let state = Mutex(State())
  private let isWanted: Bool

  private static let patience: Int64 = 1000
  private static let interval: Int64 = 100

  init(isWanted: Bool = true) {
    self.isWanted = isWanted && isatty(STDERR_FILENO) == 1
  }

  /// nil where nobody watches, so that nothing is counted for nobody.
  var handler: ProgressHandler? {
    guard isWanted else { return nil }
    return { step in self.show(step) }
  }

  private func show(_ step: ProgressStep) {
    state.withLock { state in
      let now = Self.milliseconds
      guard now - state.started >= Self.patience, now - state.shownAt >= Self.interval else {
        return
      }
      state.shownAt = now
      state.isShown = true
      let total = step.total.map { " of \($0)" } ?? ""
      let count = step.done > 0 ? " \(step.done)\(total)" : ""
      Console.complain("\r\u{1B}[K\(Self.fitting("\(step.activity)\(count)"))")
    }
  }

  func clear() {
    state.withLock { state in
      if state.isShown { Console.complain("\r\u{1B}[K") }
      state.isShown = false
    }
  }

  /// Names come from the repository: nothing that moves the cursor, nor more than a line.
  private static func fitting(_ text: String) -> String {
    let plain = text.unicodeScalars.map { scalar in
      scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
        || scalar.properties.generalCategory == .format ? "?" : Character(scalar)
    }
    return plain.count < 78 ? String(plain) : String(plain.prefix(77)) + "…"
  }

  private static var milliseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }
}
