import TestSupport
import Testing

@testable import Git

/// The second backend must answer what the first answers.
@Suite struct CommandBackendTests {
  private func backends(_ path: String) throws -> [Repository] {
    try [
      Repository(LibraryBackend(path: path, environment: Environment())),
      Repository(CommandBackend(path: path, environment: Environment())),
    ]
  }

  @Test func agreesWithTheLibrary() throws {
    let scratch = try ScratchRepository()
    let first = try scratch.commit(["a/b": "1", "c": "2"])
    let second = try scratch.commit(["a/b": "3"])
    try scratch.git("tag", "-a", "v1", "-m", "one")
    try scratch.git("checkout", "--quiet", "-b", "side", first)
    let side = try scratch.commit(["d": "4"])
    let answers = try backends(scratch.path).map { repository in
      let ids = try [second, side].map { try repository.resolve($0).id }
      return try [
        repository.gitDirectory, repository.commonDirectory, "\(repository.workTree ?? "")",
        repository.resolve("v1").id.hex, repository.resolve("HEAD~").id.hex,
        "\(repository.mergeBases(of: ids[0], ids[1]))",
        "\(repository.isAncestor(ids[0], of: ids[1]))",
        "\(repository.references(below: "refs/"))", "\(repository.reference("HEAD") as Any)",
        "\(repository.reference("refs/heads/none") as Any)",
        "\(repository.changes(from: repository.resolve(first).tree, to: repository.resolve(second).tree))",
        "\(repository.merge(repository.resolve(side), into: repository.resolve(second)).tree)",
        "\(repository.configuration("core.bare") as Any)",
        "\(repository.configuration("vet.prepush") as Any)",
      ]
    }
    #expect(answers[0] == answers[1])
  }

  @Test(arguments: ["nowhere", "-x", "--help", "", "main..side", "^main", "a\nb", "0000", "HEAD:c"])
  func refusesTheSameRevisions(_ revision: String) throws {
    let scratch = try ScratchRepository()
    try scratch.commit(["c": "2"])
    for repository in try backends(scratch.path) {
      #expect(throws: GitError.self) { try repository.resolve(revision) }
    }
  }

  @Test func updatesReferencesAlike() throws {
    let scratch = try ScratchRepository()
    let first = try #require(ObjectID(hex: scratch.commit(["c": "1"])))
    let second = try #require(ObjectID(hex: scratch.commit(["c": "2"])))
    for (index, repository) in try backends(scratch.path).enumerated() {
      let name = "refs/vet/live/\(index)"
      try repository.update(reference: name, to: first, from: .absence, log: "x")
      #expect(throws: GitError.referenceMoved(name)) {
        try repository.update(reference: name, to: second, from: .absence, log: "x")
      }
      try repository.update(reference: name, to: second, from: .commit(first), log: "x")
      #expect(throws: GitError.referenceMoved(name)) {
        try repository.delete(reference: name, expecting: first)
      }
      try repository.delete(reference: name, expecting: second)
      #expect(try repository.reference(name) == nil)
      #expect(throws: GitError.invalidReferenceName("refs/a..b")) {
        try repository.update(reference: "refs/a..b", to: first, from: .anything, log: "x")
      }
    }
  }

  @Test func readsSHA256Repositories() throws {
    let scratch = try ScratchRepository("--object-format=sha256")
    let text = (0..<30).map { "key-\($0): value\n" }.joined()
    let base = try scratch.commit(["a/b": text, "c": "2"])
    let ours = try scratch.commit(["a/b": text + "end: 1\n"])
    try scratch.git("checkout", "--quiet", "-b", "side", base)
    let theirs = try scratch.commit(["a/b": "start: 1\n" + text])
    let repository = try Repository.open(at: scratch.path, environment: Environment())
    #expect(repository.format == .sha256)
    #expect(try repository.resolve("HEAD").id.hex == theirs)
    let merge = try repository.merge(repository.resolve(theirs), into: repository.resolve(ours))
    #expect(try merge.tree.hex == scratch.git("merge-tree", "--write-tree", ours, theirs))
    let blob = try repository.write(Array("new".utf8), kind: .blob)
    #expect(try scratch.git("cat-file", "blob", blob.hex) == "new")
    #expect(try scratch.git("hash-object", "-t", "tree", "/dev/null") == Tree.empty(.sha256).hex)
  }

  @Test func survivesLargeObjects() throws {
    let scratch = try ScratchRepository("--object-format=sha256")
    let large = String(repeating: "0123456789abcdef\n", count: 100_000)
    try scratch.commit(["large": large, "small": "x"])
    let repository = try Repository.open(at: scratch.path, environment: Environment())
    let files = try repository.resolve("HEAD").tree(in: repository)
    #expect(try files.contents(at: "large")?.count == large.utf8.count)
    #expect(throws: GitError.fileTooLarge(path: "large", size: large.utf8.count, limit: 1000)) {
      try files.contents(at: "large", limit: 1000)
    }
    #expect(try files.contents(at: "small") == Array("x".utf8))
    let written = try repository.write(Array(large.utf8), kind: .blob)
    #expect(try repository.header(of: written).size == large.utf8.count)
    #expect(written == (try files.entry(at: "large"))?.id)
  }
}
