/// Where the transformers write, by transformer: kustomize's own rules with those that
/// `configurations` and `crds` add.
struct TransformerConfiguration: Equatable, Sendable {
  var namePrefix: [FieldSpec] = []
  var nameSuffix: [FieldSpec] = []
  var namespace: [FieldSpec] = []
  var commonLabels: [FieldSpec] = []
  var labels: [FieldSpec] = []
  var templateLabels: [FieldSpec] = []
  var volumeClaimTemplateLabels: [FieldSpec] = []
  var commonAnnotations: [FieldSpec] = []
  var nameReferences: [NameReference] = []
  var variableReferences: [FieldSpec] = []
  var images: [FieldSpec] = []
  var replicas: [FieldSpec] = []

  /// The fields of a configuration file, by name.
  static let specLists: [String: any WritableKeyPath<Self, [FieldSpec]> & Sendable] =
    [
      "namePrefix": \.namePrefix, "nameSuffix": \.nameSuffix, "namespace": \.namespace,
      "commonLabels": \.commonLabels, "labels": \.labels, "templateLabels": \.templateLabels,
      "volumeClaimTemplateLabels": \.volumeClaimTemplateLabels,
      "commonAnnotations": \.commonAnnotations, "varReference": \.variableReferences,
      "images": \.images, "replicas": \.replicas,
    ]

  /// nil where both name a field, but only one creates it.
  func merging(_ other: TransformerConfiguration) -> TransformerConfiguration? {
    // Nearly every kustomization adds nothing to the rules of kustomize.
    if other.isEmpty { return self }
    if other == .standard, self == .standard || isEmpty { return .standard }
    return adding(other)
  }

  /// Merging a list makes it shorter where one of its entries covers another that comes later, also
  /// where there was nothing before.
  func adding(_ other: TransformerConfiguration) -> TransformerConfiguration? {
    var result = self
    for list in Self.specLists.values {
      guard let merged = self[keyPath: list].merging(other[keyPath: list]) else { return nil }
      result[keyPath: list] = merged
    }
    guard let merged = nameReferences.merging(other.nameReferences) else { return nil }
    result.nameReferences = merged
    return result.sorted()
  }

  private var isEmpty: Bool {
    // Field by field, since going through key paths is slow and every kustomization asks this.
    nameReferences.isEmpty && namePrefix.isEmpty && nameSuffix.isEmpty && namespace.isEmpty
      && commonLabels.isEmpty && labels.isEmpty && templateLabels.isEmpty
      && volumeClaimTemplateLabels.isEmpty && commonAnnotations.isEmpty
      && variableReferences.isEmpty && images.isEmpty && replicas.isEmpty
  }

  func sorted() -> TransformerConfiguration {
    var result = self
    for list in Self.specLists.values {
      result[keyPath: list] = self[keyPath: list].sortedByType()
    }
    result.nameReferences = nameReferences.sorted(byKey: { GroupVersionKind.SortKey($0.target) })
    return result
  }
}
