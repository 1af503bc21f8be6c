import Resources
import Values

extension KubernetesTarget {
  func convert(
    _ object: Document, _ identity: ResourceIdentity, to apiVersion: String
  ) -> Result<Document, Gap> {
    catalog.convert(object, to: apiVersion).mapError {
      unconverted(identity, from: object.root, to: apiVersion, $0)
    }
  }

  /// - Parameter object: the state that could not be converted.
  func unconverted(
    _ identity: ResourceIdentity, from object: Node?, to apiVersion: String,
    _ obstacle: ConversionObstacle
  ) -> Gap {
    let source = object?["apiVersion"]?.text ?? ""
    let reason =
      "\(identity.kind) '\(identity.name)' is known in \(source) and applied in \(apiVersion): "
      + "\(obstacle), so that the two could not be compared"
    guard let resource = catalog.resource(apiVersion: apiVersion, kind: identity.kind) else {
      return Gap(reason, remedy: "take a snapshot in the version that is applied")
    }
    let name = "\(resource.plural).\(resource.version).\(resource.group)"
    return Gap(
      reason,
      remedy: "take a snapshot in the version that is applied: `kubectl get \(name) -o json`")
  }
}
