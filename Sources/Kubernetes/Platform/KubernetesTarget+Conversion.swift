import Resources
import Values

extension KubernetesTarget {
  func convert(_ object: Document, to apiVersion: String) -> Document? {
    try? catalog.convert(object, to: apiVersion).get()
  }

  /// What could not be converted of a request: the live object, else the base.
  func unconverted(_ request: ApplyRequest, _ outcome: Predictor.Outcome) -> Gap? {
    let apiVersion = request.head.root["apiVersion"]?.text ?? ""
    if let obstacle = outcome.obstacle {
      return unconverted(
        request.identity, from: request.live.found ?? request.base, to: apiVersion, obstacle,
        remedy: "take a snapshot in the version that is applied"
          + command(request.identity, apiVersion))
    }
    if let obstacle = outcome.ownershipObstacle {
      return Gap(
        "fields of \(request.identity.kind) '\(request.identity.name)' are owned in another version "
          + "than \(apiVersion), and were taken by their names: \(obstacle)",
        remedy: "compare the owners in the live object's managedFields by hand")
    }
    guard let base = request.base,
      catalog.resource(apiVersion: apiVersion, kind: request.identity.kind) != nil,
      case .failure(let obstacle) = catalog.convert(base, to: apiVersion)
    else { return nil }
    return unconverted(
      request.identity, from: base, to: apiVersion, obstacle,
      remedy: "compare its manifests by hand; the next change finds both in the new version")
  }

  private func unconverted(
    _ identity: ResourceIdentity, from object: Document?, to apiVersion: String,
    _ obstacle: ConversionObstacle, remedy: String
  ) -> Gap {
    let source = object?.root["apiVersion"]?.text ?? ""
    return Gap(
      "\(identity.kind) '\(identity.name)' is known in \(source) and applied in \(apiVersion): "
        + "\(obstacle), so that the two could not be compared", remedy: remedy)
  }

  private func command(_ identity: ResourceIdentity, _ apiVersion: String) -> String {
    guard let resource = catalog.resource(apiVersion: apiVersion, kind: identity.kind) else {
      return ""
    }
    let name = "\(resource.plural).\(resource.version).\(resource.group)"
    return ": `kubectl get \(name) -o json`"
  }
}
