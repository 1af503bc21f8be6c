import TestSupport
import Testing

@testable import Git

@Suite struct MergeTests {
  private static let text = (0..<30).map { "key-\($0): value\n" }.joined()

  private static func edited(_ line: Int, _ value: String = "edited") -> String {
    (0..<30).map { "key-\($0): \($0 == line ? value : "value")\n" }.joined()
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var base: [String: String]
    /// Nil removes a file.
    var ours: [String: String?]
    var theirs: [String: String?]
    var conflicts: [MergeConflict] = []
  }

  static let cases: [Case] = [
    Case(
      testDescription: "nothing changed on our side", base: ["a": text], ours: [:],
      theirs: ["a": edited(1)]),
    Case(
      testDescription: "different files", base: ["a": text, "d/b": text], ours: ["a": edited(1)],
      theirs: ["d/b": edited(2), "d/e/new": "1"]),
    Case(
      testDescription: "different lines", base: ["d/a": text], ours: ["d/a": edited(1)],
      theirs: ["d/a": edited(20)]),
    Case(
      testDescription: "the same change", base: ["a": text], ours: ["a": edited(1)],
      theirs: ["a": edited(1)]),
    Case(
      testDescription: "the same lines", base: ["a": text], ours: ["a": edited(1)],
      theirs: ["a": edited(1, "other")], conflicts: [MergeConflict(path: "a", kind: .contents)]),
    Case(
      testDescription: "a directory emptied", base: ["a": text, "d/e/b": text],
      ours: ["a": edited(1)], theirs: ["d/e/b": nil]),
    Case(
      testDescription: "everything deleted", base: ["a": text, "b": edited(3)],
      ours: ["a": nil], theirs: ["b": nil]),
    Case(
      testDescription: "deleted and modified", base: ["a": text, "b": "1"], ours: ["a": nil],
      theirs: ["a": edited(1)],
      conflicts: [MergeConflict(path: "a", kind: .deletedAndModified)]),
    Case(
      testDescription: "modified and deleted", base: ["a": text, "b": "1"],
      ours: ["a": edited(1)], theirs: ["a": nil],
      conflicts: [MergeConflict(path: "a", kind: .deletedAndModified)]),
    Case(
      testDescription: "both deleted", base: ["a": text, "b": "1"], ours: ["a": nil],
      theirs: ["a": nil, "b": "2"]),
    Case(
      testDescription: "both added the same", base: ["b": "1"], ours: ["a": text],
      theirs: ["a": text, "b": "2"]),
    Case(
      testDescription: "both added", base: ["b": "1"], ours: ["a": "x\n"], theirs: ["a": "y\n"],
      conflicts: [MergeConflict(path: "a", kind: .bothAdded)]),
    Case(
      testDescription: "renamed by us, modified by them", base: ["a": text, "b": "1"],
      ours: ["a": nil, "d/c": edited(3)], theirs: ["a": edited(20)]),
    Case(
      testDescription: "modified by us, renamed by them", base: ["a": text, "b": "1"],
      ours: ["a": edited(20)], theirs: ["a": nil, "d/c": edited(3)]),
    Case(
      testDescription: "renamed by both alike", base: ["a": text, "b": "1"],
      ours: ["a": nil, "c": edited(3)], theirs: ["a": nil, "c": edited(20)]),
    Case(
      testDescription: "renamed apart", base: ["a": text, "b": "1"], ours: ["a": nil, "c": text],
      theirs: ["a": nil, "d": text],
      conflicts: [MergeConflict(path: "c", kind: .renamedTwice(from: "a", to: "d"))]),
    Case(
      testDescription: "renamed and deleted", base: ["a": text, "b": "1"],
      ours: ["a": nil, "c": edited(2)], theirs: ["a": nil],
      conflicts: [MergeConflict(path: "c", kind: .renamedAndDeleted(from: "a"))]),
    Case(
      testDescription: "deleted and renamed", base: ["a": text, "b": "1"], ours: ["a": nil],
      theirs: ["a": nil, "c": edited(2)],
      conflicts: [MergeConflict(path: "c", kind: .renamedAndDeleted(from: "a"))]),
    Case(
      testDescription: "renamed to where the other added", base: ["a": text, "b": "1"],
      ours: ["a": edited(20), "c": "other\n"], theirs: ["a": nil, "c": text],
      conflicts: [MergeConflict(path: "c", kind: .renamedAndAdded(from: "a"))]),
    Case(
      testDescription: "a file and a directory", base: ["b": "1"], ours: ["a": "x"],
      theirs: ["a/b": "y"], conflicts: [MergeConflict(path: "a", kind: .fileAndDirectory)]),
    Case(
      testDescription: "a file that became a directory", base: ["a": text, "b": "1"],
      ours: ["b": "2"], theirs: ["a": nil, "a/b": "y"]),
    Case(
      testDescription: "binary", base: ["a": "x\0y"], ours: ["a": "x\0z"], theirs: ["a": "y\0x"],
      conflicts: [MergeConflict(path: "a", kind: .notMergeable)]),
  ]

  @Test(arguments: cases) func mergesAsGitDoes(_ example: Case) throws {
    let scratch = try ScratchRepository()
    let base = try scratch.commit(example.base.mapValues { .some($0) })
    let ours = try scratch.commit(example.ours)
    try scratch.git("checkout", "--quiet", "-b", "theirs", base)
    let theirs = try scratch.commit(example.theirs)
    let repository = try Repository.open(at: scratch.path, environment: Environment())
    let merge = try repository.merge(repository.resolve(theirs), into: repository.resolve(ours))
    #expect(merge.conflicts == example.conflicts)
    if example.conflicts.isEmpty {
      #expect(try merge.tree.hex == scratch.git("merge-tree", "--write-tree", ours, theirs))
    } else {
      #expect(throws: ScratchRepository.Failure.self) {
        try scratch.git("merge-tree", "--write-tree", ours, theirs)
      }
    }
  }

  @Test func writesNothing() throws {
    let scratch = try ScratchRepository()
    let base = try scratch.commit(["a": Self.text])
    let ours = try scratch.commit(["a": Self.edited(1)])
    try scratch.git("checkout", "--quiet", "-b", "theirs", base)
    let theirs = try scratch.commit(["a": Self.edited(20)])
    let before = try scratch.git("count-objects", "-v")
    let repository = try Repository.open(at: scratch.path, environment: Environment())
    let merge = try repository.merge(repository.resolve(theirs), into: repository.resolve(ours))
    #expect(try merge.files.contents(at: "a") != nil)
    #expect(try scratch.git("count-objects", "-v") == before)
    #expect(throws: GitError.missingObject(merge.tree, .unexplained)) {
      try repository.tree(merge.tree)
    }
  }

  @Test func mergesSeveralAncestors() throws {
    // A criss-cross: each branch merged the other's first commit.
    let scratch = try ScratchRepository()
    let base = try scratch.commit(["a": Self.text, "b": Self.text])
    let left = try scratch.commit(["a": Self.edited(1)])
    try scratch.git("checkout", "--quiet", "-b", "right", base)
    let right = try scratch.commit(["a": Self.edited(20)])
    try scratch.git("merge", "--quiet", "--no-edit", left)
    let theirs = try scratch.commit(["b": Self.edited(3)])
    try scratch.git("checkout", "--quiet", "main")
    try scratch.git("merge", "--quiet", "--no-edit", right)
    let ours = try scratch.commit(["b": Self.edited(25)])
    let repository = try Repository.open(at: scratch.path, environment: Environment())
    let commits = try (repository.resolve(ours), repository.resolve(theirs))
    #expect(try repository.mergeBases(of: commits.0.id, commits.1.id).count == 2)
    let merge = try repository.merge(commits.1, into: commits.0)
    #expect(merge.conflicts.isEmpty)
    #expect(try merge.tree.hex == scratch.git("merge-tree", "--write-tree", ours, theirs))
  }

  @Test func suspectsRenamedDirectories() throws {
    let scratch = try ScratchRepository()
    let base = try scratch.commit([
      "old/a": Self.text, "old/b": Self.edited(5, "b"), "old/sub/c": Self.edited(6, "c"),
    ])
    let ours = try scratch.commit([
      "old/a": nil, "old/b": nil, "old/sub/c": nil, "new/a": Self.text,
      "new/b": Self.edited(5, "b"), "new/sub/c": Self.edited(6, "c"),
    ])
    try scratch.git("checkout", "--quiet", "-b", "theirs", base)
    let theirs = try scratch.commit(["old/added": "x", "old/sub/too": "y"])
    let repository = try Repository.open(at: scratch.path, environment: Environment())
    let merge = try repository.merge(repository.resolve(theirs), into: repository.resolve(ours))
    #expect(merge.conflicts.isEmpty)
    #expect(
      merge.suspicions == [
        DirectoryRenameSuspicion(path: "old/added", oldDirectory: "old", newDirectory: "new"),
        DirectoryRenameSuspicion(path: "old/sub/too", oldDirectory: "old", newDirectory: "new"),
      ])
    #expect(
      try merge.tree.hex
        == scratch.git(
          "-c", "merge.directoryRenames=false", "merge-tree", "--write-tree", ours, theirs))
  }
}
