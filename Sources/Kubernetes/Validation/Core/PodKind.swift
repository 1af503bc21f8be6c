import Values

enum PodKind {
  static let rules = KindRules(
    create: { pod in
      let spec = pod["spec"]
      validate(pod, options: .pod)
      if !spec["ephemeralContainers"].isEmpty {
        spec["ephemeralContainers"].forbidden("cannot be set on create")
      }
      if !spec["nodeName"].isEmpty, !spec["schedulingGates"].isEmpty {
        spec["nodeName"].forbidden("cannot be set until all schedulingGates have been cleared")
      }
      Pods.validateProfileAnnotations(pod["metadata"]["annotations"], of: spec)
    },
    update: { new, old in
      Metadata.validateUpdate(new["metadata"], old["metadata"])
      validate(new, options: PodOptions(old: old, isPod: true))
      Pods.validateAnnotationUpdate(
        new["metadata"]["annotations"], old["metadata"]["annotations"])
      PodUpdate.validate(new, old)
    })

  static let template = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    Pods.validateTemplate(object["template"])
  } update: { new, old in
    Pods.validateTemplate(
      new["template"], options: PodOptions(old: old["template"]))
  }

  private static func validate(_ pod: Field, options: PodOptions) {
    let (metadata, spec) = (pod["metadata"], pod["spec"])
    Metadata.validate(metadata, scope: .namespaced, name: .dns1123Subdomain)
    Pods.validateAnnotations(metadata["annotations"], of: spec, options)
    Pods.validateSpec(spec, name: metadata["name"].text, options: options)
    if spec["serviceAccountName"].isEmpty {
      for volume in spec["volumes"].elements {
        for source in volume["projected"]["sources"].elements
        where source["serviceAccountToken"].exists {
          source["serviceAccountToken"].forbidden(
            "must not be specified when serviceAccountName is not set")
        }
      }
    }
    for list in ["containers", "initContainers"] {
      spec[list].elements.forEach(Pods.validateImageSpace)
    }
  }
}

/// What may change in a pod that runs.
private enum PodUpdate {
  static func validate(_ new: Field, _ old: Field) {
    let (spec, oldSpec) = (new["spec"], old["spec"])
    for list in ["containers", "initContainers"] {
      guard spec[list].count == oldSpec[list].count else {
        return spec[list].forbidden("pod updates may not add or remove containers")
      }
      for container in spec[list].elements {
        if container["image"].isEmpty { container["image"].required() }
        Pods.validateImageSpace(container)
      }
    }
    guard validateDeadline(spec, oldSpec) else { return }
    validateTolerations(spec["tolerations"], oldSpec["tolerations"])
    validateGates(spec["schedulingGates"], oldSpec["schedulingGates"])
    validateRest(spec, oldSpec)
  }

  private static func validateDeadline(_ spec: Field, _ oldSpec: Field) -> Bool {
    let (new, old) = (spec["activeDeadlineSeconds"], oldSpec["activeDeadlineSeconds"])
    if new.exists {
      if !(0...Int64(Int32.max)).contains(new.int) {
        new.range(0...Int64(Int32.max))
        return false
      }
      if old.exists, old.int < new.int {
        new.invalid("must be less than or equal to previous value")
        return false
      }
    } else if old.exists {
      new.invalid("must not update from a positive integer to nil value", absent: "null")
    }
    return true
  }

  private static func validateTolerations(_ new: Field, _ old: Field) {
    let names = ["key", "operator", "value", "effect"]
    for toleration in old.elements {
      let isKept = new.elements.contains { candidate in
        names.allSatisfy { candidate[$0].text == toleration[$0].text }
      }
      if !isKept {
        return new.forbidden(
          "existing toleration can not be modified except its tolerationSeconds")
      }
    }
    new.elements.forEach(Pods.validateToleration)
  }

  private static func validateGates(_ new: Field, _ old: Field) {
    let known = Set(old.elements.map { $0["name"].text })
    for gate in new.elements where !known.contains(gate["name"].text) {
      gate["name"].forbidden(
        "only deletion is allowed, but found new scheduling gate '\(gate["name"].text)'")
    }
  }

  private static func validateRest(_ spec: Field, _ oldSpec: Field) {
    var free: Set<String> = ["activeDeadlineSeconds", "tolerations", "schedulingGates"]
    let (grace, oldGrace) = (
      spec["terminationGracePeriodSeconds"], oldSpec["terminationGracePeriodSeconds"]
    )
    if oldGrace.exists, oldGrace.int < 0, grace.int == 1 {
      free.insert("terminationGracePeriodSeconds")
    }
    let isGated = !oldSpec["schedulingGates"].isEmpty
    if isGated {
      free.insert("nodeSelector")
      let isKept = oldSpec["nodeSelector"].entries.allSatisfy {
        spec["nodeSelector"].key($0.name).says($0.value)
      }
      if !isKept {
        spec["nodeSelector"].invalid(
          "only additions to spec.nodeSelector are allowed (no mutations or deletions)")
      }
      validateNodeAffinity(spec["affinity"]["nodeAffinity"], oldSpec["affinity"]["nodeAffinity"])
    }
    let names = Set(spec.entries.map(\.name) + oldSpec.entries.map(\.name)).subtracting(free)
    let isSame = names.allSatisfy { name in
      let (new, old) = (spec[name], oldSpec[name])
      switch name {
      case "containers", "initContainers":
        return zip(new.elements, old.elements).allSatisfy { sameButImage($0, $1) }
      case "affinity" where isGated:
        return ["podAffinity", "podAntiAffinity"].allSatisfy { new[$0].says(old[$0]) }
      default: return new.says(old)
      }
    }
    if !isSame {
      spec.forbidden(
        "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
          + "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` "
          + "(allow it to be set to 1 if it was previously negative)")
    }
  }

  /// Where a pod that waits may run can only be narrowed.
  private static func validateNodeAffinity(_ new: Field, _ old: Field) {
    let required = "requiredDuringSchedulingIgnoredDuringExecution"
    guard !new.says(old), old[required].exists else { return }
    let (terms, before) = (
      new[required]["nodeSelectorTerms"], old[required]["nodeSelectorTerms"]
    )
    if before.count > 0, terms.count != before.count {
      return terms.invalid(
        "no additions/deletions to non-empty NodeSelectorTerms list are allowed", absent: "null")
    }
    for (term, stored) in zip(terms.elements, before.elements)
    where !hasOnlyAdditions(term, stored) {
      term.invalid("only additions are allowed (no mutations or deletions)")
    }
  }

  private static func hasOnlyAdditions(_ term: Field, _ stored: Field) -> Bool {
    let names = ["matchExpressions", "matchFields"]
    // A term of nothing selects nothing; anything that it gains would widen it.
    if names.allSatisfy({ stored[$0].isEmpty }) { return names.allSatisfy { term[$0].isEmpty } }
    return names.allSatisfy { name in
      term[name].count >= stored[name].count
        && zip(term[name].elements, stored[name].elements).allSatisfy { $0.says($1) }
    }
  }

  private static func sameButImage(_ new: Field, _ old: Field) -> Bool {
    Set(new.entries.map(\.name) + old.entries.map(\.name)).allSatisfy {
      $0 == "image" || new[$0].says(old[$0])
    }
  }
}
