import Diagnostics
import Foundation
import TestSupport
import Testing
import Values

@testable import Vetting

/// A check of what a hostile pull request brings: a finding or an entry of the ledger, never `safe`,
/// and the rest of the report all the same.
@Suite struct HostileCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var files: [String: String]
    /// Made with `ln -s`: path to target.
    var links: [String: String] = [:]
    var verdicts: Set<String> = ["blocked", "incomplete"]
  }

  private static let manifest = """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: web
    data:
      key: value

    """

  private static func kustomization(_ lines: String) -> [String: String] {
    ["app/kustomization.yaml": lines + "\n", "app/web.yaml": manifest]
  }

  static let cases: [Case] = [
    Case(
      testDescription: "brackets without end",
      files: ["bad.yaml": "a: " + String(repeating: "[", count: 100_000)]),
    Case(
      testDescription: "deep blocks",
      files: [
        "bad.yaml": (0..<3000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
      ]),
    Case(
      testDescription: "aliases that multiply",
      files: [
        "bad.yaml": "kind: A\napiVersion: v1\nmetadata: {name: x}\na0: &a0 [x]\n"
          + (1..<40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
      ]),
    Case(testDescription: "an alias of nothing", files: ["bad.yaml": "a: *nothing\n"]),
    Case(testDescription: "a quote without end", files: ["bad.yaml": "a: \"b\nc: d\n"]),
    Case(testDescription: "tabs", files: ["bad.yaml": "a:\n\tb: c\n"]),
    Case(testDescription: "a NUL", files: ["bad.yaml": "a: b\0c\n"]),
    Case(
      testDescription: "a key twice",
      files: ["bad.yaml": manifest + "data:\n  key: other\n"]),
    Case(
      testDescription: "a template",
      files: ["bad.yaml": manifest.replacingOccurrences(of: "value", with: "{{ .Values.x }}")]),
    Case(testDescription: "JSON cut short", files: ["bad.json": "{\"kind\": \"ConfigMap\", "]),
    Case(
      testDescription: "a path out of the repository",
      files: kustomization("resources: [web.yaml, ../../../../etc/passwd]")),
    Case(
      testDescription: "an absolute path",
      files: kustomization("resources: [web.yaml, /etc/passwd]")),
    Case(
      testDescription: "a kustomization of itself", files: kustomization("resources: [web.yaml, .]")
    ),
    Case(
      testDescription: "kustomizations in a circle",
      files: [
        "a/kustomization.yaml": "resources: [../b]\n",
        "b/kustomization.yaml": "resources: [../a]\n",
      ]),
    Case(
      testDescription: "a base on the network",
      files: kustomization("resources: [web.yaml, 'https://example.com/base?ref=main']")),
    Case(
      testDescription: "a base that git would fetch",
      files: kustomization("resources: [web.yaml, 'git::ext::sh -c touch% /tmp/x']")),
    Case(
      testDescription: "a Helm chart",
      files: kustomization("resources: [web.yaml]\nhelmCharts: [{name: x, repo: 'https://x'}]")),
    Case(
      testDescription: "an exec plugin",
      files: [
        "app/kustomization.yaml": "resources: [web.yaml]\ntransformers: [plugin.yaml]\n",
        "app/web.yaml": manifest,
        "app/plugin.yaml": """
        apiVersion: x/v1
        kind: X
        metadata:
          name: x
          annotations: {config.kubernetes.io/function: "exec: {path: ./run.sh}"}

        """,
      ]),
    Case(
      testDescription: "a patch file that is not there",
      files: kustomization("resources: [web.yaml]\npatches: [{path: none.yaml}]")),
    Case(
      testDescription: "a link out of the repository",
      files: kustomization("resources: [web.yaml, link.yaml]"),
      links: ["app/link.yaml": "/etc/passwd"]),
    Case(
      testDescription: "a link in circles",
      files: kustomization("resources: [web.yaml, link.yaml]"),
      links: ["app/link.yaml": "link.yaml"]),
    Case(
      testDescription: "a name with control characters",
      files: ["\u{1B}[31m\nred.yaml": "a: [\n"]),
    Case(
      testDescription: "a name that shows backwards", files: ["\u{202E}lmay.yaml": "a: [\n"]),
    Case(
      testDescription: "markup as a name",
      files: [
        "bad.yaml": manifest.replacingOccurrences(
          of: "name: web", with: "name: \"</details><script>\\e[31m|`@all\"")
      ]),
    Case(
      testDescription: "a name of a mebibyte",
      files: [
        "bad.yaml": manifest.replacingOccurrences(
          of: "name: web", with: "name: " + String(repeating: "n", count: 1 << 20))
      ]),
    Case(
      testDescription: "a value of some mebibytes",
      files: [
        "bad.yaml": manifest.replacingOccurrences(
          of: "value", with: String(repeating: "v", count: 3 << 20))
      ]),
  ]

  /// Markdown without its code, in which markup is only text.
  private static func withoutCode(_ text: String) -> String {
    var prose = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "`") {
      prose += rest[..<start]
      let fence = rest[start...].prefix { $0 == "`" }
      rest = rest[fence.endIndex...]
      var search = rest
      while let next = search.firstIndex(of: "`") {
        let run = search[next...].prefix { $0 == "`" }
        search = search[run.endIndex...]
        if run.count == fence.count {
          rest = search
          break
        }
      }
    }
    return prose + rest
  }

  private func check(
    _ scratch: ScratchRepository, _ base: String, _ head: String
  ) throws -> CheckResult {
    try Vetting.check(
      CheckRequest(
        directory: scratch.path, base: base, head: head,
        now: #require(Instant("2027-01-01T00:00:00Z"))))
  }

  @Test(arguments: cases) func neverCallsItSafe(_ example: Case) throws {
    let scratch = try ScratchRepository()
    let other = Self.manifest.replacingOccurrences(of: "web", with: "other")
    let base = try scratch.commit(["good/other.yaml": other])
    for (path, target) in example.links {
      let file = scratch.directory.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      #expect(symlink(target, file.path) == 0)
    }
    var files = example.files.mapValues { Optional($0) }
    files["good/other.yaml"] = other.replacingOccurrences(of: "value", with: "changed")
    let head = try scratch.commit(files)
    let result = try check(scratch, base, head)
    #expect(example.verdicts.contains(result.verdict), "\(result.verdict)")
    for format in ReportFormat.allCases {
      let text = result.rendered(as: format)
      // The rest of the report is there, and nothing of the input acts on who reads it.
      if format != .github {
        #expect(text.contains("other") || text.contains("left out"), "\(format)")
      }
      #expect(
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F },
        "\(format)")
      #expect(!text.contains("\u{202E}"))
      if format == .markdown { #expect(!Self.withoutCode(text).contains("<script")) }
      #expect(!text.contains("root:x:0"))
      if format == .markdown { #expect(text.utf8.count <= 65_536) }
    }
  }

  @Test func namesWhatIsNotThere() throws {
    let scratch = try ScratchRepository()
    func code(_ base: String, _ head: String) -> String? {
      do {
        return try "verdict \(check(scratch, base, head).verdict)"
      } catch {
        return (error as? Diagnostic)?.code
      }
    }
    #expect(code("HEAD", "HEAD") == "no-commit-yet")
    let first = try scratch.commit(["a.yaml": Self.manifest])
    #expect(code(first, "nowhere") == "unknown-revision")
    #expect(code(String(repeating: "1", count: 40), first) == "unknown-revision")
    #expect(code("\(first):a.yaml", first) == "not-a-commit")
    #expect(code("--help", first) == "unknown-revision")
    #expect(code(first, first) == "verdict safe")
    try scratch.git("checkout", "--quiet", "--orphan", "other")
    let orphan = try scratch.commit("orphan")
    #expect(code(first, orphan) == "unrelated-histories")
    let absent = String(repeating: "2", count: 40)
    let broken = try scratch.store(
      Array("tree \(absent)\nparent \(first)\nauthor x <x> 1 +0\ncommitter x <x> 1 +0\n\n".utf8),
      kind: "commit")
    #expect(code(first, broken) == "missing-object")
    let damaged = try scratch.store(Array("tree x\n\n".utf8), kind: "commit")
    #expect(code(first, damaged) == "corrupt-object")
  }
}
