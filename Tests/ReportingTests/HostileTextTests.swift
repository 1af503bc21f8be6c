import Diagnostics
import Documents
import Foundation
import Policy
import Resources
import Simulation
import Testing
import Values

@testable import Reporting

/// One hostile text in every place of a report that can hold text of the input.
@Suite struct HostileTextTests {
  static let texts = [
    "\u{1B}[2J\u{1B}]0;title\u{7}", "\u{202E}txet", "a\u{2066}b\u{2069}", "a\r\nb",
    "line\n::error::x",
    "::error file=x::y", "x ::stop-commands::z", "##[group]x", "##vso[x]", "` `` ```",
    "```\n# Title\n```",
    "| a | b |\n|---|---|", "<script>alert(1)</script>", "</code></summary></details>",
    "<img src=x>",
    "<!-- git-vet report -->", "@everyone", "#1", "![x](http://example.org/x.png)",
    "[x](javascript:x)", "http://example.org", "www.example.org", "**bold** _it_ ~~s~~ $x$",
    "- item",
    "1. item", "===", "---", "%0A::error::x", "a:b,c::d", "\u{0}\u{8}\u{7F}\u{9B}31m", "&lt;b&gt;",
    "\\", "\"quoted\" 'text'", " ", "\t", "{{ x }}", "\u{E0041}\u{200B}\u{FEFF}",
  ]

  private func node(_ text: String) -> Node {
    var document = Document()
    document.rootID = document.add(text)
    return document.root
  }

  private func report(_ text: String) -> Report {
    let mark = Mark(source: Source(path: text), line: 1, column: 1)
    let identity = ResourceIdentity(group: text, kind: text, namespace: text, name: text)
    var change = Change(
      environment: text, identity: identity, apiVersion: text, action: .update,
      origin: [mark, mark])
    for cause in [FieldChange.Cause.change, .drift, .overwritesDrift] {
      change.fields.append(
        FieldChange(
          path: FieldPath([.field(text), .key(text)]), operation: .replace,
          before: .shown(node(text)), after: .shown(node(text)), live: .shown(node(text)),
          cause: cause, origin: Mark(source: Source(path: text + "2"), line: 1, column: 1)))
    }
    change.effects = [Effect(.cascade, text, objects: [identity], needsReview: true)]
    var rejected = change
    rejected.action = .rejected
    rejected.environment = text + "2"
    rejected.rejections = [Rejection(reason: text, field: text, message: text)]
    var findings = [Severity.error, .warning, .info].map { severity in
      Finding(
        rule: text, binding: text, severity: severity, message: text,
        subject: Finding.Subject(environment: text, apiVersion: text, identity: identity),
        mark: mark, help: text)
    }
    var waived = findings[0]
    waived.status = .waived
    waived.waiver = text
    findings.append(waived)
    var report = Report(
      verdict: .blocked, evaluatedAt: Instant(seconds: 0), base: nil,
      head: .init(commit: nil, tree: String(repeating: "a", count: 40)),
      changes: [change, rejected], findings: findings, toolVersion: "1.0.0")
    report.snapshots = [
      Report.Snapshot(environment: text, ref: text, commit: nil, capturedAt: nil, isStale: true)
    ]
    report.incomplete = [
      Incompleteness(environment: text, path: text, line: 1, reason: text, remedy: text),
      Incompleteness(environment: text, path: "", line: nil, reason: text, remedy: text),
    ]
    report.preview = [Report.Preview(path: text, message: text)]
    return report
  }

  /// For a person: nothing that moves the cursor, hides, or is a command to a pipeline.
  private func expectHarmless(_ text: String, _ format: String) {
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      #expect(
        scalar == "\n" || category != .control && category != .format, "\(format): \(scalar.value)")
    }
    for line in text.split(separator: "\n") {
      let trimmed = line.drop { $0 == " " }
      let isCommand =
        trimmed.hasPrefix("::") && trimmed.dropFirst(2).first?.isLetter == true
        && trimmed.dropFirst(2).contains("::")
      #expect(!isCommand, "\(format): \(line)")
      #expect(!line.contains("##[") && !line.contains("##vso"), "\(format): \(line)")
    }
  }

  @Test(arguments: texts) func theTerminalShowsIt(text: String) {
    let plain = TextReport.render(report(text), color: false)
    expectHarmless(plain, "text")
    // As many lines whatever the text: nothing of it begins one of its own.
    let ordinary = TextReport.render(report("x"), color: false)
    #expect(plain.split(separator: "\n").count >= ordinary.split(separator: "\n").count)
    let verdicts = plain.split(separator: "\n").filter { $0.hasPrefix("git vet: ") }
    #expect(verdicts.count == 1)
  }

  @Test(arguments: texts) func annotationsStayOneALine(text: String) {
    let lines = AnnotationReport.render(report(text)).split(
      separator: "\n", omittingEmptySubsequences: false)
    // Three findings that are introduced, two entries of the ledger, the verdict, the end.
    #expect(lines.count == 7)
    for line in lines.dropLast() {
      #expect(["::error ", "::warning ", "::notice "].contains { line.hasPrefix($0) }, "\(line)")
      let properties = line.drop { $0 != " " }.dropFirst()
      let end = properties.range(of: "::")?.lowerBound ?? properties.endIndex
      let names = properties[..<end].split(separator: ",").map { $0.prefix { $0 != "=" } }
      #expect(names.allSatisfy { ["file", "line", "col", "title"].contains($0) }, "\(line)")
      #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }
  }

  @Test(arguments: texts) func markdownIsOurs(text: String) {
    let markdown = MarkdownReport.render(report(text))
    expectHarmless(markdown, "markdown")
    let prose = Self.withoutCode(markdown)
    for tag in ["<script", "<img", "@everyone", "](", "http://", "www.", "![", "**bold"] {
      #expect(!prose.contains(tag), "\(tag)")
    }
    for tag in ["details", "summary", "code", "sub"] {
      let opened = prose.components(separatedBy: "<\(tag)>").count
      let closed = prose.components(separatedBy: "</\(tag)>").count
      #expect(opened == closed, "\(tag)")
    }
    #expect(prose.components(separatedBy: MarkdownReport.marker).count == 2)
    func headings(_ text: String) -> Int {
      text.split(separator: "\n").filter { $0.contains { $0 != " " } }.count { line in
        line.hasPrefix("#") || line.hasPrefix("    ") || line.hasPrefix("|")
          || line.allSatisfy { $0 == "=" || $0 == "-" } || line.hasPrefix("- ")
      }
    }
    #expect(headings(prose) == headings(Self.withoutCode(MarkdownReport.render(report("x")))))
  }

  @Test(arguments: texts) func jsonHoldsIt(text: String) throws {
    let json = JSONReport.render(report(text))
    let document = try JSON.read(json, from: Source(path: "report"))
    #expect(document.root["findings"]?.elements.first?["message"]?.text == text, "\(json)")
    for scalar in json.unicodeScalars {
      let category = scalar.properties.generalCategory
      #expect(scalar == "\n" || category != .control && category != .format)
    }
  }

  /// Markdown without code blocks and spans, in which markup is only text.
  private static func withoutCode(_ text: String) -> String {
    var lines: [Substring] = []
    var fence: Substring?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let ticks = line.prefix { $0 == "`" }
      if let open = fence {
        if ticks.count >= open.count, ticks == line { fence = nil }
      } else if ticks.count >= 3, line.dropFirst(ticks.count) == "diff" {
        fence = ticks
      } else {
        lines.append(line)
      }
    }
    var prose = ""
    var rest = lines.joined(separator: "\n")[...]
    while let start = rest.firstIndex(of: "`") {
      let isEscaped = start > rest.startIndex && rest[rest.index(before: start)] == "\\"
      let run = rest[start...].prefix { $0 == "`" }
      prose += rest[..<start]
      rest = rest[run.endIndex...]
      if isEscaped { continue }
      var search = rest
      while let next = search.firstIndex(of: "`") {
        let closing = search[next...].prefix { $0 == "`" }
        search = search[closing.endIndex...]
        if closing.count == run.count {
          rest = search
          break
        }
      }
    }
    // What stands in a code element is text as well.
    return (prose + rest).replacing(#/<code>[^<]*<\/code>/#, with: "<code></code>")
  }
}
