import Resources
import Values

extension KubernetesTarget {
  func predict(_ request: ApplyRequest) -> Prediction {
    if let rejection = missingNamespace(request) { return .rejected([rejection], gaps: []) }
    let outcome = admitted(request)
    var gaps: [Gap] = []
    if outcome.isUnknownKind {
      if !ignoresUnknownKinds { gaps.append(unknownKind(request.identity)) }
    } else if let gap = unconverted(request, outcome) {
      gaps.append(gap)
    }
    if let gap = limitsGap(of: request.identity) { gaps.append(gap) }
    guard let object = outcome.object else {
      return .rejected(outcome.rejections, gaps: gaps)
    }
    return .accepted(object, gaps: gaps)
  }

  /// What becomes of an object, past the admission plug-ins too.
  func admitted(_ request: ApplyRequest) -> Predictor.Outcome {
    var outcome = outcome(of: request)
    guard let object = outcome.object,
      let rejection = deniedAdminAccess(request, object) ?? forbidden(request, object)
    else { return outcome }
    outcome.action = .rejected
    outcome.object = nil
    outcome.rejections = [rejection]
    return outcome
  }

  /// What becomes of an object up to the admission plug-ins that can only refuse it.
  func outcome(of request: ApplyRequest) -> Predictor.Outcome {
    var predictor = Predictor(catalog: catalog, options: ApplyOptions(settings))
    if request.identity.group.isEmpty, request.identity.kind == "Pod",
      let namespace = request.identity.namespace
    {
      let defaults = limits(in: namespace).defaults
      predictor.completesNewPods = { pod in defaults.fill(in: &pod) }
    }
    return predictor.predict(
      head: request.head, base: request.base, live: request.live,
      namespace: request.identity.namespace)
  }

  /// What the limits and quotas of the namespace have against the object. They judge what the
  /// change applies; a base that is only compared with is not applied again.
  private func forbidden(_ request: ApplyRequest, _ object: Document) -> Rejection? {
    let identity = request.identity
    guard let namespace = identity.namespace,
      let refusal = limitVerdicts(in: namespace).refusals[identity],
      head[identity].map({ $0 == request.head }) ?? false,
      let resource = catalog.resource(
        apiVersion: object.root["apiVersion"]?.text ?? "", kind: identity.kind)
    else { return nil }
    let plural = resource.plural + (resource.group.isEmpty ? "" : ".\(resource.group)")
    return Rejection(
      reason: "Forbidden", field: "",
      message: "\(plural) \(GoText.quoted(identity.name)) is forbidden: \(refusal)")
  }

  /// Objects go into namespaces that are there or arrive with them. Where the snapshot does not
  /// tell, the namespace is taken to be there.
  func missingNamespace(_ request: ApplyRequest) -> Rejection? {
    guard case .absent = request.live, let namespace = request.identity.namespace,
      !arrivingNamespaces.contains(namespace)
    else { return nil }
    let identity = ResourceIdentity(
      group: "", kind: "Namespace", namespace: nil, name: namespace)
    guard case .absent = live.object(identity) else { return nil }
    return Rejection(
      reason: "NotFound", field: "", message: "namespaces \"\(namespace)\" not found")
  }

  /// What keeps the limits of its namespace from being held against an object.
  func limitsGap(of identity: ResourceIdentity) -> Gap? {
    guard let namespace = identity.namespace, limits(in: namespace).areTooMany else { return nil }
    return Gap(
      "the namespace '\(namespace)' has more LimitRanges or ResourceQuotas than are held against a "
        + "change: none of them was",
      remedy: "join them, so that there are at most \(NamespaceLimits.mostOfAKind) of each, with "
        + "\(NamespaceLimits.mostAmounts) amounts in all")
  }

  private func unknownKind(_ identity: ResourceIdentity) -> Gap {
    let kind = identity.group.isEmpty ? identity.kind : "\(identity.kind) of \(identity.group)"
    return Gap(
      "nothing describes the kind \(kind), so its objects were not validated",
      remedy: "give its definition with --crds, a JSON schema with --schema-location, or take a "
        + "snapshot that has it")
  }
}
