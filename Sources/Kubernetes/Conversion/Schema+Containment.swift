extension Schema {
  /// Whether each value of this type is one of the other as it stands: the other has every field
  /// that this one has, of the same type.
  ///
  /// Versions that a server serves side by side must tell the same objects (the API conventions of
  /// Kubernetes), so that a field means the same wherever it has the same name. How lists are
  /// merged may differ: no value says it.
  func isContained(in other: Schema) -> Bool {
    var seen: Set<[UInt32]> = []
    return Self.isContained(self, in: other, &seen)
  }

  /// - Parameter seen: the types that were compared, or are being compared further out.
  private static func isContained(
    _ schema: Schema, in other: Schema, _ seen: inout Set<[UInt32]>
  ) -> Bool {
    if schema.index == other.index, schema.version == other.version { return true }
    guard seen.insert([schema.index, other.index]).inserted else { return true }
    guard schema.shape == other.shape, schema.format == other.format else { return false }
    for field in schema.fields {
      guard let same = other.field(field.name), isContained(field.schema, in: same, &seen) else {
        return false
      }
    }
    switch (schema.element, other.element) {
    case (nil, nil): return true
    case (let element?, let same?): return isContained(element, in: same, &seen)
    default: return false
    }
  }
}
