import Resources
import Values

extension KubernetesTarget {
  /// What the garbage collector, the namespace controller and the volume controllers do when the
  /// object is deleted, counted in live objects.
  func effects(ofDeleting object: Document, _ identity: ResourceIdentity) -> [Effect] {
    switch (identity.group, identity.kind) {
    case _ where identity.isNamespace:
      return [cascade(.namespace(identity.name), "deletes everything in the namespace")]
        + claimsIn(identity.name)
    case ("apiextensions.k8s.io", "CustomResourceDefinition"):
      return [customResources(of: object)]
    case ("", "PersistentVolumeClaim"):
      return [claimLoss(object)]
    case ("", "PersistentVolume"):
      return [volumeLoss(object)]
    case ("apps", "StatefulSet"):
      return dependents(of: identity) + statefulSetClaims(object)
    default:
      return dependents(of: identity)
    }
  }

  private func cascade(_ query: LiveQuery, _ sentence: String) -> Effect {
    switch live.objects(query) {
    case .found(let objects):
      let count = objects.count == 1 ? "1 live object" : "\(objects.count) live objects"
      return Effect(
        .cascade, "\(sentence): \(count)", count: objects.count,
        objects: Array(objects.prefix(20)), needsReview: true)
    case .absent:
      return Effect(.cascade, "\(sentence): nothing is there now", count: 0, needsReview: true)
    case .unknown(let reason):
      return Effect(
        .cascade, "\(sentence); how much that is, is not known: \(reason)",
        needsReview: true)
    }
  }

  private func claimsIn(_ namespace: String) -> [Effect] {
    let query = LiveQuery.kindIn(
      group: "", kind: "PersistentVolumeClaim", namespace: namespace)
    guard let claims = live.objects(query).found, !claims.isEmpty else { return [] }
    let noun = claims.count == 1 ? "claim" : "claims"
    return [
      Effect(
        .dataLoss,
        "\(claims.count) \(noun) in it would be deleted, with their data unless "
          + "the volumes are retained", count: claims.count, objects: Array(claims.prefix(20)),
        needsReview: true)
    ]
  }

  private func customResources(of definition: Document) -> Effect {
    let spec = definition.root["spec"]
    let group = spec?["group"]?.text ?? ""
    let kind = spec?["names"]?["kind"]?.text ?? ""
    return cascade(.kind(group: group, kind: kind), "deletes every \(kind) of \(group)")
  }

  /// The live volume decides; a claim without one has no data yet.
  private func claimLoss(_ claim: Document) -> Effect {
    let name = claim.root["spec"]?["volumeName"]?.text ?? ""
    let volume = ResourceIdentity(
      group: "", kind: "PersistentVolume", namespace: nil, name: name)
    if !name.isEmpty, let found = live.object(volume).found {
      let policy = found.root["spec"]?["persistentVolumeReclaimPolicy"]?.text ?? "Delete"
      return policy == "Retain"
        ? Effect(
          .orphaned, "volume '\(name)' is retained and must be bound again by hand", count: 1,
          objects: [volume], needsReview: true)
        : Effect(
          .dataLoss, "volume '\(name)' has reclaim policy \(policy): its data is deleted",
          count: 1, objects: [volume], needsReview: true)
    }
    return Effect(
      .dataLoss, "its data is deleted unless the volume's reclaim policy is Retain",
      needsReview: true)
  }

  private func volumeLoss(_ volume: Document) -> Effect {
    let policy = volume.root["spec"]?["persistentVolumeReclaimPolicy"]?.text ?? "Retain"
    return policy == "Delete"
      ? Effect(.dataLoss, "its reclaim policy is Delete: the data is deleted", needsReview: true)
      : Effect(
        .orphaned, "the storage behind it stays, and nothing describes it any more",
        needsReview: true)
  }

  /// Claims made from templates outlive the set unless it says otherwise.
  private func statefulSetClaims(_ set: Document) -> [Effect] {
    let spec = set.root["spec"]
    guard let templates = spec?["volumeClaimTemplates"], templates.count > 0 else { return [] }
    let policy = spec?["persistentVolumeClaimRetentionPolicy"]?["whenDeleted"]?.text
    return policy == "Delete"
      ? [
        Effect(
          .dataLoss, "its claims are deleted with it (whenDeleted: Delete)", needsReview: true)
      ]
      : [Effect(.orphaned, "its claims stay, with their data", needsReview: false)]
  }

  private func dependents(of identity: ResourceIdentity) -> [Effect] {
    guard let owned = live.objects(.owned(by: identity)).found, !owned.isEmpty else { return [] }
    let noun = owned.count == 1 ? "object that it owns is" : "objects that it owns are"
    return [
      Effect(
        .cascade, "\(owned.count) \(noun) deleted with it", count: owned.count,
        objects: Array(owned.prefix(20)), needsReview: true)
    ]
  }
}
