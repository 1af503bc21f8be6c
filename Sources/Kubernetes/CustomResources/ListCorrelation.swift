import Values

/// Finds the element of an old list that an element of the new one comes from: by the keys of a
/// list of type map, and not at all in others (k8s.io/apiserver/pkg/cel/common, CorrelatedObject).
struct ListCorrelation {
  private let keys: [String]
  private var elements: [String: Node] = [:]

  init(_ old: Node?, _ schema: JSONSchemaProps) {
    keys = schema.listType == "map" ? schema.listMapKeys : []
    guard let old, old.isSequence, !keys.isEmpty else { return }
    for element in old.elements { elements[key(of: element)] = element }
  }

  subscript(element: Node) -> Node? {
    elements.isEmpty ? nil : elements[key(of: element)]
  }

  private func key(of element: Node) -> String {
    keys.map { GoText.json(element[$0]) }.joined(separator: ",")
  }
}
