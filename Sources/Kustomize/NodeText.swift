import Documents
import Values

/// YAML as go.yaml.in/yaml/v3 prints nodes that it has read: the order of keys, and the style of
/// scalars and of containers in braces, stay. Lines are not folded.
enum NodeText {
  static func yaml(_ node: Node) -> String {
    var text = ""
    write(node, indent: 0, startsLine: true, to: &text)
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return text
  }

  private static func write(
    _ node: Node, indent: Int, startsLine: Bool, to text: inout String
  ) {
    let isFlow = node.style == .flow || (!node.isScalar && node.count == 0)
    switch node.kind {
    case .mapping where !isFlow:
      for (index, entry) in node.entries.enumerated() {
        if index > 0 || !startsLine { text += "\n" + spaces(indent) }
        text += scalar(entry.key, indent: indent, isKey: true) + ":"
        writeValue(entry.value, indent: indent, to: &text)
      }
    case .sequence where !isFlow:
      for (index, element) in node.elements.enumerated() {
        if index > 0 || !startsLine { text += "\n" + spaces(indent) }
        text += "- "
        write(element, indent: indent + 2, startsLine: true, to: &text)
      }
    case .mapping, .sequence: text += flow(node)
    default: text += scalar(node, indent: indent, isKey: false)
    }
  }

  private static func writeValue(_ value: Node, indent: Int, to text: inout String) {
    if value.isScalar || value.style == .flow || value.count == 0 {
      let written = value.isScalar ? scalar(value, indent: indent + 2, isKey: false) : flow(value)
      text += written.isEmpty ? "" : " " + written
    } else if value.isSequence {
      write(value, indent: indent, startsLine: false, to: &text)
    } else {
      write(value, indent: indent + 2, startsLine: false, to: &text)
    }
  }

  private static func flow(_ node: Node) -> String {
    switch node.kind {
    case .mapping:
      let entries = node.entries.map { entry in
        scalar(entry.key, indent: 0, isKey: true) + ": " + flow(entry.value)
      }
      return "{" + entries.joined(separator: ", ") + "}"
    case .sequence: return "[" + node.elements.map(flow).joined(separator: ", ") + "]"
    default: return scalar(node, indent: 0, isKey: true)
    }
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func scalar(_ node: Node, indent: Int, isKey: Bool) -> String {
    let style: Style
    if node.kind == .string {
      let natural = node.withTextBytes { ScalarShape.style(of: $0, isKey: isKey) }
      style = node.style.isQuoted && natural == .plain ? node.style : natural
    } else {
      style = node.style.isQuoted ? node.style : .plain
    }
    switch style {
    case .singleQuoted:
      return "'"
        + node.text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''") + "'"
    case .doubleQuoted: return YAMLWriter.doubleQuoted(node.text)
    case .literal, .folded:
      let lines = node.text.split(separator: "\n", omittingEmptySubsequences: false)
      let body = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
      let sign = body.count == lines.count ? "-" : ""
      return "|\(sign)" + body.map { $0.isEmpty ? "\n" : "\n\(spaces(indent))\($0)" }.joined()
    default: return node.text
    }
  }
}
