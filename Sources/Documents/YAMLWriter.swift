package import Values

/// Prints values as kustomize and kubectl do: through JSON, then go.yaml.in/yaml/v2. Keys are
/// sorted, sequences are not indented below their key, long lines are folded at spaces, and numbers
/// have one form whatever they were written as.
package struct YAMLWriter {
  package internal(set) var output: [UInt8] = []
  /// Where the emitter stands, after the emitter of libyaml.
  var column = 0
  /// Whether the last character was a space, an indicator or a line's indent.
  var whitespace = true
  /// Whether only indentation and block indicators stand on the line so far.
  var indention = true

  /// Whether to note where what stands on a line was written.
  package var recordsMarks = false
  /// By the number of the line in the output, from 0.
  package private(set) var marks: [Int: Mark] = [:]
  private var line = 0

  /// Folding begins behind this column.
  static let bestWidth = 80
  /// Keys longer than this are written with `?`.
  static let simpleKeyLength = 128

  package init() {}

  package init(reservingCapacity capacity: Int) {
    output.reserveCapacity(capacity)
  }

  package var text: String { String(decoding: output, as: UTF8.self) }

  /// Writes one document, without a separator before it. The value must not nest deeper than the
  /// readers accept.
  package mutating func write(_ node: Node) {
    column = 0
    whitespace = true
    indention = true
    write(node, indent: -1, context: .root)
    writeIndent(0)
  }

  /// Writes bytes as they are, such as `---` between documents.
  package mutating func write(raw text: String) {
    output.append(contentsOf: text.utf8)
    line += text.utf8.count { $0 == UInt8(ascii: "\n") }
  }

  enum Context { case root, sequence, key, value }

  private mutating func write(_ node: Node, indent: Int, context: Context) {
    switch node.kind {
    case .mapping:
      if node.count == 0 {
        writeIndicator("{", needsWhitespace: true)
        writeIndicator("}", needsWhitespace: false)
      } else {
        writeMapping(node, indent: indent)
      }
    case .sequence:
      if node.count == 0 {
        writeIndicator("[", needsWhitespace: true)
        writeIndicator("]", needsWhitespace: false)
      } else {
        writeSequence(node, indent: indent, isValue: context == .value)
      }
    case .string:
      node.withTextBytes { writeString($0, indent: Self.below(indent), isKey: false) }
    case .null: writePlain("null")
    case .bool: writePlain(node.bool == true ? "true" : "false")
    case .int, .float: writePlain(GoNumber.yaml(node))
    }
  }

  private static func below(_ indent: Int) -> Int { indent < 0 ? 2 : indent + 2 }

  private mutating func writeMapping(_ node: Node, indent: Int) {
    let indent = indent < 0 ? 0 : indent + 2
    for index in SortedKeys.order(of: node) {
      let entry = node.entries[index]
      writeIndent(indent)
      note(entry.value.mark ?? entry.key.mark)
      let isSimple = writeKey(entry.key, indent: indent)
      writeIndicator(":", needsWhitespace: !isSimple, isIndention: !isSimple)
      write(entry.value, indent: indent, context: .value)
    }
  }

  private mutating func writeKey(_ key: Node, indent: Int) -> Bool {
    key.withTextBytes { text in
      let isSimple = text.count <= Self.simpleKeyLength && !ScalarShape.hasBreak(text)
      if isSimple {
        writeString(text, indent: indent + 2, isKey: true)
      } else {
        writeIndicator("?", needsWhitespace: true, isIndention: true)
        writeString(text, indent: indent + 2, isKey: false)
        writeIndent(indent)
      }
      return isSimple
    }
  }

  /// The innermost thing on a line counts.
  private mutating func note(_ mark: Mark?) {
    guard recordsMarks else { return }
    marks[line] = mark
  }

  private mutating func writeSequence(_ node: Node, indent: Int, isValue: Bool) {
    // Below a key the dashes stand in the key's column.
    let indent = indent < 0 ? 0 : isValue && !indention ? indent : indent + 2
    for element in node.elements {
      writeIndent(indent)
      note(element.mark)
      writeIndicator("-", needsWhitespace: true, isIndention: true)
      write(element, indent: indent, context: .sequence)
    }
  }
}

// MARK: - The primitives of the emitter

extension YAMLWriter {
  @inline(__always)
  mutating func put(_ byte: UInt8) {
    output.append(byte)
    // A column is a character, so continuation bytes do not count.
    if byte & 0xC0 != 0x80 { column += 1 }
  }

  mutating func putBreak() {
    output.append(UInt8(ascii: "\n"))
    column = 0
    line += 1
  }

  mutating func writeIndent(_ indent: Int) {
    if !indention || column > indent || (column == indent && !whitespace) { putBreak() }
    while column < indent { put(UInt8(ascii: " ")) }
    whitespace = true
    indention = true
  }

  mutating func writeIndicator(
    _ indicator: Unicode.Scalar, needsWhitespace: Bool, isIndention: Bool = false
  ) {
    if needsWhitespace, !whitespace { put(UInt8(ascii: " ")) }
    put(UInt8(ascii: indicator))
    whitespace = false
    indention = indention && isIndention
  }

  mutating func writePlain(_ text: String) {
    if !whitespace { put(UInt8(ascii: " ")) }
    for byte in text.utf8 { put(byte) }
    whitespace = false
    indention = false
  }
}

extension YAML {
  /// A document as kustomize prints it.
  package static func write(_ node: Node) -> String {
    var writer = YAMLWriter()
    writer.write(node)
    return writer.text
  }
}

extension YAMLWriter {
  /// A text in double quotes, on one line.
  package static func doubleQuoted(_ text: String) -> String {
    var writer = YAMLWriter()
    var text = text
    text.withUTF8 { writer.writeDoubleQuoted($0, indent: 0, folds: false) }
    return writer.text
  }
}
