public import Foundation

/// Expected output beside what it is expected of. `UPDATE_GOLDEN=1` writes what was printed and
/// still fails, so that nobody records by accident.
public enum Golden {
  public static let isUpdating =
    ProcessInfo.processInfo.environment["UPDATE_GOLDEN"].map { !$0.isEmpty } ?? false

  /// nil where `actual` is as the file says; otherwise what differs.
  public static func difference(_ actual: String, from file: URL) throws -> String? {
    let expected = try? String(contentsOf: file, encoding: .utf8)
    if expected == actual { return nil }
    if isUpdating {
      try Data(actual.utf8).write(to: file)
      return "\(file.lastPathComponent) was written; look at it and run again"
    }
    guard let expected else {
      return "\(file.path) is missing; UPDATE_GOLDEN=1 writes it"
    }
    let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let right = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(left, right).prefix { $0 == $1 }.count
    func text(_ lines: [Substring]) -> String {
      line < lines.count ? String(lines[line]) : "(the end)"
    }
    return """
      \(file.lastPathComponent):\(line + 1)
        expected: \(text(left))
        printed:  \(text(right))
      all that was printed:
      \(actual)
      """
  }
}
