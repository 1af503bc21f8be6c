extension Pods {
  static func validateEnvironment(_ container: Field) {
    for variable in container["env"].elements {
      let name = variable["name"]
      if name.isEmpty { name.required() } else { name.check(.environmentName) }
      if variable["valueFrom"].exists { validateSource(of: variable) }
    }
    let sources = container["envFrom"]
    for source in sources.elements {
      if !source["prefix"].isEmpty { source["prefix"].check(.environmentName) }
      let references = [source["configMapRef"], source["secretRef"]].filter(\.exists)
      for reference in references {
        let name = reference["name"]
        if name.isEmpty { name.required() } else { name.check(Format.dns1123Subdomain.ofPrefix) }
      }
      if references.isEmpty {
        sources.invalid("must specify one of: `configMapRef` or `secretRef`", value: "\"\"")
      } else if references.count > 1 {
        sources.invalid("may not have more than one field specified at a time", value: "\"\"")
      }
    }
  }

  private static func validateSource(of variable: Field) {
    let from = variable["valueFrom"]
    var count = 0
    if from["fieldRef"].exists {
      count += 1
      validateFieldReference(from["fieldRef"], supported: environmentFields)
    }
    if from["resourceFieldRef"].exists {
      count += 1
      validateResourceReference(from["resourceFieldRef"], inVolume: false)
    }
    for name in ["configMapKeyRef", "secretKeyRef"] where from[name].exists {
      count += 1
      validateKeyReference(from[name])
    }
    if from["fileKeyRef"].exists {
      count += 1
      validateFileReference(from["fileKeyRef"])
    }
    if count == 0 {
      from.invalid(
        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or "
          + "`fileKeyRef`", value: "\"\"")
    } else if !variable["value"].isEmpty {
      from.invalid("may not be specified when `value` is not empty", value: "\"\"")
    } else if count > 1 {
      from.invalid("may not have more than one field specified at a time", value: "\"\"")
    }
  }

  private static func validateKeyReference(_ reference: Field) {
    reference["name"].check(.dns1123Subdomain)
    let key = reference["key"]
    if key.isEmpty { key.required() } else { key.check(.configMapKey) }
  }

  private static func validateFileReference(_ reference: Field) {
    for (name, format) in [("key", Format.environmentName), ("volumeName", .dns1123Label)] {
      let field = reference[name]
      if field.isEmpty { field.required() } else { field.check(format) }
    }
    if reference["path"].isEmpty {
      reference["path"].required()
    } else {
      Paths.validateNoBacksteps(reference["path"])
    }
  }

  /// Files with variables lie in volumes that are made for the pod alone.
  static func validateVariableFiles(_ spec: Field) {
    var volumes: [String: Field] = [:]
    for volume in spec["volumes"].elements { volumes[volume["name"].text] = volume }
    for variable in allContainers(spec).flatMap({ Array($0["env"].elements) }) {
      let reference = variable["valueFrom"]["fileKeyRef"]
      guard reference.exists else { continue }
      let name = reference["volumeName"]
      if let volume = volumes[name.text] {
        if !volume["emptyDir"].exists { name.invalid("referenced volume must be of type emptyDir") }
      } else {
        name.add(.notFound, value: GoText.quoted(name.text))
      }
    }
  }

  // MARK: - Downward API

  private static let environmentFields = [
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
    "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
    "status.podIPs",
  ]

  static let volumeFields = [
    "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
    "metadata.uid",
  ]

  /// The fields that the server can convert at all.
  private static let convertible = Set(
    environmentFields + volumeFields
      + ["spec.host", "spec.restartPolicy", "spec.schedulerName", "status.phase"])

  static func validateFieldReference(_ reference: Field, supported: [String]) {
    if reference["apiVersion"].isEmpty { return reference["apiVersion"].required() }
    let field = reference["fieldPath"]
    if field.isEmpty { return field.required() }
    let text = field.text
    let entry = Self.subscripted(text)
    guard reference["apiVersion"] == "v1" else {
      return field.invalid(
        "error converting fieldPath: unsupported pod version: \(reference["apiVersion"].text)")
    }
    if let entry {
      guard ["metadata.annotations", "metadata.labels"].contains(entry.path) else {
        return field.invalid(
          "error converting fieldPath: field label does not support subscript: \(text)")
      }
      let isAnnotation = entry.path == "metadata.annotations"
      let key = isAnnotation ? entry.key.lowercased() : entry.key
      for problem in Format.qualifiedName.problems(of: key) {
        reference.invalid(problem, value: GoText.quoted(key))
      }
    } else if !convertible.contains(text) {
      field.invalid("error converting fieldPath: field label not supported: \(text)")
    } else {
      let converted = text == "spec.host" ? "spec.nodeName" : text
      if !supported.contains(converted) {
        field.notSupported(supported, value: GoText.quoted(converted))
      }
    }
  }

  /// `metadata.labels['key']` as its path and key.
  private static func subscripted(_ text: String) -> (path: String, key: String)? {
    guard text.hasSuffix("']"), let open = text.firstIndex(of: "[") else { return nil }
    let key = text[text.index(after: open)...]
    guard key.hasPrefix("'"), key.count >= 3 else { return nil }
    return (String(text[..<open]), String(key.dropFirst().dropLast(2)))
  }

  private static let resourceFields = [
    "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
    "requests.ephemeral-storage", "requests.memory",
  ]

  static func validateResourceReference(_ reference: Field, inVolume: Bool) {
    let resource = reference["resource"]
    let text = resource.text
    let isHugePages =
      text.hasPrefix("requests.hugepages-") || text.hasPrefix("limits.hugepages-")
    if inVolume, reference["containerName"].isEmpty {
      reference["containerName"].required()
    } else if resource.isEmpty {
      resource.required()
    } else if !resourceFields.contains(text), !isHugePages {
      resource.notSupported(resourceFields)
    }
    let divisor = reference["divisor"]
    guard let quantity = divisor.quantity, !quantity.isZero else { return }
    let isCPU = text.hasSuffix(".cpu")
    guard isCPU || isHugePages || resourceFields.contains(text) else { return }
    let sizes =
      ["1"]
      + ["k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].map {
        "1\($0)"
      }
    if isCPU {
      if !["1m", "1"].contains(quantity.description) {
        divisor.invalid(
          "only divisor's values 1m and 1 are supported with the cpu resource",
          value: GoText.quoted(text))
      }
    } else if !sizes.contains(quantity.description) {
      let name =
        isHugePages
        ? "hugepages" : text.hasSuffix("memory") ? "memory" : "local ephemeral storage"
      divisor.invalid(
        "only divisor's values \(sizes.joined(separator: ", ")) are supported with the \(name) "
          + "resource", value: GoText.quoted(text))
    }
  }
}
