import TestSupport
import Testing

@testable import Git

@Suite struct TreeTests {
  let scratch: ScratchRepository
  let repository: Repository

  init() throws {
    scratch = try ScratchRepository()
    repository = try Repository.open(at: scratch.path, environment: Environment())
  }

  private func tree(_ revision: String) throws -> ObjectID { try repository.resolve(revision).tree }

  private func manifest(_ name: String, lines: Int = 20) -> String {
    (0..<lines).map { "\(name)-key-\($0): value\n" }.joined()
  }

  @Test func listsInOrderOfNames() throws {
    try scratch.commit(["b": "1", "b.yaml": "1", "b/c": nil, "a": "1"].filter { $0.value != nil })
    try scratch.write("d/x", "1")
    try scratch.write("d.yaml", "1")
    try scratch.commit()
    let files = repository.files(of: try tree("HEAD"))
    let root = try #require(try files.entry(at: .root))
    #expect(try files.entries(in: root).map(\.path) == ["a", "b", "b.yaml", "d", "d.yaml"])
    #expect(try files.files().map(\.path) == ["a", "b", "b.yaml", "d/x", "d.yaml"])
    #expect(try files.files(below: "d").map(\.path) == ["d/x"])
    #expect(try files.entry(at: "d")?.kind == .directory)
    #expect(try files.entry(at: "a/x") == nil)
    #expect(try files.entry(at: "d/y") == nil)
  }

  /// The words of `git diff --raw`, for comparison with what git prints.
  private func raw(_ changes: [TreeChange]) -> [String] {
    changes.map { change in
      switch change {
      case .added(let new): "A\t\(new.path)"
      case .deleted(let old): "D\t\(old.path)"
      case .modified(let old, let new):
        (old.kind.isFile == new.kind.isFile ? "M" : "T") + "\t\(new.path)"
      case .renamed(let old, let new, let similarity):
        "R\(String(repeating: "0", count: similarity == 100 ? 0 : similarity < 10 ? 2 : 1))"
          + "\(similarity)\t\(old.path)\t\(new.path)"
      }
    }
  }

  @Test func differsAsGitDiffDoes() throws {
    try scratch.commit([
      "same": manifest("same"), "changed": manifest("changed"), "gone": manifest("gone"),
      "moved/exactly": manifest("exact"), "moved/almost": manifest("almost"),
      "swap/a": manifest("a"), "file": "x", "link": "x",
    ])
    try scratch.git("mv", "moved/exactly", "exactly")
    try scratch.git("mv", "moved/almost", "deep")
    try scratch.write("deep", manifest("almost") + "one: more\n")
    try scratch.write("changed", manifest("changed") + "x: 1\n")
    try scratch.remove("gone")
    try scratch.remove("file")
    try scratch.write("file/inside", "y")
    try scratch.remove("link")
    try scratch.git(
      "update-index", "--add", "--cacheinfo", "120000",
      scratch.store(Array("same".utf8), kind: "blob"), "link")
    try scratch.git("checkout-index", "link")
    try scratch.commit()
    let changes = try repository.detectingRenames(
      in: repository.changes(from: tree("HEAD^"), to: tree("HEAD")))
    let printed = try scratch.git("diff", "--name-status", "-M", "-l0", "HEAD^", "HEAD")
    #expect(raw(changes).sorted() == printed.split(separator: "\n").map(String.init).sorted())
  }

  @Test func pairsRenamesAsGitDoes() throws {
    // Four files of which each resembles the others, all moved and edited.
    var files: [String: String] = [:]
    for index in 0..<6 {
      files["old/\(index).yaml"] =
        manifest("common") + manifest("own\(index)", lines: 4 + index * 3)
    }
    try scratch.commit(files)
    for index in 0..<6 {
      try scratch.remove("old/\(index).yaml")
      try scratch.write(
        "new/n\(5 - index).yaml",
        manifest("common", lines: 18) + manifest("own\(index)", lines: 3 + index * 3))
    }
    try scratch.commit()
    let changes = try repository.detectingRenames(
      in: repository.changes(from: tree("HEAD^"), to: tree("HEAD")))
    let printed = try scratch.git("diff", "--name-status", "-M", "-l0", "HEAD^", "HEAD")
    #expect(raw(changes).sorted() == printed.split(separator: "\n").map(String.init).sorted())
  }

  @Test func comparesWithAnEmptyTree() throws {
    try scratch.commit(["a/b/c": "1", "d": "2"])
    #expect(try repository.changes(from: nil, to: tree("HEAD")).map(\.path) == ["a/b/c", "d"])
    #expect(try repository.changes(from: tree("HEAD"), to: nil).map(\.path) == ["a/b/c", "d"])
    #expect(try repository.changes(from: tree("HEAD"), to: tree("HEAD")).isEmpty)
  }

  @Test func findsEveryEntryByName() throws {
    var files: [String: String] = [:]
    for index in 0..<300 {
      files["\(index)"] = "x"
      files["d\(index)/x"] = "x"
      files["d\(index).x"] = "x"
    }
    try scratch.commit(files)
    let root = try repository.tree(tree("HEAD"))
    #expect(root.count == 900)
    for entry in root { #expect(root.entry(named: entry.name) == entry) }
    #expect(root.entry(named: "nothing".utf8) == nil)
  }
}

@Suite struct TreePathTests {
  @Test(arguments: [
    ("a/b/c", "a/b/d", 4), ("a/b", "a/b/d", 3), ("a/b/d", "a/b", 4), ("a/b", "a/b", 3),
    ("a/bc", "a/b", 2), ("x/y", "a/b", 0), ("a", "", 0), ("", "a", 0),
  ])
  func sharesWholeComponents(path: String, other: String, length: Int) {
    #expect(TreePath(path).lengthShared(with: TreePath(other)) == length)
  }

  @Test(arguments: [
    ("a/b", "../c", "a/c"), ("a/b", "./c//d/", "a/b/c/d"), ("a", "..", ""), ("a", ".", "a"),
    ("", "x/../y", "y"), ("a/b", "../../c", "c"),
  ])
  func resolvesByLetters(directory: String, relative: String, path: String) {
    #expect(TreePath(directory).resolving(relative) == TreePath(path))
  }

  @Test(arguments: ["../../..", "/a", "a\0b", "x/../../../.."])
  func leavesNoTree(relative: String) {
    #expect(TreePath("a/b").resolving(relative) == nil)
  }
}
