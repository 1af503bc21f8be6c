import Testing
import Values

/// Administrative access to devices asks for a label of the namespace.
@Suite struct AdminAccessTests {
  private let claim = """
    apiVersion: resource.k8s.io/v1
    kind: ResourceClaim
    metadata: {name: gpu, namespace: shop}
    spec: {devices: {requests: [{name: a, exactly: {deviceClassName: a, adminAccess: true}}]}}
    """

  private func namespace(_ label: String) -> String {
    """
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {resource.kubernetes.io/admin-access: "\(label)"}}
    """
  }

  @Test func aClaimForAdminsIsRefusedElsewhere() {
    let message =
      "FieldValueForbidden: Forbidden: admin access to devices requires the "
      + "`resource.kubernetes.io/admin-access: true` label on the containing namespace"
    #expect(LimitedCluster(head: claim).verdicts() == ["gpu": message])
    #expect(
      LimitedCluster(live: namespace("true"), head: claim).verdicts() == ["gpu": "ok"])
    #expect(
      LimitedCluster(
        live: namespace("true"), head: namespace("false") + "\n---\n" + claim
      ).verdicts()["gpu"] == message)
    #expect(
      LimitedCluster(head: namespace("true") + "\n---\n" + claim).verdicts()["gpu"] == "ok")
    #expect(
      LimitedCluster(live: claim, head: claim).verdicts() == ["gpu": "ok"])
  }
}
