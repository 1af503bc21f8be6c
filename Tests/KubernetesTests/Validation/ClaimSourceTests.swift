import Testing
import Values

@testable import Kubernetes

struct ClaimSourceTests {
  private static func claim(_ spec: String) -> String {
    """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
      \(spec)
    """
  }

  private static func sources(_ spec: String) throws -> [String?] {
    let spec = try Answers.created(claim(spec)).root["spec"]
    return ["dataSource", "dataSourceRef"].map { spec?[$0, "name"]?.text }
  }

  @Test(arguments: [
    ("dataSource: {kind: PersistentVolumeClaim, name: a}", ["a", "a"]),
    (
      "dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: a}", ["a", "a"]
    ),
    ("dataSource: {apiGroup: example.com, kind: Image, name: a}", [nil, nil]),
    ("dataSourceRef: {apiGroup: example.com, kind: Image, name: a}", ["a", "a"]),
    ("dataSourceRef: {kind: PersistentVolumeClaim, name: a, namespace: b}", [nil, nil]),
    ("dataSourceRef: {kind: PersistentVolumeClaim, name: a, namespace: ''}", ["a", "a"]),
  ])
  func `where a claim's data come from`(spec: String, names: [String?]) throws {
    #expect(try Self.sources(spec) == names)
  }

  @Test func `two sources must be one`() throws {
    let claim =
      Self.claim("dataSource: {kind: PersistentVolumeClaim, name: a}")
      + "\n  dataSourceRef: {apiGroup: '', kind: PersistentVolumeClaim, name: a}"
    #expect(try Answers.create(claim) == ["Invalid spec"])
  }

  @Test func `the class of a claim's attributes may go while no volume has it`() throws {
    let old = Self.claim("volumeAttributesClassName: gold") + "\nstatus: {phase: Bound}"
    #expect(try Answers.update(old, to: Self.claim("volumeMode: Filesystem")) == ["Forbidden spec"])
  }
}
