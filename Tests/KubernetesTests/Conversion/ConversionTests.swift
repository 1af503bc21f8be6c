import CKubernetesSchemas
import Documents
import Resources
import Testing
import Values

@testable import Kubernetes

@Suite struct ConversionTests {
  private func convert(
    _ text: String, to apiVersion: String, in catalog: APICatalog = .newest
  ) throws -> Document {
    try catalog.convert(manifest(text), to: apiVersion).get()
  }

  private func expect(_ document: Document, _ expected: String) throws {
    let expected = try manifest(expected)
    #expect(document == expected, "\(JSON.write(document.root))")
  }

  // MARK: - Built-in kinds

  /// A version that the table gets one day is here until someone has judged it.
  @Test func `versions that are served side by side and tell different things are few`() {
    var impossible: Set<String> = []
    for minor in KubernetesVersion.oldest.minor...KubernetesVersion.newest.minor {
      let catalog = APICatalog(version: KubernetesVersion(uncheckedMinor: minor))
      let kinds = Set(
        SchemaTable.builtIn.kinds.map {
          [SchemaTable.builtIn.string($0.group), SchemaTable.builtIn.string($0.kind)]
        })
      for kind in kinds {
        let served = catalog.resources(group: kind[0], kind: kind[1]).filter { $0.schema != nil }
        for from in served {
          for to in served where to.version != from.version {
            var object = Document()
            object.rootID = object.addMapping()
            object.set("apiVersion", to: from.apiVersion, in: object.rootID)
            object.set("kind", to: from.kind, in: object.rootID)
            if case .failure = catalog.convert(object, to: to.apiVersion) {
              impossible.insert("\(from.kind) \(from.version) \(to.version)")
            }
          }
        }
      }
    }
    // v1alpha3 of the kinds about devices is an alpha version that no server has any more.
    #expect(
      impossible.sorted() == [
        "ResourceClaim v1alpha3 v1beta1", "ResourceClaim v1alpha3 v1beta2",
        "ResourceClaim v1beta1 v1alpha3", "ResourceClaim v1beta2 v1alpha3",
        "ResourceClaimTemplate v1alpha3 v1beta1", "ResourceClaimTemplate v1alpha3 v1beta2",
        "ResourceClaimTemplate v1beta1 v1alpha3", "ResourceClaimTemplate v1beta2 v1alpha3",
        "ResourceSlice v1alpha3 v1beta1", "ResourceSlice v1alpha3 v1beta2",
        "ResourceSlice v1beta1 v1alpha3", "ResourceSlice v1beta2 v1alpha3",
      ])
  }

  @Test func `versions of the same structure differ in their name`() throws {
    try expect(
      convert(
        """
        apiVersion: admissionregistration.k8s.io/v1beta1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: a}
        spec: {policyName: p, validationActions: [Deny]}
        """, to: "admissionregistration.k8s.io/v1"),
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: a}
      spec: {policyName: p, validationActions: [Deny]}
      """)
  }

  @Test func `a manifest may be in a version that no server has any more`() throws {
    let old = "{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: a}, spec: {schedule: x}}"
    try expect(
      convert(old, to: "batch/v1"),
      "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {schedule: x}}")
    let ingress = """
      {apiVersion: networking.k8s.io/v1beta1, kind: Ingress, metadata: {name: a},
       spec: {backend: {serviceName: a, servicePort: 80}}}
      """
    #expect(throws: ConversionObstacle.differentFields) {
      try convert(ingress, to: "networking.k8s.io/v1")
    }
    #expect(throws: ConversionObstacle.unknownVersion("batch/v9")) {
      try convert("{apiVersion: batch/v9, kind: CronJob}", to: "batch/v1")
    }
    #expect(throws: ConversionObstacle.unknownVersion("batch/v9")) {
      try convert("{apiVersion: batch/v1, kind: CronJob}", to: "batch/v9")
    }
  }

  @Test func `the empty selector of an old disruption budget selects nothing`() throws {
    let head = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec: {selector: "
    let key = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match"
    for (old, new) in [
      ("{}", "{matchExpressions: [{key: \(key), operator: Exists}]}"),
      ("{matchExpressions: [{key: \(key), operator: DoesNotExist}]}", "{}"),
      ("{matchLabels: {app: a}}", "{matchLabels: {app: a}}"),
    ] {
      try expect(
        convert(
          "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nspec: {selector: \(old)}",
          to: "policy/v1"), head + new + "}")
    }
  }

  @Test func `shares have had two names and no zero`() throws {
    let catalog = APICatalog(version: KubernetesVersion(uncheckedMinor: 28))
    func level(_ version: String, _ limited: String, _ annotations: String = "") -> String {
      """
      apiVersion: flowcontrol.apiserver.k8s.io/\(version)
      kind: PriorityLevelConfiguration
      metadata: {name: a\(annotations)}
      spec: {type: Limited, limited: {\(limited)}}
      """
    }
    try expect(
      convert(
        level("v1beta2", "assuredConcurrencyShares: 5"), to: "flowcontrol.apiserver.k8s.io/v1beta3",
        in: catalog), level("v1beta3", "nominalConcurrencyShares: 5"))
    let later = APICatalog(version: KubernetesVersion(uncheckedMinor: 30))
    let mark =
      ", annotations: {flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares: ''}"
    let none = level("v1", "nominalConcurrencyShares: 0")
    let beta = try convert(none, to: "flowcontrol.apiserver.k8s.io/v1beta3", in: later)
    try expect(beta, level("v1beta3", "", mark))
    for (object, shares) in [
      (beta, nil), (try manifest(none), 0), (try manifest(level("v1beta3", "")), 30),
    ] as [(Document, Int64?)] {
      let apiVersion = object.root["apiVersion"]?.text ?? ""
      let kind = try #require(
        later.resource(apiVersion: apiVersion, kind: "PriorityLevelConfiguration"))
      var object = object
      Defaulting.apply(to: &object, as: kind)
      let limited = object.root["spec", "limited"]
      #expect(limited?["nominalConcurrencyShares"]?.int == shares, "\(apiVersion)")
    }
    try expect(
      convert(
        level("v1beta3", "", mark), to: "flowcontrol.apiserver.k8s.io/v1", in: later), none)
  }

  @Test func `what describes a device is nested in some versions`() throws {
    func claim(_ version: String, _ request: String) -> String {
      """
      apiVersion: resource.k8s.io/\(version)
      kind: ResourceClaim
      metadata: {name: a}
      spec: {devices: {requests: [\(request), {name: b, firstAvailable: [{name: c}]}]}}
      """
    }
    let flat = claim("v1beta1", "{name: a, deviceClassName: gpu, count: 2}")
    let nested = claim("v1", "{name: a, exactly: {deviceClassName: gpu, count: 2}}")
    try expect(convert(flat, to: "resource.k8s.io/v1"), nested)
    try expect(convert(nested, to: "resource.k8s.io/v1beta1"), flat)
    func slice(_ version: String, _ device: String) -> String {
      """
      apiVersion: resource.k8s.io/\(version)
      kind: ResourceSlice
      spec: {devices: [\(device)]}
      """
    }
    let basic = slice("v1beta1", "{name: a, basic: {attributes: {b: {int: 1}}}}")
    let plain = slice("v1", "{name: a, attributes: {b: {int: 1}}}")
    try expect(convert(basic, to: "resource.k8s.io/v1"), plain)
    try expect(convert(plain, to: "resource.k8s.io/v1beta1"), basic)
  }

  // MARK: - Custom resources

  private func widgets(_ conversion: String) throws -> APICatalog {
    let definition = try manifest(
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: widgets.example.org}
      spec:
        group: example.org
        names: {kind: Widget, plural: widgets}
        scope: Namespaced
        \(conversion)
        versions:
        - name: v1alpha1
          served: true
          storage: false
          schema:
            openAPIV3Schema:
              type: object
              properties: {spec: {type: object, properties: {size: {type: integer}, old: {type: string}}}}
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec: {type: object, properties: {size: {type: integer}, color: {type: string, default: red}}}
      """)
    return APICatalog(customResources: CustomResources([definition]))
  }

  private let widget = """
    apiVersion: example.org/v1alpha1
    kind: Widget
    metadata: {name: a, namespace: shop}
    spec: {size: 1, old: gone}
    """

  @Test(arguments: ["", "conversion: {strategy: None}"])
  func `custom resources convert by name and lose what the other schema has not`(
    conversion: String
  ) throws {
    try expect(
      convert(widget, to: "example.org/v1", in: widgets(conversion)),
      """
      apiVersion: example.org/v1
      kind: Widget
      metadata: {name: a, namespace: shop}
      spec: {size: 1}
      """)
  }

  @Test func `a webhook is not asked`() throws {
    let catalog = try widgets(
      "conversion: {strategy: Webhook, webhook: {conversionReviewVersions: [v1]}}")
    #expect(throws: ConversionObstacle.webhook) {
      try convert(widget, to: "example.org/v1", in: catalog)
    }
    let head = """
      apiVersion: example.org/v1
      kind: Widget
      metadata: {name: a, namespace: shop}
      spec: {size: 2}
      """
    let outcome = Predictor(catalog: catalog).predict(
      head: try manifest(head), live: .found(try manifest(widget)))
    #expect(outcome.obstacle == .webhook)
    #expect(outcome.action == .update)
  }

  @Test func `fields that are owned in a version of a webhook are taken by name`() throws {
    let catalog = try widgets(
      "conversion: {strategy: Webhook, webhook: {conversionReviewVersions: [v1]}}")
    func live(_ version: String) -> String {
      """
      apiVersion: example.org/v1
      kind: Widget
      metadata:
        name: a
        namespace: shop
        managedFields:
        - {manager: gitops, operation: Apply, apiVersion: example.org/\(version),
           fieldsV1: {"f:spec": {"f:size": {}, "f:color": {}}}}
      spec: {size: 1, color: blue}
      """
    }
    let head = """
      apiVersion: example.org/v1
      kind: Widget
      metadata: {name: a, namespace: shop}
      spec: {size: 2}
      """
    for (version, obstacle) in [("v1", nil), ("v1alpha1", .webhook)]
      as [(String, ConversionObstacle?)]
    {
      let outcome = Predictor(
        catalog: catalog, options: ApplyOptions(mode: .server, fieldManager: "gitops")
      ).predict(head: try manifest(head), live: .found(try manifest(live(version))))
      #expect(outcome.ownershipObstacle == obstacle)
      #expect(outcome.obstacle == nil)
      #expect(outcome.object?.root["spec", "color"]?.text == "red")
    }
  }

  @Test func `a merged custom resource has the defaults of its new version`() throws {
    let head = """
      apiVersion: example.org/v1
      kind: Widget
      metadata: {name: a, namespace: shop}
      spec: {size: 2}
      """
    let outcome = Predictor(
      catalog: try widgets(""), options: ApplyOptions(mode: .server, fieldManager: "gitops")
    ).predict(head: try manifest(head), live: .found(try manifest(widget)))
    try expect(
      #require(outcome.object),
      """
      apiVersion: example.org/v1
      kind: Widget
      metadata: {name: a, namespace: shop}
      spec: {size: 2, color: red}
      """)
  }
}
