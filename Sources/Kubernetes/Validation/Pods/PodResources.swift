extension Pods {
  /// Resources of the pod as a whole, which its containers share.
  static func validatePodResources(_ spec: Field, _ context: PodContext) {
    let resources = spec["resources"]
    guard resources.exists else { return }
    if resources["claims"].exists {
      resources["claims"].forbidden("claims cannot be set for Resources at pod-level")
    }
    Resources.validate(
      resources, name: Resources.validatePodName, claims: context.claims, context.options)
    let together = spec.node.map { PodAmounts.ofContainers($0, .requests) } ?? ResourceAmounts()
    for name in together.names {
      guard let amount = together[name] else { continue }
      let whole = resources["requests"].key(name)
      let given = whole.quantity ?? .zero
      if amount > given {
        whole.invalid(
          "must be greater than or equal to aggregate container requests of \(amount)",
          value: GoText.quoted("\(given)"))
      }
    }
    for (index, container) in spec["containers"].elements.enumerated() {
      for (name, value) in container["resources"]["limits"].entries {
        guard let limit = value.quantity, let whole = resources["limits"].key(name).quantity,
          limit > whole
        else { continue }
        resources["containers"][index].key(name)["limits"].invalid(
          "must be less than or equal to pod limits of \(whole)",
          value: GoText.quoted("\(limit)"))
      }
    }
  }
}
