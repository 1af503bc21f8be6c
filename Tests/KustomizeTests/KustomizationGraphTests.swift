import Git
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
}
