import Diagnostics
import Foundation
import Git
import TestSupport
import Testing
import Values
import Vetting

@Suite struct SnapshotsTests {
  let scratch: ScratchRepository
  let snapshots: Snapshots
  static let now = Instant(seconds: 1_800_000_000)

  init() throws {
    scratch = try ScratchRepository()
    snapshots = try Snapshots(in: scratch.path)
  }

  private func configMap(_ value: String) -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: settings, namespace: shop}
    data: {level: "\(value)"}

    """
  }

  private func importing(_ text: String, at capture: Instant = now) throws -> String {
    try scratch.write(".git/live.yaml", text)
    var request = Snapshots.ImportRequest(
      environment: "prod", paths: [scratch.path + "/.git/live.yaml"], now: Self.now)
    request.capturedAt = capture
    return try snapshots.import(request)
  }

  @Test func whatIsImportedIsListedAndShown() throws {
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {p: aHVudGVyMg==}\n"
    let message = try importing(configMap("info") + "---\n" + secret)
    #expect(message.contains("refs/vet/live/prod"))
    #expect(message.contains("2 objects of 2 kinds, captured 2027-01-15T08:00:00Z"))
    #expect(message.contains("Secret values were left out"))
    let (list, problems) = try snapshots.list()
    #expect(list.contains("prod"))
    #expect(problems.isEmpty)
    let shown = try snapshots.show("prod")
    #expect(shown.contains("core/ConfigMap  1"))
    #expect(shown == (try snapshots.show("refs/vet/live/prod")))
    #expect(try snapshots.object("core/ConfigMap/shop/settings", of: "prod").contains("info"))
    #expect(!(try snapshots.object("core/Secret/_/s", of: "prod").contains("aHVudGVyMg")))
    for name in ["core/ConfigMap/shop/none", "apps/Deployment/shop/web", "nonsense"] {
      #expect(throws: Diagnostic.self) { try snapshots.object(name, of: "prod") }
    }
    #expect(throws: Diagnostic.self) { try snapshots.show("none") }
  }

  private func check(live: [String: String] = [:]) throws -> String {
    let result = try Vetting.check(
      CheckRequest(
        directory: scratch.path, base: "HEAD~1", head: "HEAD", mergesHead: false, live: live,
        now: Self.now))
    return result.rendered(as: .json, color: false)
  }

  @Test func aCheckComparesWithTheSnapshotOfItsEnvironment() throws {
    let configuration = """
      apiVersion: git-vet/v1
      kind: Config
      environments:
        - {name: prod, roots: [prod], live: refs/vet/live/prod, maxSnapshotAge: 1h}

      """
    try scratch.commit([".git-vet.yaml": configuration, "prod/a.yaml": configMap("info")])
    try scratch.commit(["prod/a.yaml": configMap("debug")])
    let missing = try check()
    #expect(missing.contains("there is no snapshot at refs/vet/live/prod"))
    #expect(missing.contains("git fetch origin"))

    _ = try importing(configMap("drifted"))
    let fresh = try check()
    #expect(fresh.contains("drifted"))
    #expect(fresh.contains(#""stale":false"#) || fresh.contains(#""stale": false"#))
    _ = try importing(
      configMap("drifted"), at: Instant(seconds: Self.now.seconds - 3601))
    let stale = try check()
    #expect(stale.contains(#""stale":true"#) || stale.contains(#""stale": true"#))

    let file = try check(live: ["prod": scratch.path + "/.git/live.yaml"])
    #expect(file.contains("drifted"))
    #expect(throws: Diagnostic.self) { try check(live: ["": "refs/vet/live/none"]) }
  }

  @Test func driftOfASecretIsToldButNotItsValue() throws {
    func secret(_ value: String) -> String {
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: s, namespace: shop}
      type: Opaque
      data: {p: \(value)}

      """
    }
    try scratch.commit(["prod/a.yaml": secret("aHVudGVyMQ==")])
    try scratch.commit(["prod/a.yaml": secret("aHVudGVyMg==")])
    for (live, cause) in [("aHVudGVyMQ==", "change"), ("aHVudGVyMw==", "overwrites-drift")] {
      _ = try importing(secret(live))
      let report = try check(live: ["": scratch.path + "/.git/live.yaml"])
      #expect(report.contains("\"\(cause)\""))
      #expect(!report.contains("aHVudGVy"))
      // Without a key the snapshot cannot tell.
      let redacted = try check(live: ["": "refs/vet/live/prod"])
      #expect(redacted.contains("\"change\""))
      #expect(!redacted.contains("overwrites-drift"))
      #expect(!redacted.contains("aHVudGVy"))
    }
  }
}
