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
    for (name, amount) in requests(of: spec) {
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

  /// What the containers ask for together, by resource: all regular and sidecar containers at a
  /// time, or one init container with the sidecars before it, whichever is more.
  private static func requests(of spec: Field) -> [(name: String, amount: Quantity)] {
    var together: [String: Quantity] = [:]
    var highest: [String: Quantity] = [:]
    var sidecars: [String: Quantity] = [:]
    func requests(_ container: Field) -> [(String, Quantity)] {
      container["resources"]["requests"].entries.compactMap { name, value in
        value.quantity.map { (name, $0) }
      }
    }
    for container in spec["containers"].elements {
      for (name, amount) in requests(container) {
        together[name, default: .zero] = (together[name] ?? .zero) + amount
      }
    }
    for container in spec["initContainers"].elements {
      let isSidecar = container["restartPolicy"] == "Always"
      for (name, amount) in requests(container) {
        let sum = (sidecars[name] ?? .zero) + amount
        if isSidecar {
          sidecars[name] = sum
          together[name] = (together[name] ?? .zero) + amount
        }
        highest[name] = max(highest[name] ?? .zero, sum)
      }
    }
    for (name, amount) in highest { together[name] = max(together[name] ?? .zero, amount) }
    return together.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
