import Diagnostics

/// The order of the output: by kind as `sortOptions` says, by default namespaces first and webhook
/// configurations last.
struct OrderTransformer: Transformer {
  var options: Kustomization.SortOptions?

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let order = options?.order ?? "legacy"
    guard order == "legacy" || order == "fifo" else {
      throw Diagnostic(
        code: "kustomization-sort",
        "the field 'sortOptions.order' must be one of [fifo, legacy]", at: options?.mark)
    }
    let hasLegacyOptions = options?.orderFirst != nil || options?.orderLast != nil
    guard order == "legacy" else {
      if hasLegacyOptions {
        throw Diagnostic(
          code: "kustomization-sort",
          "the field 'sortOptions.legacySortOptions' is set but the selected sort order is "
            + "'fifo', not 'legacy'", at: options?.mark)
      }
      return
    }
    let ranks =
      hasLegacyOptions
      ? GroupVersionKind.ranks(
        first: options?.orderFirst ?? [], last: options?.orderLast ?? [])
      : GroupVersionKind.ranks
    let keyed = list.manifests.map { manifest in
      (SortKey(manifest.currentID(list.schema), ranks), manifest)
    }
    try list.replaceAll(with: keyed.stableSorted { $0.0.precedes($1.0) }.map(\.1))
  }

  private struct SortKey {
    let rank: Int
    let type: GroupVersionKind
    let typeText: [UInt8]
    let idText: [UInt8]

    init(_ id: ManifestID, _ ranks: [String: Int]) {
      rank = ranks[id.type.kind] ?? 0
      type = id.type
      typeText = Array(id.type.sortText.utf8)
      let namespace = id.namespace.isEmpty ? "~X" : id.namespace
      idText = Array("\(id.type)|\(namespace)|\(id.name.isEmpty ? "~N" : id.name)".utf8)
    }

    func precedes(_ other: SortKey) -> Bool {
      guard type != other.type else { return idText.lexicographicallyPrecedes(other.idText) }
      if rank != other.rank { return rank < other.rank }
      if type.kind == "Namespace", other.type.kind == "Namespace",
        type.group.isEmpty || other.type.group.isEmpty
      {
        return other.typeText.lexicographicallyPrecedes(typeText)
      }
      return typeText.lexicographicallyPrecedes(other.typeText)
    }
  }
}
