extension Pods {
  /// Resources of the pod as a whole, which its containers share.
  static func validatePodResources(_ spec: Field, _ context: PodContext) {
    let resources = spec["resources"]
    guard resources.exists else { return }
    if spec["os"]["name"] == "windows" {
      return resources.forbidden("may not be set for a windows pod")
    }
    if resources["claims"].exists {
      resources["claims"].forbidden("claims cannot be set for Resources at pod-level")
    }
    Resources.validate(
      resources, name: Resources.validatePodName, claims: context.claims, context.options)
    guard let node = spec.node else { return }
    // What the pod does not say of itself is left to its containers.
    expect(
      resources["requests"], noLessThan: PodAmounts.ofContainers(node, .requests), "requests")
    let pages = PodAmounts.ofContainers(node, .limits).filter { name, _ in
      Resources.isHugePages(name)
    }
    expect(resources["limits"], noLessThan: pages, "limits")
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

  private static func expect(
    _ list: Field, noLessThan together: ResourceAmounts, _ word: String
  ) {
    for name in together.names {
      let whole = list.key(name)
      guard let amount = together[name], let given = whole.quantity, amount > given else {
        continue
      }
      whole.invalid(
        "must be greater than or equal to aggregate container \(word) of \(amount)",
        value: GoText.quoted("\(given)"))
    }
  }
}
