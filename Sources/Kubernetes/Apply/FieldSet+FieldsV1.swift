import Values

extension FieldSet {
  /// Reads `fieldsV1`: a mapping of steps, in which `.` stands for the path itself and an empty
  /// mapping for a path that goes no further.
  init(fieldsV1 node: Node) {
    for entry in node.entries where !entry.key.hasText(".") {
      let name = entry.name
      guard Self.isPathElement(name) else { continue }
      let value = entry.value
      append(
        PathElement(text: name), isMember: value.count == 0 || value.entry(".") != nil,
        FieldSet(fieldsV1: value))
    }
  }

  private static func isPathElement(_ name: String) -> Bool {
    let bytes = name.utf8
    guard bytes.count >= 2, let first = bytes.first,
      bytes[bytes.index(after: bytes.startIndex)] == UInt8(ascii: ":")
    else { return false }
    return [UInt8(ascii: "f"), UInt8(ascii: "k"), UInt8(ascii: "v"), UInt8(ascii: "i")]
      .contains(first)
  }

  /// The set as `fieldsV1`.
  func fieldsV1(in document: inout Document) -> NodeID {
    var children: [NodeID] = []
    for entry in entries.sorted(by: { $0.element.text < $1.element.text }) {
      children.append(document.add(entry.element.text))
      let value = entry.children.fieldsV1(in: &document)
      if entry.isMember, !entry.children.isEmpty {
        let empty = document.addMapping()
        document.insert(entry: document.add("."), empty, at: 0, in: value)
      }
      children.append(value)
    }
    return document.addContainer(.mapping, .block, children: children)
  }
}
