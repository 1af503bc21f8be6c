import Values

/// A string of a configuration, and where a person wrote it.
struct Text: Hashable, Sendable {
  var value: String
  var mark: Mark?

  init(_ value: String, at mark: Mark? = nil) {
    self.value = value
    self.mark = mark
  }
}

/// An entry of a map of strings.
struct TextEntry: Hashable, Sendable {
  var key: String
  var value: Text
}

extension [TextEntry] {
  /// In the order in which kustomize goes through a map, each key once.
  var sortedByKey: [TextEntry] {
    var last: [String: TextEntry] = [:]
    for entry in self { last[entry.key] = entry }
    return last.values.sorted { left, right in
      [UInt8](left.key.utf8).lexicographicallyPrecedes([UInt8](right.key.utf8))
    }
  }
}
