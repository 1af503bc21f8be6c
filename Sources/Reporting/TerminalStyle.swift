import Diagnostics
import Policy
import Simulation

/// Colours, or none.
struct TerminalStyle {
  let color: Bool

  func bold(_ text: String) -> String { paint(text, "1") }
  func dim(_ text: String) -> String { paint(text, "2") }
  func warning(_ text: String) -> String { paint(text, "33") }

  func verdict(_ verdict: Verdict) -> String {
    let text = verdict.rawValue.uppercased()
    return switch verdict {
    case .safe: paint(text, "1;32")
    case .review, .incomplete: paint(text, "1;33")
    case .blocked: paint(text, "1;31")
    }
  }

  func finding(_ text: String, _ severity: Severity) -> String {
    switch severity {
    case .error: paint(text, "31")
    case .warning: paint(text, "33")
    case .info: text
    }
  }

  func action(_ action: Action) -> String {
    switch action {
    case .create: paint(action.symbol, "32")
    case .update, .recreate, .orphan: paint(action.symbol, "33")
    case .delete, .rejected: paint(action.symbol, "31")
    case .unchanged: action.symbol
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
