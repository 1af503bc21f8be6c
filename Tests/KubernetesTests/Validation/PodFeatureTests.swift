import Testing
import Values

@testable import Kubernetes

/// Rules of the younger features of pods, in the template of a Deployment.
struct PodFeatureTests {
  private static func deployment(_ pod: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {\(pod)}
    """
  }

  private static func causes(_ pod: String) throws -> [String] {
    try Answers.create(deployment(pod)).map {
      $0.replacing(" spec.template.spec.", with: " ")
    }
  }

  private static let app = "containers: [{name: app, image: a}]"

  private static func container(_ text: String) -> String {
    "containers: [{name: app, image: a, \(text)}]"
  }

  @Test(arguments: [
    ("hostnameOverride: web.example.com", []),
    ("hostnameOverride: ''", ["Invalid hostnameOverride"]),
    ("hostnameOverride: Web", ["Invalid hostnameOverride"]),
    (
      "hostnameOverride: \(String(repeating: "a", count: 65)), hostNetwork: true",
      ["Forbidden hostnameOverride", "TooLong hostnameOverride"]
    ),
    ("hostnameOverride: web, setHostnameAsFQDN: true", ["Forbidden hostnameOverride"]),
    ("hostnameOverride: web, setHostnameAsFQDN: false", []),
  ])
  func `another name of the host`(pod: String, causes: [String]) throws {
    #expect(try Self.causes("\(Self.app), \(pod)") == causes)
  }

  @Test(arguments: [
    ("restartPolicy: Never", []), ("restartPolicy: ''", ["NotSupported restartPolicy"]),
    (
      "restartPolicyRules: [{action: Restart}]",
      ["Required restartPolicy", "Required restartPolicyRules[0].exitCodes"]
    ),
    (
      "restartPolicy: Never, restartPolicyRules: [{action: '', exitCodes: {operator: '', values: []}}]",
      [
        "NotSupported restartPolicyRules[0].action",
        "NotSupported restartPolicyRules[0].exitCodes.operator",
      ]
    ),
    (
      "restartPolicy: Never, restartPolicyRules: "
        + "[{action: RestartAllContainers, exitCodes: {operator: In, values: [1]}}]", []
    ),
    (
      "restartPolicy: Never, restartPolicyRules: ["
        + Array(repeating: "{action: Restart, exitCodes: {operator: In}}", count: 21)
        .joined(separator: ", ") + "]", ["TooMany restartPolicyRules"]
    ),
  ])
  func `restart rules`(container: String, causes: [String]) throws {
    let expected = causes.map { $0.replacing(" ", with: " containers[0].") }
    #expect(try Self.causes(Self.container(container)) == expected)
  }

  @Test(arguments: [
    ("volumeName: env, path: a/b, key: K", []), ("volumeName: env, path: /a, key: K", []),
    ("volumeName: env, path: ../a, key: K", ["Invalid path"]),
    ("volumeName: env, path: a, key: 'a=b'", ["Invalid key"]),
    ("volumeName: files, path: a, key: K", ["Invalid volumeName"]),
    ("volumeName: none, path: a, key: K", ["NotFound volumeName"]),
    (
      "volumeName: '', path: '', key: ''",
      ["NotFound volumeName", "Required key", "Required path", "Required volumeName"]
    ),
  ])
  func `variables from files`(reference: String, causes: [String]) throws {
    let pod =
      Self.container("env: [{name: A, valueFrom: {fileKeyRef: {\(reference)}}}]")
      + ", volumes: [{name: env, emptyDir: {}}, {name: files, secret: {secretName: s}}]"
    let place = " containers[0].env[0].valueFrom.fileKeyRef."
    #expect(try Self.causes(pod) == causes.map { $0.replacing(" ", with: place) })
  }

  @Test(arguments: [
    ("", ["Invalid initContainers[0].resizePolicy[1].restartPolicy"]),
    (
      "restartPolicy: OnFailure, ", ["Invalid initContainers[0].resizePolicy[1].restartPolicy"]
    ),
    ("restartPolicy: Always, ", []),
  ])
  func `a container that ends is not restarted to be resized`(
    policy: String, causes: [String]
  ) throws {
    let pod =
      "\(Self.app), initContainers: [{name: i, image: a, \(policy)resizePolicy: ["
      + "{resourceName: cpu, restartPolicy: NotRequired}, "
      + "{resourceName: memory, restartPolicy: RestartContainer}]}]"
    #expect(try Self.causes(pod) == causes)
  }

  @Test(arguments: [
    ("iqn.2001-04.com.example:disk", []), ("iqn.2001-04.com.example:disk:lun:1", []),
    ("iqn.2001-04.com_example:disk", ["Invalid iqn"]),
    ("iqn.2001-04.com.example:a;b", ["Invalid iqn"]),
    ("iqn.01-04.com.example:disk", ["Invalid iqn"]), ("disk", ["Invalid iqn"]),
    ("eui.0123456789abcdef", []), ("naa.0123", ["Invalid iqn"]),
  ])
  func `names of initiators`(name: String, causes: [String]) throws {
    let pod =
      "\(Self.app), volumes: [{name: v, iscsi: {targetPortal: '10.0.0.1:3260', lun: 0, iqn: '\(name)'}}]"
    #expect(try Self.causes(pod) == causes.map { $0.replacing(" ", with: " volumes[0].iscsi.") })
  }

  @Test func `a namespace of users has no raw devices`() throws {
    let pod =
      Self.container("volumeDevices: [{name: v, devicePath: /d}]")
      + ", hostUsers: false, volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]"
    #expect(try Self.causes(pod) == ["Forbidden containers[0].volumeDevices"])
    let old = Self.deployment(pod)
    #expect(try Answers.update(old, to: old) == [])
  }

  @Test(arguments: [
    ("matchLabelKeys: [app], labelSelector: {matchLabels: {app: web}}", []),
    ("matchLabelKeys: [app]", ["Forbidden .matchLabelKeys"]),
    ("matchLabelKeys: ['a b'], labelSelector: {}", ["Invalid .matchLabelKeys[0]"]),
    (
      "matchLabelKeys: [b, app], labelSelector: {matchLabels: {app: web}, "
        + "matchExpressions: [{key: app, operator: Exists}]}", ["Invalid [1]"]
    ),
  ])
  func `keys whose labels are matched`(constraint: String, causes: [String]) throws {
    let pod =
      "\(Self.app), topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, "
      + "whenUnsatisfiable: DoNotSchedule, \(constraint)}]"
    let place = " topologySpreadConstraints[0]"
    #expect(try Self.causes(pod) == causes.map { $0.replacing(" ", with: place) })
  }

  @Test func `an image may be mounted in part`() throws {
    let pod =
      Self.container("volumeMounts: [{name: v, mountPath: /m, subPath: a}]")
      + ", volumes: [{name: v, image: {reference: a}}]"
    #expect(try Self.causes(pod) == [])
  }

  @Test func `a driver without a name is only missing`() throws {
    #expect(
      try Self.causes("\(Self.app), volumes: [{name: v, csi: {driver: ''}}]")
        == ["Required volumes[0].csi.driver"])
  }

  // MARK: - Features that are off

  @Test func `fields of features that are off are dropped`() throws {
    let pod =
      Self.container("lifecycle: {stopSignal: SIGUSR1}")
      + ", schedulingGroup: {podGroupName: g}, volumes: [{name: v, projected: {sources: ["
      + "{clusterTrustBundle: {name: a, path: p}}, {configMap: {name: c}}]}}]"
    let spec = try #require(
      Answers.created(Self.deployment(pod)).root["spec", "template", "spec"])
    #expect(spec["schedulingGroup"] == nil)
    #expect(spec["containers"]?[0]?["lifecycle"] == nil)
    let sources = spec["volumes"]?[0]?["projected", "sources"]
    #expect(sources?[0]?.count == 0)
    #expect(sources?[1]?["configMap", "name"]?.text == "c")
  }

  @Test func `a hook stays where its container's signal goes`() throws {
    let pod = Self.container("lifecycle: {stopSignal: SIGUSR1, preStop: {sleep: {seconds: 1}}}")
    let lifecycle = try Answers.created(Self.deployment(pod))
      .root["spec", "template", "spec", "containers"]?[0]?["lifecycle"]
    #expect(lifecycle?["stopSignal"] == nil)
    #expect(lifecycle?["preStop", "sleep", "seconds"]?.int == 1)
  }
}
