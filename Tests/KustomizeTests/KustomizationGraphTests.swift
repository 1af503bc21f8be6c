import Git
import Synchronization
import Testing

@testable import Kustomize

@Suite struct KustomizationGraphTests {
  /// `alias` leads to the directory of the overlay, whose base has a part of its own.
  private static let tree: MemoryTree = {
    var tree = MemoryTree([
      "base/kustomization.yaml": "resources: [part]\n",
      "base/part/kustomization.yaml": "resources: [web.yaml]\n",
      "base/part/web.yaml": "kind: ConfigMap\n",
      "overlay/kustomization.yaml": "resources: [../base]\n",
    ])
    tree.add("alias", Array("overlay".utf8), kind: .symbolicLink)
    return tree
  }()

  @Test func aDirectoryHasNoSecondKustomizationUnderTheNameOfALink() throws {
    let graph = try KustomizationGraph(tree: Self.tree)
    #expect(graph.readers(of: "overlay/kustomization.yaml") == ["overlay"])
    #expect(graph.directories == ["base", "base/part", "overlay"])
  }

  @Test func aDirectoryWithoutKustomizationHidesNoParts() throws {
    let graph = try KustomizationGraph(tree: Self.tree)
    // The order of a set differs from run to run; so each start is tried beside the stranger.
    for stranger in 0..<32 {
      let parts = graph.constituents(
        of: ["overlay", TreePath("stranger-\(stranger)")], among: graph.directories)
      #expect(parts == graph.directories)
    }
  }

  @Test func whatIsBuiltOnIsNoTop() throws {
    let graph = try KustomizationGraph(tree: Self.tree)
    #expect(graph.tops == ["overlay"])
    #expect(graph.dependents(of: ["base/part"]) == graph.directories)
  }

  /// Names that YAML lets be written otherwise than by their bytes.
  @Test(arguments: [
    ("base's/app", "resources: ['../base''s/app']\n"),
    ("my  base", "resources:\n  - ../my\n    \u{20}base\n"),
    ("my base", "resources:\n  - ../my\n    base\n"),
    ("my base", "resources:\n  - \"../my\n    base\"\n"),
    ("base", "resources: [\"../b\\u0061se\"]\n"),
    ("base", "resources: [!!binary Li4vYmFzZQ==]\n"),
    ("base", #"{"resources": ["../base"]}"#),
  ])
  func findsNamesHoweverTheyAreWritten(base: String, overlay: String) throws {
    let graph = try KustomizationGraph(
      tree: MemoryTree([
        "\(base)/kustomization.yaml": "resources: [web.yaml]\n",
        "overlay/kustomization.yaml": overlay,
      ]))
    let found = graph.dependents(of: [TreePath(base)])
    // Two spaces at the end of a line are one when it is unfolded.
    #expect(found.contains("overlay") == !base.contains("  "))
  }

  @Test(arguments: [
    #"{"transformers": ["t.yaml"]}"#, "transformers : [t.yaml]\n", "generators:\n- t.yaml\n",
    "\"validators\": [t.yaml]\n",
  ])
  func readersOfPluginsMayReadAllBelow(text: String) throws {
    let graph = try KustomizationGraph(
      tree: MemoryTree(["a/kustomization.yaml": text, "a/b/data.yaml": "x: 1\n"]))
    #expect(graph.readers(of: "a/b/data.yaml") == ["a"])
  }

  @Test func aBombOfDirectoriesIsGivenUpEarly() throws {
    let tree = NestedTree(width: 100)
    #expect(throws: GitError.self) {
      try KustomizationSearch(tree, limits: WalkLimits(depth: 8, entries: 10_000))
    }
    #expect(tree.listings.load(ordering: .relaxed) <= 101)
  }
}

/// Directories that hold a hundred directories each, without end.
private final class NestedTree: FileTree {
  private let width: Int
  let listings = Atomic<Int>(0)

  init(width: Int) {
    self.width = width
  }

  func entry(at path: TreePath) -> FileEntry? { FileEntry(path: path, kind: .directory, id: nil) }

  func entries(in directory: FileEntry) -> [FileEntry] {
    listings.add(1, ordering: .relaxed)
    return (0..<width).map {
      FileEntry(path: directory.path.appending("\($0)"), kind: .directory, id: nil)
    }
  }

  func contents(of entry: FileEntry, limit: Int) -> [UInt8] { [] }
}

@Suite struct WordFilterTests {
  @Test func holdsEveryComponentOfAPathHoweverItIsWritten() {
    let text = """
      resources:
      - ../a-base/
      - "b base"
      - 'c''s'
      - café/k\u{85}l
      components: [d, e=f,../g:h/i]
      configMapGenerator: [{files: [key=j.txt]}]
      """
    let filter = WordFilter(Array(text.utf8))
    for name in [
      "a-base", "b base", "c's", "café", "k l", "d", "e=f", "g:h", "i", "j.txt", "..",
    ] {
      #expect(filter.mayHold(Array(name.utf8)[...]), "\(name)")
    }
  }

  @Test func tellsMostOtherWordsApart() {
    let text = (0..<60).map { "word-\($0)" }.joined(separator: " ")
    let filter = WordFilter(Array(text.utf8))
    let held = (0..<1000).count { filter.mayHold(Array("other-\($0)".utf8)[...]) }
    #expect(held < 100)
  }
}
