/// A type whose names others refer to, and the fields that hold such a name.
struct NameReference: Hashable, Sendable {
  var target: GroupVersionKind
  var referrers: [FieldSpec]
}

extension [NameReference] {
  func merging(_ others: [NameReference]) -> [NameReference]? {
    var result = self
    for other in others {
      var isFound = false
      for index in result.indices where result[index].target == other.target {
        guard let merged = result[index].referrers.merging(other.referrers) else { return nil }
        result[index].referrers = merged
        isFound = true
      }
      if !isFound { result.append(other) }
    }
    return result
  }
}
