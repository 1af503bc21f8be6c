import Diagnostics
import Git
import Testing
import Values

@testable import Kustomize

@Suite struct RendererTests {
  private static let service = """
    apiVersion: v1
    kind: Service
    metadata:
      name: web
    spec:
      type: ClusterIP
    """

  private func render(_ files: [String: String], _ root: TreePath = "") -> Rendering {
    Renderer(tree: MemoryTree(files)).render(root)
  }

  // MARK: What is never fetched or run

  @Test func whatNeedsTheNetworkIsLeftOutWithItsLine() {
    let rendering = render([
      "kustomization.yaml": """
      resources:
      - service.yaml
      - https://example.com/manifests.yaml
      - github.com/owner/repository//base?ref=v1
      patches:
      - patch: |-
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: remote}
      """,
      "service.yaml": Self.service,
    ])
    #expect(rendering.objects.count == 1)
    #expect(!rendering.hasErrors)
    #expect(rendering.incomplete.map(\.mark?.line) == [3, 4, 7])
    #expect(rendering.incomplete.map(\.cause) == [.network, .network, .consequence])
  }

  @Test func chartsAndPluginsAreLeftOutWithTheirLine() {
    let rendering = render([
      "kustomization.yaml": """
      resources: [service.yaml]
      helmCharts:
      - name: chart
        repo: https://example.com/charts
      generators:
      - secrets.yaml
      """,
      "secrets.yaml": """
      apiVersion: viaduct.ai/v1
      kind: ksops
      metadata: {name: secrets}
      """,
      "service.yaml": Self.service,
    ])
    #expect(rendering.objects.count == 1)
    #expect(
      rendering.incomplete.map { $0.mark?.description } == [
        "kustomization.yaml:3:3", "secrets.yaml:1:1",
      ])
    #expect(rendering.incomplete.allSatisfy { $0.cause == .program && $0.remedy != nil })
  }

  @Test(arguments: [
    ("../outside.yaml", "kustomize-outside"), ("/etc/passwd", "kustomize-outside"),
    ("missing.yaml", "kustomize-missing"), (".", "kustomize-cycle"),
  ])
  func badPathsAreErrorsWithTheirLine(_ path: String, _ code: String) {
    let rendering = render(["kustomization.yaml": "resources:\n- \(path)\n"])
    let error = rendering.diagnostics.first { $0.severity == .error }
    #expect(error?.mark?.description == "kustomization.yaml:2:3")
    #expect(error.map { $0.code == code || $0.code == "kustomize-missing" } == true)
    #expect(rendering.objects.isEmpty)
  }

  @Test func anErrorInABaseTellsHowItWasReached() {
    let rendering = render(
      [
        "overlay/kustomization.yaml": "resources: [../base]",
        "base/kustomization.yaml": "resources: [a.yaml]",
        "base/a.yaml": "kind: [",
      ], "overlay")
    let error = rendering.diagnostics.first { $0.severity == .error }
    #expect(error?.mark?.source.path == "base/a.yaml")
    #expect(
      error?.notes.contains { $0.span?.mark.source.path == "overlay/kustomization.yaml" } == true)
  }

  // MARK: Who set what

  @Test func eachFieldKnowsTheLineThatSetIt() throws {
    let rendering = render(
      [
        "base/kustomization.yaml": """
        resources: [service.yaml]
        configMapGenerator:
        - name: settings
          literals:
          - LEVEL=info
        """,
        "base/service.yaml": Self.service,
        "overlay/kustomization.yaml": """
        resources: [../base]
        namespace: shop
        commonLabels:
          team: a
        patches:
        - patch: |-
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              type: NodePort
        - path: json.yaml
          target: {kind: Service}
        """,
        "overlay/json.yaml": """
        - op: add
          path: /spec/clusterIP
          value: None
        """,
      ], "overlay")
    #expect(!rendering.hasErrors)
    let service = try #require(rendering.objects.last?.document.root)
    func line(_ node: Node?) -> String? { node?.mark.map { "\($0.source.path):\($0.line)" } }
    #expect(line(service["metadata"]?["name"]) == "base/service.yaml:4")
    #expect(line(service["metadata"]?["namespace"]) == "overlay/kustomization.yaml:2")
    #expect(line(service["metadata"]?["labels"]?["team"]) == "overlay/kustomization.yaml:4")
    #expect(line(service["spec"]?["type"]) == "overlay/kustomization.yaml:11")
    #expect(line(service["spec"]?["clusterIP"]) == "overlay/json.yaml:3")
    let settings = try #require(rendering.objects.first?.document.root)
    #expect(line(settings["data"]?["LEVEL"]) == "base/kustomization.yaml:5")
    #expect(rendering.objects.last?.origin.first?.description == "base/service.yaml:1:1")
  }

  // MARK: Cost

  @Test func manyPatchesOfManyObjectsStayCheap() {
    var files = ["kustomization.yaml": "resources: [all.yaml]\npatches:\n"]
    var objects: [String] = []
    for index in 0..<500 {
      objects.append("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c\(index)}\n")
      files["kustomization.yaml"]? += """
        - patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: c\(index)}, data: {a: b}}'

        """
    }
    files["all.yaml"] = objects.joined(separator: "---\n")
    let start = ContinuousClock.now
    let rendering = render(files)
    #expect(rendering.objects.count == 500)
    // A quadratic walk takes minutes without optimisation.
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func aSchemaInACommentLeavesItsFileOut() {
    let rendering = render([
      "kustomization.yaml": "resources: [service.yaml, custom.yaml]\n",
      "service.yaml": Self.service,
      "custom.yaml": """
      apiVersion: example.org/v1
      kind: Custom
      metadata: {name: a} # {"$kpt-set": "name"}
      note: a#b # {"type": "string"}
      "containers#": # {"type": "array", "x-kubernetes-patch-merge-key": "name"}
      - name: web
      """,
    ])
    #expect(rendering.objects.count == 1)
    #expect(rendering.incomplete.map(\.cause) == [.unsupported])
    #expect(rendering.incomplete.first?.mark?.description == "custom.yaml:5:16")
  }

  // MARK: What others build on twice

  /// Each of two directories of a layer builds on both of the next.
  private static func layers(_ count: Int, _ field: String, _ kind: String) -> [String: String] {
    var files = ["kustomization.yaml": "\(field): [l0a, l0b]\n"]
    for layer in 0..<count {
      let next = layer + 1 < count ? "\(field): [../l\(layer + 1)a, ../l\(layer + 1)b]\n" : ""
      for side in ["a", "b"] {
        files["l\(layer)\(side)/kustomization.yaml"] = "namePrefix: p-\n\(kind)\(next)"
      }
    }
    return files
  }

  @Test func basesThatAreSharedInManyLayersAreRenderedOnce() {
    // Else it would not end before the sun does.
    let rendering = render(Self.layers(60, "resources", ""))
    #expect(!rendering.hasErrors)
  }

  @Test func componentsThatUseEachOtherTooOftenAreGivenUp() {
    let kind = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
    let rendering = render(Self.layers(40, "components", kind))
    #expect(rendering.diagnostics.map(\.code) == ["kustomize-size"])
  }

  /// What is rendered first must not decide what lies too deep.
  @Test(arguments: [true, false]) func aSharedBaseLiesAsDeepAsItsReferrersSay(baseFirst: Bool) {
    var files = ["kustomization.yaml": "resources: [l0]\n"]
    for layer in 0..<70 {
      files["l\(layer)/kustomization.yaml"] =
        layer < 69 ? "resources: [../l\(layer + 1)]\n" : "namePrefix: p-\n"
    }
    let renderer = Renderer(tree: MemoryTree(files))
    if baseFirst { #expect(!renderer.render("l30").hasErrors) }
    #expect(renderer.render("").diagnostics.map(\.code) == ["kustomize-depth"])
    #expect(!renderer.render("l30").hasErrors)
  }
}
