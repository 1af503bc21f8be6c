import Resources
import Values

extension KubernetesTarget {
  func predict(_ request: ApplyRequest) -> Prediction {
    if let rejection = missingNamespace(request) { return .rejected([rejection], gaps: []) }
    let predictor = Predictor(catalog: catalog, options: ApplyOptions(settings))
    let outcome = predictor.predict(
      head: request.head, base: request.base, live: request.live,
      namespace: request.identity.namespace)
    var gaps = outcome.isUnknownKind && !ignoresUnknownKinds ? [unknownKind(request.identity)] : []
    if outcome.isOtherVersion { gaps.append(otherVersion(request)) }
    guard let object = outcome.object else {
      return .rejected(outcome.rejections, gaps: gaps)
    }
    return .accepted(object, gaps: gaps)
  }

  /// Objects go into namespaces that are there or arrive with them. Where the snapshot does not
  /// tell, the namespace is taken to be there.
  private func missingNamespace(_ request: ApplyRequest) -> Rejection? {
    guard case .absent = request.live, let namespace = request.identity.namespace,
      !arrivingNamespaces.contains(namespace)
    else { return nil }
    let identity = ResourceIdentity(
      group: "", kind: "Namespace", namespace: nil, name: namespace)
    guard case .absent = live.object(identity) else { return nil }
    return Rejection(
      reason: "NotFound", field: "", message: "namespaces \"\(namespace)\" not found")
  }

  private func otherVersion(_ request: ApplyRequest) -> Gap {
    let version = request.live.found?.root["apiVersion"]?.text ?? ""
    return Gap(
      "the live \(request.identity.kind) '\(request.identity.name)' is shown in version "
        + "\(version), which has other fields: it was not merged",
      remedy: "take a snapshot in the version that is applied")
  }

  private func unknownKind(_ identity: ResourceIdentity) -> Gap {
    let kind = identity.group.isEmpty ? identity.kind : "\(identity.kind) of \(identity.group)"
    return Gap(
      "nothing describes the kind \(kind), so its objects were not validated",
      remedy: "give its definition with --crds, a JSON schema with --schema-location, or take a "
        + "snapshot that has it")
  }
}
