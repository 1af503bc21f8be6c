import Values

/// A value of an updated object with the one that it replaces
/// (k8s.io/apiserver/pkg/cel/common/equality.go, `CorrelatedObject`).
struct Correlation {
  let new: Node
  let old: Node
  /// By which the values are told apart below; nil where it knows nothing of them.
  let schema: JSONSchemaProps?

  /// What stands in the same field; nil where one of the objects has none, and for a field that
  /// the schema does not describe.
  func field(_ name: String) -> Correlation? {
    guard new.isMapping, old.isMapping, let newValue = new[name], let oldValue = old[name],
      let schema = schema?.property(name) ?? schema?.additionalProperties
    else { return nil }
    return Correlation(new: newValue, old: oldValue, schema: schema)
  }

  /// The elements of the list that has been replaced, if both are lists.
  var elements: CorrelatedElements {
    CorrelatedElements(new.isSequence ? old : nil, schema)
  }

  /// Whether an update leaves the value as it was. Of a list of type map the order does not count,
  /// and an element that cannot be told by its keys counts as new; so does a field of which the
  /// schema knows nothing.
  var isUnchanged: Bool {
    switch (new.kind, old.kind) {
    case (.sequence, .sequence):
      guard new.count == old.count else { return false }
      let elements = elements
      guard elements.areKeyed else { return new == old }
      return new.elements.allSatisfy { elements.correlation(of: $0)?.isUnchanged ?? false }
    case (.mapping, .mapping):
      return new.count == old.count
        && new.entries.allSatisfy { field($0.name)?.isUnchanged ?? false }
    default: return new == old
    }
  }
}

/// Finds the element of an old list that an element of the new one comes from: by the keys of a
/// list of type map, and not at all in others (k8s.io/apiserver/pkg/cel/common/maplist.go).
///
/// An element without one of the keys, or with null or a container for it, comes from none. Of
/// old elements with the same keys the first counts.
struct CorrelatedElements {
  private let keys: [String]
  private let schema: JSONSchemaProps?
  private var elements: [[Key]: Node] = [:]

  private enum Key: Hashable {
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
  }

  init(_ old: Node?, _ list: JSONSchemaProps?) {
    schema = list?.items
    keys = list?.listType == "map" ? list?.listMapKeys ?? [] : []
    guard let old, old.isSequence, !keys.isEmpty else { return }
    for element in old.elements {
      guard let key = key(of: element), elements[key] == nil else { continue }
      elements[key] = element
    }
  }

  /// Whether the list is one whose elements have keys.
  var areKeyed: Bool { !keys.isEmpty }

  subscript(element: Node) -> Node? {
    guard !elements.isEmpty, let key = key(of: element) else { return nil }
    return elements[key]
  }

  func correlation(of element: Node) -> Correlation? {
    self[element].map { Correlation(new: element, old: $0, schema: schema) }
  }

  private func key(of element: Node) -> [Key]? {
    guard element.isMapping else { return nil }
    var key: [Key] = []
    for name in keys {
      guard let value = element[name] else { return nil }
      switch value.kind {
      case .bool: key.append(.bool(value.bool ?? false))
      case .string: key.append(.string(value.text))
      case .int, .float:
        key.append(value.int.map(Key.integer) ?? .number(value.double ?? 0))
      case .null, .sequence, .mapping: return nil
      }
    }
    return key
  }
}
