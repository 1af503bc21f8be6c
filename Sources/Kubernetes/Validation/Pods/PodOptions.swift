import Values

/// How much of a pod the server checks, and what it lets pass since the stored object has it:
/// `PodValidationOptions`.
struct PodOptions: Sendable {
  /// A Pod itself, not the template of something else.
  var isPod = false
  var allowsInvalidSelectorValues = false
  var allowsInvalidSpreadSelector = false
  /// Keys of a spread's selector are held to what was asked of them before they became part of it.
  var allowsOldSpreadKeys = false
  var allowsInvalidNodeAffinityValues = false
  var allowsIndivisibleHugePages = false
  var allowsUserNamespacesWithDevices = false
  var allowsAnyTokenPath = false
  var allowsHostSysctls = false
  var allowsAnyDeletionCost = false
  var allowsRestartsOfInitContainers = false

  static let pod = PodOptions(isPod: true)
  static let template = PodOptions()
}

extension PodOptions {
  /// What the stored pod or template lets pass: `GetValidationOptionsFromPodSpecAndMeta` of
  /// pkg/api/pod/util.go.
  init(old: Field, isPod: Bool = false) {
    self.init(isPod: isPod)
    let spec = old["spec"]
    guard spec.exists else { return }
    allowsAnyDeletionCost = !Pods.hasValidDeletionCost(old["metadata"]["annotations"])
    readAffinity(spec["affinity"])
    let spread = spec["topologySpreadConstraints"]
    allowsInvalidSpreadSelector = spread.elements.contains {
      $0["labelSelector"].exists && !LabelSelector.isInterpretable($0["labelSelector"])
    }
    allowsOldSpreadKeys = spread.elements.contains { $0.isFaulted { Pods.validateLabelKeys($0) } }
    let containers = Pods.allContainers(spec)
    allowsIndivisibleHugePages =
      (containers.flatMap { [$0["resources"]["limits"], $0["resources"]["requests"]] }
      + [spec["overhead"]]).contains { list in
        list.entries.contains { name, value in
          Resources.isHugePages(name) && !Resources.isDivisible(name, value)
        }
      }
    allowsUserNamespacesWithDevices =
      spec["hostUsers"].truth == false && containers.contains { !$0["volumeDevices"].isEmpty }
    allowsAnyTokenPath = spec["volumes"].elements.contains { volume in
      volume["projected"]["sources"].elements.contains { source in
        source["serviceAccountToken"]["path"].isFaulted { Paths.validateUnreserved($0) }
      }
    }
    allowsHostSysctls = spec["securityContext"]["sysctls"].elements.contains {
      Pods.sharedNamespace(ofSysctl: $0["name"].text, spec) != nil
    }
    allowsRestartsOfInitContainers = spec["initContainers"].elements.contains { container in
      container["restartPolicy"] != "Always"
        && container["resizePolicy"].elements.contains { $0["restartPolicy"] == "RestartContainer" }
    }
  }

  private mutating func readAffinity(_ affinity: Field) {
    let required = "requiredDuringSchedulingIgnoredDuringExecution"
    allowsInvalidSelectorValues = ["podAffinity", "podAntiAffinity"].contains { name in
      let preferred = affinity[name]["preferredDuringSchedulingIgnoredDuringExecution"].elements
        .map { $0["podAffinityTerm"] }
      return (Array(affinity[name][required].elements) + preferred).contains { term in
        LabelSelector.hasInvalidValues(term["labelSelector"])
          || LabelSelector.hasInvalidValues(term["namespaceSelector"])
      }
    }
    allowsInvalidNodeAffinityValues =
      affinity["nodeAffinity"][required]["nodeSelectorTerms"].elements.contains {
        LabelSelector.hasInvalidValues($0)
      }
  }
}
