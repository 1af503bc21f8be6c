import Diagnostics
import Foundation
import Git
import Policy
import TestSupport
import Testing

@testable import Vetting

@Suite struct HookTests {
  let scratch: ScratchRepository
  let remote: ScratchRepository
  let first: String
  let second: String
  private let zero = String(repeating: "0", count: 40)

  init() throws {
    remote = try ScratchRepository("--bare")
    scratch = try ScratchRepository()
    try scratch.git("remote", "add", "origin", remote.path)
    first = try scratch.commit(["a.yaml": "a: 1\n"])
    try scratch.git("push", "--quiet", "-u", "origin", "main")
    try scratch.git("remote", "set-head", "origin", "main")
    second = try scratch.commit(["a.yaml": "a: 2\n"])
  }

  private func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

  private func open(_ scratch: ScratchRepository) throws -> Repository {
    try Repository.open(at: scratch.path, environment: Environment())
  }

  private func changes(_ lines: String..., remote: String? = "origin") throws -> [PushedChange] {
    let references = try PushedReference.ofPrePush(Array(lines.joined(separator: "\n").utf8))
    return try PushedChange.changes(of: references, in: open(scratch), remote: remote)
  }

  @Test func comparesABranchWithItselfBefore() throws {
    let pushed = try changes("refs/heads/main \(second) refs/heads/main \(first)")
    #expect(
      try pushed == [
        .check(
          Proposal(
            base: id(first), head: id(second), outcome: .commit(id(second)),
            title: "refs/heads/main"))
      ])
  }

  @Test func comparesAForcedBranchWithItselfBefore() throws {
    try scratch.git("checkout", "--quiet", "--orphan", "other")
    let other = try scratch.commit(["b.yaml": "b: 1\n"])
    let pushed = try changes("refs/heads/other \(other) refs/heads/main \(second)")
    #expect(
      try pushed == [
        .check(
          Proposal(
            base: id(second), head: id(other), outcome: .commit(id(other)),
            title: "refs/heads/main"))
      ])
  }

  @Test func comparesANewBranchWithWhereItLeft() throws {
    try scratch.git("checkout", "--quiet", "-b", "side", first)
    let side = try scratch.commit(["b.yaml": "b: 1\n"])
    let line = "refs/heads/side \(side) refs/heads/side \(zero)"
    let expected = Proposal(
      base: try id(first), head: try id(side), outcome: .commit(try id(side)),
      title: "refs/heads/side")
    #expect(try changes(line) == [.check(expected)])
    // Nothing is known of a remote that is an address.
    var unknown = expected
    unknown.base = nil
    #expect(try changes(line, remote: "https://example.com/x.git") == [.check(unknown)])
  }

  @Test func passesWhatNoOperatorFollows() throws {
    let pushed = try changes(
      "refs/tags/v1 \(second) refs/tags/v1 \(zero)", "(delete) \(zero) refs/heads/gone \(first)",
      "refs/vet/live/prod \(second) refs/vet/live/prod \(zero)",
      "refs/heads/main \(second) refs/heads/main \(second)", "")
    let passed = pushed.compactMap { change -> String? in
      if case .pass(let reference, _) = change { reference.name } else { nil }
    }
    #expect(
      passed == ["refs/tags/v1", "refs/heads/gone", "refs/vet/live/prod", "refs/heads/main"])
  }

  @Test func namesAnOldCommitThatIsNotHere() throws {
    let unknown = String(repeating: "1", count: 40)
    #expect {
      try changes("refs/heads/main \(second) refs/heads/main \(unknown)")
    } throws: { error in
      (error as? Diagnostic)?.code == "missing-object"
    }
  }

  @Test(arguments: ["x", "a b c", "refs/heads/a zz refs/heads/b yy", "a b c d e"])
  func refusesWhatGitDoesNotWrite(_ line: String) throws {
    #expect(throws: Diagnostic.self) { try PushedReference.ofPrePush(Array(line.utf8)) }
    #expect(throws: Diagnostic.self) { try PushedReference.ofPreReceive(Array(line.utf8)) }
  }

  @Test(
    arguments: [
      (nil, Verdict.blocked, 1), (nil, .incomplete, 0), (nil, .review, 0), (nil, .safe, 0),
      ("review", .review, 4), ("incomplete", .incomplete, 3), ("incomplete", .review, 0),
      ("never", .blocked, 0), ("off", .blocked, 0),
    ] as [(String?, Verdict, Int32)])
  func stopsAsConfigured(_ setting: String?, _ verdict: Verdict, _ code: Int32) throws {
    if let setting { try scratch.git("config", "vet.prePush", setting) }
    var said: [String] = []
    var checked = 0
    let run = HookRun(
      .prePush, in: try open(scratch), remote: "origin",
      check: { _ in
        checked += 1
        return verdict
      }, say: { said.append($0) })
    let line = "refs/heads/main \(second) refs/heads/main \(first)\n"
    let twice = line + "refs/heads/main \(second) refs/heads/copy \(first)\n"
    #expect(try run.run(input: Array(twice.utf8)) == code)
    #expect(checked == (setting == "off" ? 0 : 1))
    #expect(said.contains { $0.contains("--no-verify") } == (code != 0))
  }

  @Test func refusesUnknownSettings() throws {
    try scratch.git("config", "vet.prePush", "sometimes")
    let run = HookRun(
      .prePush, in: try open(scratch), remote: nil, check: { _ in .safe }, say: { _ in })
    #expect(throws: Diagnostic.self) { try run.run(input: []) }
  }
}
