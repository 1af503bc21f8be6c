import Diagnostics
import Foundation
import TestSupport
import Testing
import Values

@testable import Vetting

/// What a repository that is damaged makes of a check. `make faults` has what takes a process of its
/// own: full disks, kills, closed streams.
@Suite struct FaultTests {
  private static let now = Instant(seconds: 1_800_000_000)

  private static func map(_ name: String, _ value: String) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), namespace: shop}\ndata: {a: \(value)}\n"
  }

  private static let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"

  /// A repository with a change of two objects that is safe, configuration, policies and snapshot.
  private func repository(_ options: String...) throws -> ScratchRepository {
    let scratch = try ScratchRepository()
    try scratch.commit([
      ".git-vet.yaml": """
      apiVersion: git-vet/v1
      kind: Config
      policies: [policies]
      environments: [{name: prod, roots: [prod, rendered], live: refs/vet/live/prod}]

      """,
      "policies/fine.yaml": """
      apiVersion: git-vet/v1
      kind: ChangePolicy
      metadata: {name: fine}
      spec:
        description: Is about values.
        severity: error
        rules: [{id: a, expression: "head.data.a != 'bad'", message: bad}]

      """,
      "prod/one.yaml": Self.map("one", "x"), "prod/deep/two.yaml": Self.map("two", "x"),
      "prod/same.yaml": Self.map("same", "x"),
      "rendered/kustomization.yaml": "resources: [three.yaml]\n",
      "rendered/three.yaml": Self.map("three", "x"),
    ])
    try scratch.commit([
      "prod/one.yaml": Self.map("one", "other"), "prod/deep/two.yaml": Self.map("two", "other"),
      "rendered/three.yaml": Self.map("three", "other"),
    ])
    let live = ["one", "two", "three", "same"].map { Self.map($0, "x") } + [Self.namespace]
    try scratch.write(".git/live.yaml", live.joined(separator: "---\n"))
    _ = try Snapshots(in: scratch.path).import(
      .init(environment: "prod", paths: [scratch.path + "/.git/live.yaml"], now: Self.now))
    return scratch
  }

  private enum Outcome {
    case report(verdict: String, json: String)
    case refused(Diagnostic)
  }

  private func check(_ scratch: ScratchRepository) -> Outcome {
    do {
      let result = try Vetting.check(
        CheckRequest(directory: scratch.path, base: "HEAD~1", head: "HEAD", now: Self.now))
      return .report(verdict: result.verdict, json: result.rendered(as: .json))
    } catch {
      return .refused(error)
    }
  }

  /// Either what is damaged was not needed, or it is said.
  private func expectHonest(_ outcome: Outcome, healthy: String, _ damage: String) -> Bool {
    switch outcome {
    case .report(let verdict, let json):
      #expect(verdict != "safe" || json == healthy, "\(damage)")
      return json != healthy
    case .refused(let diagnostic):
      #expect(!diagnostic.headline.isEmpty && diagnostic.help != nil, "\(damage): \(diagnostic)")
      return true
    }
  }

  private func healthy(_ scratch: ScratchRepository) throws -> String {
    guard case .report("safe", let json) = check(scratch) else {
      throw Diagnostic(code: "unhealthy", "\(check(scratch))")
    }
    return json
  }

  private func isRefused(_ outcome: Outcome) -> Bool {
    if case .refused = outcome { true } else { false }
  }

  enum Damage: String, CaseIterable, Sendable {
    case missing, empty, truncated, garbage, directory

    /// Damages a file; what it was comes back when `body` has returned.
    func inflict(on file: URL, _ body: () -> Void) throws {
      let files = FileManager.default
      let contents = try Data(contentsOf: file)
      defer {
        try? files.removeItem(at: file)
        try? contents.write(to: file)
      }
      try files.removeItem(at: file)
      switch self {
      case .missing: break
      case .empty: try Data().write(to: file)
      case .truncated: try contents.prefix(contents.count / 2).write(to: file)
      case .garbage:
        try Data(contents.enumerated().map { $0.offset % 7 == 3 ? ~$0.element : $0.element })
          .write(to: file)
      case .directory: try files.createDirectory(at: file, withIntermediateDirectories: false)
      }
      body()
    }
  }

  @Test(arguments: Damage.allCases) func anObjectThatCannotBeReadIsSaid(damage: Damage) throws {
    let scratch = try repository()
    // Every object in a file of its own.
    let packs = scratch.directory.appendingPathComponent(".git/objects/pack")
    for name in try FileManager.default.contentsOfDirectory(atPath: packs.path) {
      let pack = packs.appendingPathComponent(name)
      if name.hasSuffix(".pack") {
        let bytes = [UInt8](try Data(contentsOf: pack))
        try FileManager.default.removeItem(at: pack)
        try scratch.git("unpack-objects", "-q", input: bytes)
      } else {
        try FileManager.default.removeItem(at: pack)
      }
    }
    let healthy = try healthy(scratch)
    let listed = try scratch.git("rev-list", "--objects", "HEAD", "refs/vet/live/prod")
    var noticed: [String] = []
    for line in listed.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      let id = words[0]
      let file = scratch.directory
        .appendingPathComponent(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
      try damage.inflict(on: file) {
        let outcome = check(scratch)
        if expectHonest(outcome, healthy: healthy, "\(damage) \(line)") {
          noticed.append(words.count > 1 ? String(words[1]) : "")
        }
        // One manifest that cannot be read costs no other result.
        if line.hasSuffix("prod/one.yaml"), case .report(_, let json) = outcome {
          #expect(json.contains("\"two\"") && json.contains("prod/one.yaml"), "\(json)")
        }
      }
    }
    // All that the change needs was looked at.
    for path in [
      "", ".git-vet.yaml", "policies", "policies/fine.yaml", "prod", "prod/one.yaml", "prod/deep",
      "prod/deep/two.yaml", "rendered/three.yaml", "rendered/kustomization.yaml", "snapshot.json",
      "objects/core/ConfigMap/shop/one.json",
    ] {
      #expect(noticed.contains(path), "\(damage): \(path) of \(noticed)")
    }
    #expect(!noticed.contains("prod/same.yaml"))
  }

  @Test(arguments: Damage.allCases) func aPackThatCannotBeReadIsSaid(damage: Damage) throws {
    let scratch = try repository()
    try scratch.git("repack", "-a", "-d", "-q")
    try scratch.git("prune-packed")
    let healthy = try healthy(scratch)
    let packs = scratch.directory.appendingPathComponent(".git/objects/pack")
    for name in try FileManager.default.contentsOfDirectory(atPath: packs.path)
    where name.hasSuffix(".pack") || name.hasSuffix(".idx") {
      try damage.inflict(on: packs.appendingPathComponent(name)) {
        _ = expectHonest(check(scratch), healthy: healthy, "\(damage) \(name)")
      }
    }
  }

  @Test(arguments: ["refs/vet/live/prod", "refs/heads/main"], Damage.allCases)
  func aReferenceThatCannotBeReadIsSaid(name: String, damage: Damage) throws {
    let scratch = try repository()
    let healthy = try healthy(scratch)
    let file = scratch.directory.appendingPathComponent(".git/\(name)")
    try damage.inflict(on: file) {
      #expect(
        expectHonest(check(scratch), healthy: healthy, "\(damage) \(name)"), "\(damage) \(name)")
    }
    guard name.hasPrefix("refs/vet") else { return }
    // An import never takes what it cannot read for a first one. (To Git a directory is none.)
    let before = try scratch.git("rev-parse", name)
    for damage in [damage] where damage != .missing && damage != .directory {
      try damage.inflict(on: file) {
        do throws(Diagnostic) {
          _ = try Snapshots(in: scratch.path).import(
            .init(environment: "prod", paths: [scratch.path + "/.git/live.yaml"], now: Self.now))
          Issue.record("\(damage): imported over what could not be read")
        } catch {
          #expect(!error.headline.isEmpty)
        }
      }
    }
    #expect(try scratch.git("rev-parse", name) == before)
  }

  // MARK: Writing

  @Test func aReferenceThatMovedMeanwhileIsLeft() throws {
    let scratch = try repository()
    let other = try scratch.git("rev-parse", "HEAD")
    var request = Snapshots.ImportRequest(
      environment: "prod", paths: [scratch.path + "/.git/live.yaml"], now: Self.now)
    request.coversAllKinds = true
    // Nobody else uses it while the import runs.
    nonisolated(unsafe) let meanwhile = scratch
    do {
      _ = try Snapshots(in: scratch.path).import(request) { _ in
        _ = try? meanwhile.git("update-ref", "refs/vet/live/prod", other)
      }
      Issue.record("imported")
    } catch {
      #expect(error.code == "reference-moved")
      #expect(error.help == "try again")
    }
    #expect(try scratch.git("rev-parse", "refs/vet/live/prod") == other)
  }

  @Test func aLockThatStaysIsNamed() throws {
    let scratch = try repository()
    let before = try scratch.git("rev-parse", "refs/vet/live/prod")
    let request = Snapshots.ImportRequest(
      environment: "prod", paths: [scratch.path + "/.git/live.yaml"],
      now: Instant(seconds: Self.now.seconds + 1))
    try scratch.write(".git/refs/vet/live/prod.lock", "")
    let snapshots = try Snapshots(in: scratch.path)
    do {
      _ = try snapshots.import(request)
      Issue.record("imported")
    } catch {
      #expect(error.code == "reference-locked")
      #expect(error.headline.contains("refs/vet/live/prod.lock"))
      #expect(error.help?.contains("rm ") == true)
    }
    #expect(try scratch.git("rev-parse", "refs/vet/live/prod") == before)
    _ = try healthy(scratch)
    try scratch.remove(".git/refs/vet/live/prod.lock")
    _ = try snapshots.import(request)
    #expect(try scratch.git("rev-parse", "refs/vet/live/prod^") == before)
  }

  @Test func unfinishedPacksAreCleanedUpAfterADay() throws {
    let scratch = try repository()
    let packs = scratch.directory.appendingPathComponent(".git/objects/pack")
    let (old, new) = ("pack_git2_0123", "pack_git2_4567")
    for name in [old, new] { try scratch.write(".git/objects/pack/\(name)", "half a pack") }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -100_000)],
      ofItemAtPath: packs.appendingPathComponent(old).path)
    _ = try Snapshots(in: scratch.path).import(
      .init(environment: "prod", paths: [scratch.path + "/.git/live.yaml"], now: Self.now))
    let left = try FileManager.default.contentsOfDirectory(atPath: packs.path)
    #expect(!left.contains(old) && left.contains(new))
  }

  @Test func whatCannotBeWrittenLeavesTheSnapshot() throws {
    let scratch = try repository()
    let before = try scratch.git("rev-parse", "refs/vet/live/prod")
    // A file where the directory of packs should be, which stops root as well.
    let packs = scratch.directory.appendingPathComponent(".git/objects/pack")
    let aside = scratch.directory.appendingPathComponent(".git/objects/aside")
    try scratch.git("repack", "-a", "-d", "-q")
    for name in try FileManager.default.contentsOfDirectory(atPath: packs.path)
    where name.hasSuffix(".pack") {
      let bytes = [UInt8](try Data(contentsOf: packs.appendingPathComponent(name)))
      try FileManager.default.moveItem(at: packs, to: aside)
      try scratch.git("unpack-objects", "-q", input: bytes)
    }
    try? FileManager.default.removeItem(at: packs)
    try Data().write(to: packs)
    try scratch.write(".git/live.yaml", Self.map("new", "z"))
    do {
      _ = try Snapshots(in: scratch.path).import(
        .init(environment: "prod", paths: [scratch.path + "/.git/live.yaml"], now: Self.now))
      Issue.record("imported")
    } catch {
      #expect(error.code == "input-output" && error.help != nil, "\(error)")
    }
    #expect(try scratch.git("rev-parse", "refs/vet/live/prod") == before)
  }
}
