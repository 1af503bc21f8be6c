/// Where a transformer writes: a path below the manifests of a type.
struct FieldSpec: Hashable, Sendable {
  var type: GroupVersionKind
  var path: String
  /// Whether what is missing on the way is created.
  var creates: Bool
  let segments: [Segment]

  struct Segment: Hashable, Sendable {
    var name: String
    /// Written with `[]`: must be a list, and is never created.
    var isSequence: Bool
  }

  init(_ type: GroupVersionKind = GroupVersionKind(), path: String, creates: Bool = false) {
    self.type = type
    self.path = path
    self.creates = creates
    segments = PathText.split(path, at: "/").map {
      $0.hasSuffix("[]")
        ? Segment(name: String($0.dropLast(2)), isSequence: true)
        : Segment(name: $0, isSequence: false)
    }
  }

  /// The same path of another type.
  func of(_ type: GroupVersionKind) -> FieldSpec {
    var spec = self
    spec.type = type
    return spec
  }
}

extension [FieldSpec] {
  /// Adds those that are not covered; one that is covered must create as that does.
  func merging(_ others: [FieldSpec]) -> [FieldSpec]? {
    var result = self
    var byPath: [String: [Int]]?
    for spec in others {
      if byPath == nil {
        byPath = [:]
        for (index, spec) in result.enumerated() { byPath?[spec.path, default: []].append(index) }
      }
      let covering = byPath?[spec.path]?.first { result[$0].type.isSelected(by: spec.type) }
      if let covering {
        guard result[covering].creates == spec.creates else { return nil }
        continue
      }
      byPath?[spec.path, default: []].append(result.count)
      result.append(spec)
    }
    return result
  }

  func sortedByType() -> [FieldSpec] {
    sorted(byKey: { GroupVersionKind.SortKey($0.type) })
  }
}

extension Array {
  /// In the order of keys, of which each is made once; equal ones stay in their order.
  func sorted<Key: Comparable>(byKey key: (Element) -> Key) -> [Element] {
    enumerated().map { (key: key($0.element), offset: $0.offset) }
      .sorted { ($0.key, $0.offset) < ($1.key, $1.offset) }
      .map { self[$0.offset] }
  }

  func stableSorted(by precedes: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted { left, right in
      if precedes(left.element, right.element) { return true }
      if precedes(right.element, left.element) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }
}
