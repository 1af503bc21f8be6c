extension KindRules {
  static let rbac: [String: KindRules] = [
    "Role": Roles.rules(isNamespaced: true),
    "ClusterRole": Roles.rules(isNamespaced: false),
    "RoleBinding": RoleBindings.rules(isNamespaced: true),
    "ClusterRoleBinding": RoleBindings.rules(isNamespaced: false),
  ]
}

enum Roles {
  static func rules(isNamespaced: Bool) -> KindRules {
    let scope = isNamespaced ? Metadata.Scope.namespaced : .cluster
    let validate: @Sendable (Field) -> Void = { Self.validate($0, isNamespaced: isNamespaced) }
    return .kind(scope, .pathSegment, prefix: .pathSegmentPrefix, validate) { new, _ in
      Metadata.validate(
        new["metadata"], scope: scope, name: .pathSegment, prefix: .pathSegmentPrefix)
      validate(new)
    }
  }

  private static func validate(_ role: Field, isNamespaced: Bool) {
    for rule in role["rules"].elements {
      let urls = rule["nonResourceURLs"]
      if rule["verbs"].isEmpty { rule["verbs"].required("verbs must contain at least one value") }
      if !urls.isEmpty {
        if isNamespaced {
          urls.invalid("namespaced rules cannot apply to non-resource URLs")
        }
        if ["apiGroups", "resources", "resourceNames"].contains(where: { !rule[$0].isEmpty }) {
          urls.invalid("rules cannot apply to both regular resources and non-resource URLs")
        }
        continue
      }
      if rule["apiGroups"].isEmpty {
        rule["apiGroups"].required("resource rules must supply at least one api group")
      }
      if rule["resources"].isEmpty {
        rule["resources"].required("resource rules must supply at least one resource")
      }
    }
    let aggregation = role["aggregationRule"]
    guard aggregation.exists, !isNamespaced else { return }
    let selectors = aggregation["clusterRoleSelectors"]
    if selectors.isEmpty {
      selectors.required(
        "at least one clusterRoleSelector required if aggregationRule is non-nil")
    }
    for selector in selectors.elements {
      LabelSelector.validate(selector)
      if !LabelSelector.isInterpretable(selector) {
        selector.invalid("invalid label selector.")
      }
    }
  }
}

enum RoleBindings {
  private static let group = "rbac.authorization.k8s.io"

  static func rules(isNamespaced: Bool) -> KindRules {
    let scope = isNamespaced ? Metadata.Scope.namespaced : .cluster
    let validate: @Sendable (Field) -> Void = { Self.validate($0, isNamespaced: isNamespaced) }
    return .kind(scope, .pathSegment, prefix: .pathSegmentPrefix, validate) { new, old in
      Metadata.validate(
        new["metadata"], scope: scope, name: .pathSegment, prefix: .pathSegmentPrefix)
      validate(new)
      let (now, before) = (new["roleRef"], old["roleRef"])
      if ["apiGroup", "kind", "name"].contains(where: { now[$0].text != before[$0].text }) {
        let names = [("APIGroup", "apiGroup"), ("Kind", "kind"), ("Name", "name")]
        let parts = names.map { "\"\($0.0)\":\(GoText.quoted(now[$0.1].text))" }
        now.invalid("cannot change roleRef", value: "{\(parts.joined(separator: ","))}")
      }
    }
  }

  private static func validate(_ binding: Field, isNamespaced: Bool) {
    let reference = binding["roleRef"]
    if reference["apiGroup"] != group { reference["apiGroup"].notSupported([group]) }
    let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
    if !reference["kind"].isOne(of: kinds) { reference["kind"].notSupported(kinds) }
    let name = reference["name"]
    if name.isEmpty { name.required() } else { name.check(.pathSegment) }
    for element in binding["subjects"].elements {
      validateSubject(element, isNamespaced: isNamespaced)
    }
  }

  private static func validateSubject(_ subject: Field, isNamespaced: Bool) {
    let (name, kind, apiGroup) = (subject["name"], subject["kind"], subject["apiGroup"])
    if name.isEmpty { name.required() }
    switch kind.text {
    case "ServiceAccount":
      if !name.isEmpty { name.check(.dns1123Subdomain) }
      if !apiGroup.isEmpty { apiGroup.notSupported([""]) }
      if !isNamespaced, subject["namespace"].isEmpty { subject["namespace"].required() }
    case "User", "Group": if apiGroup != group { apiGroup.notSupported([group]) }
    default: kind.notSupported(["ServiceAccount", "User", "Group"])
    }
  }
}
