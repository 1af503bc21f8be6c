import Diagnostics
import Documents
import Foundation
import Git
import LiveState
import Resources
import TestSupport
import Testing
import Values

@Suite struct SnapshotTests {
  let scratch: ScratchRepository
  let repository: Repository

  init() throws {
    scratch = try ScratchRepository()
    repository = try Repository.open(at: scratch.path)
  }

  static let now = Instant(seconds: 1_800_000_000)

  static func object(
    _ apiVersion: String, _ kind: String, _ namespace: String?, _ name: String,
    owner: (apiVersion: String, kind: String, name: String)? = nil, extra: String = ""
  ) -> String {
    let place = namespace.map { #","namespace":"\#($0)""# } ?? ""
    let owners =
      owner.map {
        #","ownerReferences":[{"apiVersion":"\#($0.apiVersion)","kind":"\#($0.kind)","name":"\#($0.name)","uid":"1"}]"#
      } ?? ""
    return
      #"{"apiVersion":"\#(apiVersion)","kind":"\#(kind)","metadata":{"name":"\#(name)"\#(place)\#(owners)}\#(extra)}"#
  }

  static let objects = [
    object("v1", "Namespace", nil, "shop"),
    object("apps/v1", "Deployment", "shop", "web"),
    object("apps/v1", "ReplicaSet", "shop", "web-1", owner: ("apps/v1", "Deployment", "web")),
    object("v1", "Pod", "shop", "web-1-a", owner: ("apps/v1", "ReplicaSet", "web-1")),
    object("v1", "Pod", "shop", "web-1-b", owner: ("apps/v1", "ReplicaSet", "web-1")),
    object("v1", "Pod", "kube", "proxy", owner: ("v1", "Node", "n1")),
    object("v1", "Node", nil, "n1"),
    object("rbac.authorization.k8s.io/v1", "ClusterRole", nil, "system:node"),
    object("v1", "Secret", "shop", "s", extra: #","data":{"p":"aHVudGVyMg=="}"#),
  ]

  private func importing(
    _ objects: [String], environment: String = "prod",
    _ change: (inout SnapshotImport) -> Void = { _ in }
  ) throws -> SnapshotImport.Result {
    let list = #"{"apiVersion":"v1","kind":"List","items":[\#(objects.joined(separator: ","))]}"#
    return try importing(text: list, environment: environment, change)
  }

  private func importing(
    text: String, environment: String = "prod", _ change: (inout SnapshotImport) -> Void = { _ in }
  ) throws -> SnapshotImport.Result {
    let path = scratch.path + "/live.json"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    var snapshot = SnapshotImport(
      environment: environment, paths: [path], redaction: Redaction(key: nil), now: Self.now)
    change(&snapshot)
    return try snapshot.run(in: repository)
  }

  private func identity(
    _ group: String, _ kind: String, _ namespace: String?, _ name: String
  ) -> ResourceIdentity {
    ResourceIdentity(group: group, kind: kind, namespace: namespace, name: name)
  }

  @Test func objectsAreFoundAgain() throws {
    _ = try importing(Self.objects)
    let view = try SnapshotView("refs/vet/live/prod", in: repository)
    #expect(view.contents.objects == 9)
    let pod = identity("", "Pod", "shop", "web-1-a")
    guard case .found(let document) = view.object(pod) else {
      Issue.record("no pod")
      return
    }
    #expect(document.root["kind"]?.string == "Pod")
    #expect(document.source?.path == "live:core/Pod/shop/web-1-a")
    guard
      case .found = view.object(
        identity("rbac.authorization.k8s.io", "ClusterRole", nil, "system:node"))
    else {
      Issue.record("no role")
      return
    }
    guard case .absent = view.object(identity("", "Pod", "shop", "gone")),
      case .unknown = view.object(identity("batch", "Job", "shop", "j"))
    else {
      Issue.record("absent and unknown are not kept apart")
      return
    }
  }

  @Test func questionsAreAnsweredFromTheIndexes() throws {
    _ = try importing(Self.objects.shuffled())
    let view = try SnapshotView("refs/vet/live/prod", in: repository)
    func names(_ query: LiveQuery) -> [String]? {
      view.objects(query).found?.map(\.description)
    }
    #expect(
      names(.namespace("shop")) == [
        "apps/Deployment/shop/web", "core/Pod/shop/web-1-a", "core/Pod/shop/web-1-b",
        "apps/ReplicaSet/shop/web-1", "core/Secret/shop/s",
      ])
    #expect(names(.namespace("none")) == [])
    #expect(
      names(.kind(group: "", kind: "Pod")) == [
        "core/Pod/kube/proxy", "core/Pod/shop/web-1-a", "core/Pod/shop/web-1-b",
      ])
    #expect(names(.kind(group: "batch", kind: "Job")) == nil)
    #expect(names(.kindIn(group: "", kind: "Pod", namespace: "kube")) == ["core/Pod/kube/proxy"])
    #expect(
      names(.owned(by: identity("apps", "ReplicaSet", "shop", "web-1"))) == [
        "core/Pod/shop/web-1-a", "core/Pod/shop/web-1-b",
      ])
    #expect(names(.owned(by: identity("", "Node", nil, "n1"))) == ["core/Pod/kube/proxy"])
    #expect(names(.owned(by: identity("", "Node", nil, "n2"))) == [])
  }

  @Test func theSameObjectsGiveTheSameTree() throws {
    let first = try importing(Self.objects)
    let second = try importing(Self.objects.shuffled()) { $0.now = Instant(seconds: 1_800_000_060) }
    #expect(first.snapshot.tree == second.snapshot.tree)
    #expect(second.isUnchanged && !first.isUnchanged)
    #expect(first.snapshot.commit != second.snapshot.commit)
    #expect(try scratch.git("rev-parse", "refs/vet/live/prod^") == first.snapshot.commit.hex)
    #expect(try scratch.git("fsck", "--strict", "--no-dangling") == "")
  }

  @Test func noSecretReachesTheRepository() throws {
    let key = try RedactionKey(Array("0123456789abcdef".utf8))
    let result = try importing(Self.objects) { $0.redaction = Redaction(key: key) }
    let text = try scratch.git(
      "show", "refs/vet/live/prod:objects/core/Secret/shop/s.json")
    #expect(!text.contains("aHVudGVyMg"))
    #expect(result.contents.redactionKey == key.id)
    #expect(try scratch.git("show", "refs/vet/live/prod:snapshot.json").contains(key.id))
  }

  @Test func anImportThatFailsLeavesTheRef() throws {
    let first = try importing(Self.objects)
    for text in ["", "{\"items\": [", "hello", #"{"items":[\#(Self.objects[0]),{"a":1}]}"#] {
      #expect(throws: Diagnostic.self) { try importing(text: text) }
    }
    #expect(throws: Diagnostic.self) {
      try importing(Self.objects) { $0.paths.append(scratch.path + "/missing") }
    }
    #expect(try scratch.git("rev-parse", "refs/vet/live/prod") == first.snapshot.commit.hex)
  }

  @Test func environmentsThatAreNoRefNamesAreRefused() {
    for name in ["", "a b", "../x", "a..b", "x.lock", "a\u{0}"] {
      #expect(throws: Diagnostic.self) { try importing(Self.objects, environment: name) }
    }
  }

  @Test func coverageCanBeDeclared() throws {
    _ = try importing(Self.objects) { $0.contents.coversAllKinds = true }
    let complete = try SnapshotView("refs/vet/live/prod", in: repository)
    guard case .absent = complete.object(identity("batch", "Job", "shop", "j")) else {
      Issue.record("a kind that is covered is unknown")
      return
    }
    _ = try importing([Self.objects[1]], environment: "part") {
      $0.contents.namespaces = ["shop"]
      $0.contents.kinds = [.init(group: "batch", kind: "Job", count: 0)]
    }
    let part = try SnapshotView("refs/vet/live/part", in: repository)
    guard case .absent = part.object(identity("batch", "Job", "shop", "j")),
      case .unknown = part.object(identity("apps", "Deployment", "other", "web")),
      case .unknown = part.objects(.namespace("other"))
    else {
      Issue.record("the namespaces listed do not count")
      return
    }
  }

  @Test func theTimeOfCaptureIsTheFilesOrTheGivenOne() throws {
    let given = Instant(seconds: 1_700_000_000)
    let result = try importing(Self.objects) { $0.capturedAt = given }
    #expect(result.snapshot.capturedAt == given)
    #expect(result.snapshot.importedAt == Self.now)
    let later = Instant(seconds: given.seconds + 100)
    #expect(!result.snapshot.isStale(at: later, maximumAge: nil))
    #expect(!result.snapshot.isStale(at: later, maximumAge: 100))
    #expect(result.snapshot.isStale(at: later, maximumAge: 99))
    let fromFile = try importing(Self.objects)
    #expect(fromFile.snapshot.capturedAt != Self.now)
    #expect(fromFile.snapshot.capturedFrom?.hasSuffix("live.json") == true)
  }

  @Test func strangeNamesAreKept() throws {
    let names = [".git", "..", "a/b", "%41", "A", "a", "x y", "é", "a\\n"]
    _ = try importing(names.map { Self.object("v1", "Pod", "n", $0) })
    let view = try SnapshotView("refs/vet/live/prod", in: repository)
    let found = view.objects(.kind(group: "", kind: "Pod")).found?.map(\.name) ?? []
    #expect(Set(found) == Set(names.map { $0 == "a\\n" ? "a\n" : $0 }))
    #expect(try scratch.git("fsck", "--strict", "--no-dangling") == "")
  }

  @Test func refsThatAreNoSnapshotsAreNamed() throws {
    try scratch.write("a.txt", "x")
    let commit = try scratch.commit()
    try scratch.git("update-ref", "refs/vet/live/foreign", commit)
    for (reference, code) in [
      ("refs/vet/live/foreign", "snapshot-foreign"), ("refs/vet/live/none", "snapshot-missing"),
    ] {
      #expect {
        _ = try SnapshotView(reference, in: repository)
      } throws: { ($0 as? Diagnostic)?.code == code }
    }
    let all = try SnapshotReference.all(in: repository)
    #expect(all.snapshots.map(\.environment) == ["foreign"])
  }

  @Test func aFileServesWithoutAnImport() throws {
    _ = try importing(Self.objects)
    let view = try ListingView([scratch.path + "/live.json"])
    #expect(view.count == 9)
    guard case .found = view.object(identity("apps", "Deployment", "shop", "web")),
      case .unknown = view.object(identity("apps", "Deployment", "shop", "api"))
    else {
      Issue.record("a file's objects are not found")
      return
    }
    #expect(view.objects(.namespace("shop")).found?.count == 5)
    #expect(
      view.objects(.owned(by: identity("apps", "ReplicaSet", "shop", "web-1"))).found?.count == 2)
  }
}
