import Diagnostics
import Git
import Resources
import TestSupport
import Testing
import Values

@testable import DesiredState

@Suite struct InventoryTests {
  private func inventory(
    _ files: [String: String], _ configuration: Configuration? = nil
  ) throws -> Inventory {
    let scratch = try ScratchRepository()
    for (path, text) in files { try scratch.write(path, text) }
    try scratch.commit("all")
    let repository = try Repository.open(at: scratch.path)
    let tree = repository.files(of: try repository.resolve("HEAD").tree)
    return try Inventory(of: tree, configuration, policyDirectories: [TreePath("policies")])
  }

  private func names(_ environment: Inventory.Environment) -> [String] {
    environment.portions.flatMap { portion in
      switch portion {
      case .kustomization(let directory): [directory.text + "/"]
      case .manifests(let entries): entries.map(\.path.text)
      }
    }
  }

  private static let files = [
    "base/kustomization.yaml": "resources: [web.yaml]",
    "base/web.yaml": "kind: A",
    "base/beside.yaml": "kind: A",
    "components/one/kustomization.yaml": "kind: Component",
    "overlays/prod/kustomization.yaml":
      "resources: [../../base]\ncomponents: [../../components/one]",
    "circle/a/kustomization.yaml": "resources: [../b]",
    "circle/b/kustomization.yaml": "resources: [../a]",
    "plain/a.yaml": "kind: A",
    "plain/b.json": "{}",
    "plain/notes.md": "words",
    "plain/.hidden.yaml": "kind: A",
    "chart/Chart.yaml": "name: chart",
    "chart/templates/a.yaml": "kind: A",
    "policies/p.yaml": "kind: ChangePolicy",
  ]

  @Test func withoutAConfigurationEveryTopIsAnEnvironment() throws {
    let inventory = try inventory(Self.files)
    #expect(
      inventory.environments.map(\.environment.name)
        == ["circle/a", "circle/b", "overlays/prod", "manifests"])
    #expect(
      inventory.environments.prefix(3).map(names) == [
        ["circle/a/"], ["circle/b/"], ["overlays/prod/"],
      ])
    let rest = try #require(inventory.environments.last)
    #expect(names(rest) == ["plain/a.yaml", "plain/b.json"])
    #expect(rest.outline.unreferencedFiles == 1)
    #expect(rest.outline.otherFiles == 2)
    #expect(rest.outline.gaps.map(\.reason) == ["the Helm chart chart is not rendered"])
  }

  @Test func aConfigurationSaysWhatBelongsTogether() throws {
    let configuration = Configuration(
      policies: [],
      environments: [
        DeploymentEnvironment(name: "prod", roots: ["overlays/*", "plain"]),
        DeploymentEnvironment(name: "gone", roots: ["nowhere"]),
      ])
    let inventory = try inventory(
      Self.files.merging(["other/c.yaml": "kind: A"]) { $1 }, configuration)
    #expect(names(inventory.environments[0]) == ["overlays/prod/", "plain/a.yaml", "plain/b.json"])
    #expect(inventory.missingRoots.map(\.root) == ["nowhere"])
    // `other/c.yaml` and `base/beside.yaml`.
    #expect(inventory.unassignedFiles == 2)
  }

  @Test func manyFilesAreManyPortions() throws {
    let files = Dictionary(
      uniqueKeysWithValues: (0..<300).map { ("plain/\($0).yaml", "kind: A") })
    let environment = try #require(try inventory(files).environments.last)
    #expect(environment.portions.count > 1)
    #expect(names(environment) == files.keys.sorted())
  }
}
