import Resources
import Values

extension KubernetesTarget {
  /// What an update does beyond the object's own fields.
  func effects(
    ofUpdating before: Document, to after: Document, _ identity: ResourceIdentity
  ) -> [Effect] {
    if identity.group.isEmpty, identity.kind == "Service" {
      return selectorEffects(before, after, identity)
    }
    return limitEffects(of: identity)
  }

  /// What a creation does beyond the object itself.
  func effects(ofCreating object: Document, _ identity: ResourceIdentity) -> [Effect] {
    limitEffects(of: identity)
  }

  private func limitEffects(of identity: ResourceIdentity) -> [Effect] {
    guard let namespace = identity.namespace else { return [] }
    return limitVerdicts(in: namespace).effects[identity] ?? []
  }

  /// A Service whose selector stops matching sends its traffic nowhere.
  private func selectorEffects(
    _ before: Document, _ after: Document, _ identity: ResourceIdentity
  ) -> [Effect] {
    let old = before.root["spec"]?["selector"]
    guard let new = after.root["spec"]?["selector"], new.isMapping, new.count > 0, old != new
    else { return [] }
    let templates = namespaced.head[identity.namespace, default: []]
      .compactMap { head[$0]?.root["spec"]?["template"]?["metadata"]?["labels"] }
    // Without a workload in view there is nothing to say.
    guard !templates.isEmpty else { return [] }
    let matches = templates.contains { labels in
      new.entries.allSatisfy { labels[$0.name] == $0.value }
    }
    return matches
      ? []
      : [
        Effect(
          .selectorMismatch, "its new selector matches no workload of this change",
          needsReview: true)
      ]
  }
}
