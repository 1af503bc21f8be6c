import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Git

/// Clones that do not have everything: nothing is fetched, and the message says what would.
@Suite struct CloneTests {
  let origin: ScratchRepository
  let base: String
  let side: String

  init() throws {
    origin = try ScratchRepository()
    base = try origin.commit(["a": "1\n", "b": "1\n"])
    try origin.commit(["a": "2\n"])
    try origin.git("checkout", "--quiet", "-b", "side", base)
    side = try origin.commit(["b": "2\n"])
    try origin.git("checkout", "--quiet", "main")
    // Let anybody have any object, as forges do for partial clones.
    try origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
    try origin.git("config", "uploadpack.allowFilter", "true")
  }

  private func backends(_ path: String) throws -> [Repository] {
    try [
      Repository(LibraryBackend(path: path, environment: Environment())),
      Repository(CommandBackend(path: path, environment: Environment())),
    ]
  }

  @Test func partialClonesFetchNothing() throws {
    let clone = try ScratchRepository(
      cloning: "--filter=blob:none", "--bare", "file://\(origin.path)")
    let blob = try #require(ObjectID(hex: origin.git("rev-parse", "main:a")))
    for repository in try backends(clone.path) {
      let files = try repository.resolve("main").tree(in: repository)
      #expect(throws: GitError.missingObject(blob, .partialClone(remote: "origin"))) {
        try files.contents(at: "a")
      }
    }
    #expect(throws: ScratchRepository.Failure.self) {
      try clone.git(["cat-file", "-e", blob.hex], environment: ["GIT_ALLOW_PROTOCOL": "none"])
    }
    // What the message says mends it.
    let error = GitError.missingObject(blob, .partialClone(remote: "origin")).diagnostic
    try clone.git(["fetch", "--quiet"] + mending(error).dropFirst(2))
    for repository in try backends(clone.path) {
      #expect(
        try repository.resolve("main").tree(in: repository).contents(at: "a") == Array("2\n".utf8))
    }
  }

  @Test func shallowClonesSayHowToDeepen() throws {
    let clone = try ScratchRepository(
      cloning: "--depth=1", "--no-single-branch", "file://\(origin.path)")
    for repository in try backends(clone.path) {
      #expect(repository.isShallow)
      let ours = try repository.resolve("origin/main")
      let theirs = try repository.resolve("origin/side")
      #expect(throws: GitError.unrelatedHistories(ours.id, theirs.id, shallow: true)) {
        try repository.merge(theirs, into: ours)
      }
      // Comparing two trees needs no history.
      #expect(try repository.changes(from: ours.tree, to: theirs.tree).map(\.path) == ["a", "b"])
    }
    let ids = try ["main", "side"].map { try #require(ObjectID(hex: origin.git("rev-parse", $0))) }
    let error = GitError.unrelatedHistories(ids[0], ids[1], shallow: true).diagnostic
    try clone.git(["fetch", "--quiet"] + mending(error).dropFirst(2))
    for repository in try backends(clone.path) {
      #expect(!repository.isShallow)
      let merge = try repository.merge(
        repository.resolve("origin/side"), into: repository.resolve("origin/main"))
      #expect(try merge.files.contents(at: "b") == Array("2\n".utf8))
    }
  }

  private func mending(_ diagnostic: Diagnostic) -> [String] {
    (diagnostic.help ?? "").split(separator: " ").map(String.init)
  }

  @Test(.enabled(if: getuid() == 0)) func namesForeignOwners() throws {
    try origin.git("config", "user.name", "x")
    for path in [origin.path, origin.path + "/.git"] { #expect(chown(path, 4242, 4242) == 0) }
    #expect(throws: GitError.foreignOwner(path: origin.path)) {
      try Repository.open(at: origin.path, environment: Environment())
    }
    let error = GitError.foreignOwner(path: "/srv/a b").diagnostic
    #expect(error.code == "foreign-owner")
    #expect(
      error.help
        == "if you trust its owner: git config --global --add safe.directory '/srv/a b'")
    // Git trusts a repository that it is told of by name.
    let environment = Environment(["GIT_DIR": origin.path + "/.git"])
    #expect(
      try Repository.open(at: origin.path, environment: environment).resolve("main").parents.count
        == 1)
  }

  @Test func namesWhatItCannotOpen() throws {
    let empty = try ScratchRepository.makeDirectory()
    defer { try? FileManager.default.removeItem(at: empty) }
    #expect(throws: GitError.notARepository(path: empty.path)) {
      try Repository.open(at: empty.path, environment: Environment())
    }
    #expect(throws: GitError.notARepository(path: empty.path + "/none")) {
      try Repository.open(at: empty.path + "/none", environment: Environment())
    }
    try origin.git("config", "core.repositoryFormatVersion", "1")
    try origin.git("config", "extensions.fromTheFuture", "yes")
    #expect {
      try Repository.open(at: origin.path, environment: Environment())
    } throws: { error in
      if case GitError.unsupportedRepository(origin.path, let reason) = error {
        reason.lowercased().contains("fromthefuture")
      } else {
        false
      }
    }
  }

  @Test func emptyRepositoriesHaveNoCommit() throws {
    let empty = try ScratchRepository()
    for repository in try backends(empty.path) {
      #expect(throws: GitError.unborn("HEAD")) { try repository.resolve("HEAD") }
      #expect(throws: GitError.unknownRevision("main")) { try repository.resolve("main") }
      #expect(try repository.references(below: "").isEmpty)
    }
  }
}
