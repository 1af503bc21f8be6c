import Diagnostics
import Policy
import Resources
import Simulation
import Testing
import Values

@testable import Reporting

@Suite struct MarkdownReportTests {
  private func report(_ changes: [Change], findings: [Finding] = []) -> Report {
    Report(
      verdict: .review, evaluatedAt: Instant(seconds: 0), base: nil,
      head: .init(commit: nil, tree: String(repeating: "a", count: 40)), changes: changes,
      findings: findings, toolVersion: "1.0.0")
  }

  private func deletion(_ name: String, message: String = "gone") -> Change {
    var change = Change(
      environment: "prod",
      identity: ResourceIdentity(group: "", kind: "ConfigMap", namespace: "shop", name: name),
      apiVersion: "v1", action: .delete, origin: [])
    change.effects = [Effect(.cascade, message, needsReview: true)]
    return change
  }

  @Test func whatDoesNotFitIsLeftOutWholeAndCounted() {
    // Each with an effect of its own, so that none is shown together with another.
    let changes = (0..<2_000).map { deletion("map-\($0)", message: "effect \($0)") }
    let text = MarkdownReport.render(report(changes))
    #expect(text.count <= MarkdownReport.limit)
    let shown = text.split(separator: "<details>").count - 1
    #expect(text.contains("**\(2_000 - shown) more changes are left out**"))
    #expect(text.hasSuffix("</sub>\n"))
    #expect(text.split(separator: "<details>").count == text.split(separator: "</details>").count)
  }

  @Test func changesThatReadTheSameAreShownOnce() {
    let text = MarkdownReport.render(report((0..<40).map { deletion("map-\($0)") }))
    #expect(text.split(separator: "<details>").count - 1 == 1)
    #expect(text.contains("×40"))
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "@everyone", "![x](http://example.org)", "a\nb", "`` ` ``",
    "</code></summary>", "| a | b |", "\u{1B}[31mred", "\u{202E}evil",
  ])
  func namesCannotBecomeMarkup(name: String) {
    let finding = Finding(
      rule: name, severity: .error, message: name,
      mark: Mark(source: Source(path: name), line: 1, column: 1))
    // In a code span nothing is markup.
    let text = MarkdownReport.render(report([deletion(name)], findings: [finding]))
      .replacing(Escaping.code("\(name):1:1"), with: "")
    #expect(!text.contains("<script"))
    #expect(!text.contains("\u{1B}"))
    #expect(!text.contains("\u{202E}"))
    #expect(text.split(separator: "<summary>").count == text.split(separator: "</summary>").count)
    let prose = text.split(separator: "\n").filter { $0.hasPrefix("- ❌") }
    #expect(prose.count == 1)
    #expect(!prose[0].contains("@everyone"))
    #expect(!prose[0].contains("]("))
  }
}
