import Diagnostics
import Foundation
import Synchronization
import TestSupport
import Testing
import Values

@testable import Vetting

/// Secret values are planted wherever one can stand, and must come out nowhere. (`render` and
/// `predict` print the manifests that they are asked for.)
@Suite struct SecretCanaryTests {
  private static let now = Instant("2027-01-01T00:00:00Z") ?? Instant(seconds: 0)

  /// Where the secrets stand.
  struct Planting: CustomTestStringConvertible, Sendable {
    enum Live { case none, file, snapshot }
    var base: Bool
    var head: Bool
    var live: Live
    /// The policies have nothing to say.
    var isDiff = false

    var testDescription: String {
      [base ? "base" : nil, head ? "head" : nil, live == .none ? nil : "\(live)"]
        .compactMap(\.self).joined(separator: ", ") + (isDiff ? ": diff" : "")
    }
  }

  private static let live =
    SecretCanaries.secret("plain", "live") + "---\n" + SecretCanaries.secret("patched", "live")
    + "---\n" + SecretCanaries.secret("gone", "live") + "---\n"
    + "{apiVersion: v1, kind: Namespace, metadata: {name: x}}\n---\n"
    + "{apiVersion: v1, kind: ConfigMap, metadata: {name: copied, namespace: x}, data: {a: other}}\n"

  private func expectNone(_ text: String, _ place: String) {
    SecretCanaries.expectNone(in: text, place)
  }

  @Test(arguments: [
    Planting(base: true, head: true, live: .none),
    Planting(base: true, head: true, live: .file),
    Planting(base: true, head: true, live: .snapshot),
    Planting(base: true, head: false, live: .file),
    Planting(base: false, head: true, live: .snapshot),
    Planting(base: true, head: true, live: .file, isDiff: true),
  ])
  func reportsShowNone(planting: Planting) throws {
    let scratch = try ScratchRepository()
    let one = SecretCanaries.files("one")
    let two = SecretCanaries.files("two")
    var before: [String: String?] = planting.base ? one : [:]
    before["policies/printing.yaml"] = SecretCanaries.policies
    before[".git-vet.yaml"] = SecretCanaries.configuration
    let base = try scratch.commit(before)
    let head = try scratch.commit(planting.head ? two : one.mapValues { _ in nil })
    var request = CheckRequest(
      directory: scratch.path, base: base, head: head, judges: !planting.isDiff, now: Self.now)
    let live = scratch.directory.appendingPathComponent(".git/live.yaml")
    try Data(Self.live.utf8).write(to: live)
    switch planting.live {
    case .none: break
    case .file: request.live = ["": live.path]
    case .snapshot:
      let message = try Snapshots(in: scratch.path).import(
        .init(environment: "prod", paths: [live.path], now: Self.now))
      expectNone(message, "import")
      request.live = ["": "refs/vet/live/prod"]
    }
    let result = try check(request)
    #expect(result.verdict != "safe")
    for format in ReportFormat.allCases {
      let text = result.rendered(as: format)
      #expect(text.contains("plain") || format == .markdown || planting.isDiff)
      expectNone(text, "\(format)")
    }
    if planting.head, !planting.isDiff {
      let audited = try audit(request, revision: head)
      #expect(audited.verdict != "safe")
      for format in ReportFormat.allCases {
        let text = audited.rendered(as: format)
        #expect(text.contains("plain"))
        expectNone(text, "audit: \(format)")
      }
    }
    if planting.base, planting.head {
      // What is sealed is no secret.
      let json = result.rendered(as: .json)
      #expect(json.contains("AgBy3i4OJSWK-two") && json.contains("vault-path-two"))
      // The objects were reached at all.
      for name in [
        "patched", "merged", "item", "inner", "generated", "copied", "copied-data", "copied-part",
        "copied-whole", "two", "variable-map",
      ] {
        #expect(json.contains("\"name\": \"\(name)\""), "\(name)")
      }
      #expect(json.components(separatedBy: "\"(secret)\"").count > 100)
    }
  }

  @Test func validationShowsNone() throws {
    let scratch = try ScratchRepository()
    for (path, text) in SecretCanaries.files("one") {
      try scratch.write(path, text ?? "")
    }
    var validate = try Validate()
    let outcome = try validate.run([scratch.path])
    #expect(outcome.resources.count > 50)
    expectNone(ValidateReport.json(outcome), "json")
    expectNone(ValidateReport.text(outcome, verbose: true, color: false), "text")
  }

  @Test func policyCommandsShowNone() throws {
    let scratch = try ScratchRepository()
    let secret = SecretCanaries.secret("plain", "example")
      .split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
    let policies = SecretCanaries.policies
      .replacingOccurrences(
        of: "  description: Prints what it sees.\n  match",
        with: "  description: Prints what it sees.\n  examples:\n  - name: one\n    findings: [a]\n"
          + "    head:\n\(secret)\n  match")
    try scratch.write("policies/a.yaml", policies)
    for (path, text) in SecretCanaries.files("one") where path.hasPrefix("broken/") {
      try scratch.write("policies/\(path)", text ?? "")
    }
    let catalog = try PolicyCatalog([scratch.path + "/policies"])
    #expect(!catalog.problems.isEmpty)
    for problem in catalog.problems { expectNone(DiagnosticText.render(problem), "problems") }
    expectNone(catalog.list, "list")
    expectNone(catalog.test().text, "test")
  }

  @Test(arguments: [nil, "a key of at least 16 bytes"]) func snapshotsHoldNone(key: String?) throws
  {
    let scratch = try ScratchRepository()
    let snapshots = try Snapshots(in: scratch.path)
    var objects = [Self.live]
    for (path, text) in SecretCanaries.files("live").sorted(by: { $0.key < $1.key }) {
      guard let text, path.hasPrefix("wrong/") || path.hasSuffix("list.yaml") else { continue }
      objects.append(text)
    }
    try scratch.write(".git/live.yaml", objects.joined(separator: "---\n"))
    var request = Snapshots.ImportRequest(
      environment: "prod", paths: [scratch.path + "/.git/live.yaml"], now: Self.now)
    if let key {
      try scratch.write(".git/key", key)
      request.keyFile = scratch.path + "/.git/key"
    }
    let steps = Mutex<[String]>([])
    let imported = try snapshots.import(request) { step in
      steps.withLock { $0.append(step.activity) }
    }
    expectNone(imported + steps.withLock { $0.joined(separator: "\n") }, "messages")
    expectNone(try snapshots.list().text, "list")
    expectNone(try snapshots.show("prod"), "show")
    let names = try scratch.git("ls-tree", "-r", "--name-only", "refs/vet/live/prod")
    #expect(names.contains("objects/core/Secret/x/plain.json"))
    expectNone(names, "names")
    // Every object below the ref, not only the blobs.
    let ids = try scratch.git("rev-list", "--objects", "--all")
    for line in ids.split(separator: "\n") {
      let id = String(line.prefix { $0 != " " })
      let kind = try scratch.git("cat-file", "-t", id)
      guard kind != "tree" else { continue }
      expectNone(try scratch.git("cat-file", kind, id), "\(line)")
    }
    expectNone(try snapshots.object("core/Secret/x/plain", of: "prod"), "object")
  }

  /// A listing that cannot be imported says why without quoting it.
  @Test func refusedImportsQuoteNone() throws {
    let scratch = try ScratchRepository()
    let snapshots = try Snapshots(in: scratch.path)
    let list = #"{"kind":"List","apiVersion":"v1","items":[{"kind":"Secret","apiVersion":"v1",""#
    var texts = SecretCanaries.files("live").filter { $0.key.hasPrefix("broken/") }
      .compactMap(\.value)
    texts += [
      list + #"data":{"a":"CANARY"#, list + #"data":{"a":CANARY}}]}"#,
      list + #"data":{"a":"\CANARY"}}]}"#, list + #"data":"CANARY"}]}"#,
      #"{"kind":"Status","apiVersion":"v1","reason":"x","details":{"a":"CANARY"}}"#, "CANARY",
      "[CANARY]", "{CANARY: x}", "password: CANARY\n",
    ]
    var refused = 0
    for text in texts {
      try scratch.write(".git/live", text)
      do {
        _ = try snapshots.import(
          .init(environment: "prod", paths: [scratch.path + "/.git/live"], now: Self.now))
      } catch {
        refused += 1
        expectNone(DiagnosticText.render(error), text)
      }
    }
    #expect(refused > 20)
  }
}
