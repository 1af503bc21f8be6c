import Foundation
import TestSupport
import Testing

@testable import Git

@Suite struct RepositoryTests {
  let scratch: ScratchRepository
  let first: String
  let second: String

  init() throws {
    scratch = try ScratchRepository()
    first = try scratch.commit(["a.yaml": "a: 1\n", "apps/web/b.yaml": "b: 1\n"], "first")
    second = try scratch.commit(["a.yaml": "a: 2\n"], "second\n\nbody")
  }

  private func open(_ path: String = "", _ variables: [String: String] = [:]) throws -> Repository {
    try Repository.open(
      at: scratch.directory.appendingPathComponent(path).path, environment: Environment(variables))
  }

  @Test func readsCommits() throws {
    let commit = try open().resolve("HEAD")
    #expect(commit.id.hex == second)
    #expect(commit.parents.map(\.hex) == [first])
    #expect(commit.subject == "second")
    #expect(commit.message == "second\n\nbody\n")
    #expect(commit.author.person == "Ada Author <ada@example.com>")
    #expect(commit.committer.person == "Carl Committer <carl@example.com>")
    #expect(commit.author.seconds > 1_700_000_000)
    #expect(try commit.tree.hex == scratch.git("rev-parse", "HEAD^{tree}"))
  }

  @Test(arguments: ["HEAD", "main", "refs/heads/main", "HEAD~0", "main@{0}", "v1", "v1^{commit}"])
  func resolves(_ revision: String) throws {
    try scratch.git("tag", "-a", "v1", "-m", "one")
    #expect(try open().resolve(revision).id.hex == second)
  }

  @Test func resolvesAbbreviations() throws {
    #expect(try open().resolve(String(first.prefix(8))).id.hex == first)
    #expect(try open().resolve("HEAD^").id.hex == first)
  }

  @Test func opensFromBelowAndBare() throws {
    #expect(try open("apps/web").resolve("HEAD").id.hex == second)
    let bare = try ScratchRepository(cloning: "--bare", scratch.path)
    let repository = try Repository.open(at: bare.path, environment: Environment())
    #expect(try repository.resolve("HEAD").id.hex == second)
    #expect(repository.workTree == nil)
  }

  @Test func opensLinkedWorkTrees() throws {
    let linked = try ScratchRepository.makeDirectory().appendingPathComponent("linked")
    defer { try? FileManager.default.removeItem(at: linked.deletingLastPathComponent()) }
    try scratch.git("worktree", "add", "--quiet", linked.path, "-b", "side", first)
    let repository = try Repository.open(at: linked.path, environment: Environment())
    #expect(try repository.resolve("HEAD").id.hex == first)
    #expect(repository.workTree == linked.path)
    #expect(repository.commonDirectory == scratch.path + "/.git")
  }

  @Test func opensSparseCheckouts() throws {
    try scratch.git("sparse-checkout", "set", "apps")
    #expect(try scratch.git("config", "extensions.worktreeConfig") == "true")
    let repository = try open()
    let commit = try repository.resolve("HEAD")
    #expect(try repository.files(of: commit.tree).contents(at: "a.yaml") == Array("a: 2\n".utf8))
  }

  @Test func readsPacksAndAlternates() throws {
    try scratch.git("gc", "--quiet")
    let borrower = try ScratchRepository(cloning: "--shared", scratch.path)
    let repository = try Repository.open(at: borrower.path, environment: Environment())
    let files = repository.files(of: try repository.resolve("HEAD^").tree)
    #expect(try files.contents(at: "apps/web/b.yaml") == Array("b: 1\n".utf8))
  }

  @Test func obeysGitDir() throws {
    let elsewhere = try ScratchRepository()
    let repository = try Repository.open(
      at: elsewhere.path, environment: Environment(["GIT_DIR": scratch.path + "/.git"]))
    #expect(try repository.resolve("HEAD").id.hex == second)
  }

  @Test func readsQuarantinedObjects() throws {
    let bare = try ScratchRepository(cloning: "--bare", scratch.path)
    let quarantine = bare.directory.appendingPathComponent("objects/tmp_objdir-incoming-x")
    try FileManager.default.createDirectory(at: quarantine, withIntermediateDirectories: true)
    let variables = [
      "GIT_DIR": bare.path, "GIT_OBJECT_DIRECTORY": quarantine.path,
      "GIT_ALTERNATE_OBJECT_DIRECTORIES": bare.path + "/objects",
    ]
    let blob = try bare.git(
      ["hash-object", "-w", "--stdin"], input: Array("new".utf8), environment: variables)
    let id = try #require(ObjectID(hex: blob))
    let inside = try Repository.open(at: bare.path, environment: Environment(variables))
    #expect(try inside.blob(id) == Array("new".utf8))
    #expect(try inside.resolve("HEAD").id.hex == second)
    let outside = try Repository.open(at: bare.path, environment: Environment())
    #expect(throws: GitError.missingObject(id, .unexplained)) { try outside.blob(id) }
  }

  @Test func findsMergeBases() throws {
    try scratch.git("checkout", "--quiet", "-b", "side", first)
    let side = try scratch.commit(["c.yaml": "c: 1\n"], "side")
    let repository = try open()
    let ids = try [side, second, first].map { try #require(ObjectID(hex: $0)) }
    #expect(try repository.mergeBase(of: ids[0], ids[1]).id == ids[2])
    #expect(try repository.isAncestor(ids[2], of: ids[0]))
    #expect(try !repository.isAncestor(ids[0], of: ids[1]))
    try scratch.git("checkout", "--quiet", "--orphan", "other")
    let orphan = try #require(ObjectID(hex: scratch.commit("orphan")))
    #expect(throws: GitError.unrelatedHistories(orphan, ids[0], shallow: false)) {
      try repository.mergeBase(of: orphan, ids[0])
    }
  }

  @Test func checksSizeBeforeReading() throws {
    let repository = try open()
    let entry = try #require(
      try repository.resolve("HEAD").tree(in: repository).entry(at: "a.yaml"))
    let id = try #require(entry.id)
    #expect(throws: GitError.objectTooLarge(id, size: 5, limit: 4)) {
      try repository.blob(id, limit: 4)
    }
    #expect(try repository.header(of: id).size == 5)
  }
}

extension Commit {
  func tree(in repository: Repository) -> CommitTree { repository.files(of: tree) }
}
