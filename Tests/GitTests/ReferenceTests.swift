import TestSupport
import Testing

@testable import Git

@Suite struct ReferenceTests {
  let scratch: ScratchRepository
  let repository: Repository
  let first: ObjectID
  let second: ObjectID

  init() throws {
    scratch = try ScratchRepository()
    first = try #require(ObjectID(hex: scratch.commit(["a": "1"])))
    second = try #require(ObjectID(hex: scratch.commit(["a": "2"])))
    repository = try Repository.open(at: scratch.path, environment: Environment())
  }

  @Test func comparesAndSwaps() throws {
    let name = "refs/vet/live/prod"
    #expect(try repository.reference(name) == nil)
    try repository.update(reference: name, to: first, from: .absence, log: "import")
    #expect(try repository.reference(name)?.target == first)
    #expect(throws: GitError.referenceMoved(name)) {
      try repository.update(reference: name, to: second, from: .absence, log: "import")
    }
    #expect(throws: GitError.referenceMoved(name)) {
      try repository.update(reference: name, to: second, from: .commit(second), log: "import")
    }
    #expect(try repository.reference(name)?.target == first)
    try repository.update(reference: name, to: second, from: .commit(first), log: "import")
    #expect(try scratch.git("rev-parse", name) == second.hex)
    #expect(try repository.references(below: "refs/vet/").map(\.name) == [name])
  }

  @Test(arguments: [
    "", "refs/heads/a..b", "refs/heads/x\0y", "refs/heads/ space", "refs/heads/x.lock",
  ])
  func refusesInvalidNames(_ name: String) throws {
    #expect(throws: GitError.invalidReferenceName(name)) {
      try repository.update(reference: name, to: first, from: .anything, log: "")
    }
  }

  @Test func knowsUpstreamAndDefaultBranch() throws {
    #expect(try repository.upstream() == nil)
    #expect(try repository.defaultBranch() == nil)
    let clone = try ScratchRepository(cloning: scratch.path)
    let copy = try Repository.open(at: clone.path, environment: Environment())
    #expect(try copy.upstream()?.id == second)
    let branch = try #require(try copy.defaultBranch())
    #expect(branch.symbolicTarget == "refs/remotes/origin/main")
    #expect(branch.target == second)
  }

  @Test func writesWhatGitReads() throws {
    let blob = try repository.write(Array("x: 1\n".utf8), kind: .blob)
    let tree = try repository.write([
      TreeEntry(name: Array("b".utf8)[...], kind: .file, id: blob),
      TreeEntry(name: Array("b.d".utf8)[...], kind: .executable, id: blob),
    ])
    let both = try repository.write([
      TreeEntry(name: Array("b".utf8)[...], kind: .directory, id: tree),
      TreeEntry(name: Array("b.d".utf8)[...], kind: .file, id: blob),
    ])
    let signature = Commit.Signature(person: "git vet <>", seconds: 1_700_000_000)
    let commit = try repository.writeCommit(
      tree: both, parents: [first], author: signature, committer: signature, message: "live\n")
    try repository.update(reference: "refs/heads/live", to: commit, from: .absence, log: "import")
    try scratch.git("fsck", "--strict", "--full")
    #expect(try scratch.git("show", "live:b/b.d") == "x: 1")
    #expect(try repository.commit(commit).committer == signature)
  }
}
