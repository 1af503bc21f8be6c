enum ReplicationControllers {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    validate(object["spec"], options: .template)
  } update: { new, old in
    validate(
      new["spec"], options: PodOptions(old: old["spec"]["template"]))
  }

  private static func validate(_ spec: Field, options: PodOptions) {
    spec["minReadySeconds"].nonNegative()
    if spec["selector"].isEmpty { spec["selector"].required() }
    spec["replicas"].nonNegative()
    let template = spec["template"]
    guard template.exists else { return template.required() }
    let labels = template["metadata"]["labels"]
    let isSelected = spec["selector"].entries.allSatisfy {
      labels.key($0.name).text == $0.value.text
    }
    if !isSelected {
      labels.invalid("`selector` does not match template `labels`", absent: "null")
    }
    Pods.validateTemplate(template, options: options)
    Workloads.requireAlways(template, kind: "ReplicationController")
  }
}
