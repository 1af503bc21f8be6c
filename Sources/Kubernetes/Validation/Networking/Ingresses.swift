enum Ingresses {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object["spec"], old: nil)
    let annotation = object["annotations"]["kubernetes.io/ingress.class"].beside(
      object["metadata"]["annotations"].key("kubernetes.io/ingress.class").node)
    let className = object["spec"]["ingressClassName"]
    if annotation.exists, className.exists, annotation.text != className.text {
      annotation.invalid("must match `ingressClassName` when both are specified")
    }
  } update: { new, old in
    Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
    validate(new["spec"], old: old["spec"])
  }

  /// - Parameter old: where it has names of Secrets that are none, or broken rules of a host with a
  ///   wildcard, those of this one are not looked at.
  private static func validate(_ spec: Field, old: Field?) {
    let allowsAnySecret =
      old?["tls"].elements.contains {
        !$0["secretName"].isEmpty && !Format.dns1123Subdomain.accepts($0["secretName"].text)
      } ?? false
    let allowsAnyPaths = old.map(hasBrokenWildcardRule) ?? false
    let (rules, backend) = (spec["rules"], spec["defaultBackend"])
    if rules.isEmpty, !backend.exists {
      spec.invalid(
        "either `defaultBackend` or `rules` must be specified",
        value: rules.exists ? "[]" : "null")
    }
    if backend.exists { validateBackend(backend) }
    for rule in rules.elements {
      validateHost(of: rule)
      if !allowsAnyPaths || !isWildcard(rule["host"]) { validatePaths(of: rule) }
    }
    for tls in spec["tls"].elements {
      for element in tls["hosts"].elements { validateHost(element) }
      if !allowsAnySecret, !tls["secretName"].isEmpty {
        tls["secretName"].check(.dns1123Subdomain)
      }
    }
    if spec["ingressClassName"].exists { spec["ingressClassName"].check(.dns1123Subdomain) }
  }

  private static func isWildcard(_ host: Field) -> Bool { host.text.contains("*") }

  private static func validateHost(_ host: Field) {
    host.check(isWildcard(host) ? .wildcardSubdomain : .dns1123Subdomain)
  }

  private static func hasBrokenWildcardRule(_ spec: Field) -> Bool {
    spec["rules"].elements.contains { rule in
      isWildcard(rule["host"]) && rule.isFaulted { validatePaths(of: $0) }
    }
  }

  private static func validateHost(of rule: Field) {
    let host = rule["host"]
    guard !host.isEmpty else { return }
    if Address(host.text) != nil {
      host.invalid("must be a DNS name, not an IP address")
    }
    validateHost(host)
  }

  private static func validatePaths(of rule: Field) {
    let http = rule["http"]
    guard http.exists else { return }
    if http["paths"].isEmpty { http["paths"].required() }
    http["paths"].elements.forEach(validatePath)
  }

  private static let pathTypes = ["Exact", "ImplementationSpecific", "Prefix"]

  private static func validatePath(_ path: Field) {
    let (type, value) = (path["pathType"], path["path"])
    guard type.exists else { return type.required("pathType must be specified") }
    let text = value.text
    switch type.text {
    case "Exact", "Prefix":
      if !text.hasPrefix("/") { value.invalid("must be an absolute path") }
      for sequence in ["//", "/./", "/../", "%2f", "%2F"] where text.contains(sequence) {
        value.invalid("must not contain '\(sequence)'")
      }
      for suffix in ["/..", "/."] where text.hasSuffix(suffix) {
        value.invalid("cannot end with '\(suffix)'")
      }
    case "ImplementationSpecific":
      if !text.isEmpty, !text.hasPrefix("/") { value.invalid("must be an absolute path") }
    default: type.notSupported(pathTypes)
    }
    validateBackend(path["backend"])
  }

  private static func validateBackend(_ backend: Field) {
    let (resource, service) = (backend["resource"], backend["service"])
    switch (resource.exists, service.exists) {
    case (true, true):
      backend.invalid("cannot set both resource and service backends", value: "\"\"")
    case (true, false): validateReference(resource)
    case (false, true):
      let name = service["name"]
      if name.isEmpty { name.required() } else { name.check(.dns1123Label) }
      let (portName, number) = (service["port"]["name"], service["port"]["number"])
      if !portName.isEmpty, number.int != 0 {
        backend.invalid("cannot set both port name & port number", value: "\"\"")
      } else if !portName.isEmpty {
        portName.check(.portName)
      } else if number.int != 0 {
        number.range(1...65535)
      } else {
        backend.required("port name or number is required")
      }
    case (false, false):
      backend.invalid("resource or service backend is required", value: "\"\"")
    }
  }

  static func validateReference(_ reference: Field) {
    guard reference.exists else { return }
    if reference["apiGroup"].exists { reference["apiGroup"].check(.dns1123Subdomain) }
    for name in ["kind", "name"] {
      if reference[name].isEmpty {
        reference[name].required("\(name) is required")
      } else {
        reference[name].check(.pathSegment)
      }
    }
  }
}

enum IngressClasses {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain, validate) { new, old in
    let (controller, before) = (new["spec"]["controller"], old["spec"]["controller"])
    if controller.text != before.text { controller.invalid("field is immutable") }
    Metadata.validate(new["metadata"], scope: .cluster, name: .dns1123Subdomain)
    validate(new)
  }

  private static func validate(_ object: Field) {
    let (controller, parameters) = (
      object["spec"]["controller"], object["spec"]["parameters"]
    )
    if controller.text.utf8.count > 250 { controller.tooLong(250) }
    Jobs.validateDomainPrefixed(controller)
    guard parameters.exists else { return }
    Ingresses.validateReference(parameters)
    let (scope, namespace) = (parameters["scope"], parameters["namespace"])
    if !scope.exists { return scope.required() }
    if !scope.isOne(of: ["Cluster", "Namespace"]) { scope.notSupported(["Cluster", "Namespace"]) }
    if scope == "Namespace" {
      if namespace.exists {
        namespace.check(.dns1123Label)
      } else {
        namespace.required("`parameters.scope` is set to 'Namespace'")
      }
    } else if scope == "Cluster", namespace.exists {
      namespace.forbidden("`parameters.scope` is set to 'Cluster'")
    }
  }
}
