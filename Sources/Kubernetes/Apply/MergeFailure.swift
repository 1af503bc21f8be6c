package import Values

/// Why a merge could not be computed: the words of kubectl or of the server, and the place.
package struct MergeFailure: Error, Hashable {
  package var message: String
  package var path: FieldPath

  init(_ message: String, at path: FieldPath = .root) {
    self.message = message
    self.path = path
  }

  /// The failure as the parent of `key` sees it.
  func within(_ key: Node) -> MergeFailure {
    let name = key.text
    let step = FieldPath.root.entry(name).steps
    return MergeFailure(message, at: FieldPath(step + path.steps))
  }

  func within(_ index: Int) -> MergeFailure {
    MergeFailure(message, at: FieldPath([.index(index)] + path.steps))
  }

  static func noMergeKey(_ element: Node, _ key: String) -> MergeFailure {
    MergeFailure("map: \(element.goDescription) does not contain declared merge key: \(key)")
  }
}

extension Node {
  /// The value as Go's `%v` prints decoded JSON: `map[name:http port:80]`, keys sorted.
  var goDescription: String {
    switch kind {
    case .null: "<nil>"
    case .mapping:
      "map["
        + entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        .map { "\($0.name):\($0.value.goDescription)" }.joined(separator: " ") + "]"
    case .sequence: "[" + elements.map(\.goDescription).joined(separator: " ") + "]"
    case .int: int.map { String($0) } ?? text
    case .bool: bool == true ? "true" : "false"
    case .float, .string: text
    }
  }

  /// Equal exactly for values that Go holds equal as decoded JSON scalars.
  var scalarKey: String {
    switch kind {
    case .string: "s" + text
    case .int: "i" + (int.map { String($0) } ?? text)
    case .float: "f" + (double.map { String($0) } ?? text)
    case .bool: bool == true ? "true" : "false"
    case .null: "null"
    case .mapping, .sequence: "c" + goDescription
    }
  }
}
