import Documents
import Values

/// JSON as Go's `encoding/json` writes it: keys sorted, and characters escaped that could end a
/// script in HTML.
struct GoJSON {
  private(set) var output: [UInt8] = []

  enum Value {
    case string(String)
    case node(Node)
  }

  var text: String { String(decoding: output, as: UTF8.self) }

  mutating func write(object fields: [(String, Value)]) {
    put("{")
    for (index, field) in fields.sorted(by: { $0.0 < $1.0 }).enumerated() {
      if index > 0 { put(",") }
      write(string: field.0)
      put(":")
      switch field.1 {
      case .string(let text): write(string: text)
      case .node(let node): write(node)
      }
    }
    put("}")
  }

  /// - Parameter indent: two spaces for each level where it is given, else all on one line.
  mutating func write(_ node: Node, indent: Int? = nil) {
    switch node.kind {
    case .null: put("null")
    case .bool: put(node.bool == true ? "true" : "false")
    case .int, .float: put(node.double.map { $0.isFinite ? GoFloat.json($0) : "null" } ?? "0")
    case .string: node.withTextBytes { write(string: $0) }
    case .sequence:
      write(node.elements, "[", "]", indent) { json, element, indent in
        json.write(element, indent: indent)
      }
    case .mapping:
      let entries = node.entries.sorted { left, right in
        left.key.withTextBytes { left in
          right.key.withTextBytes { left.lexicographicallyPrecedes($0) }
        }
      }
      write(entries, "{", "}", indent) { json, entry, indent in
        entry.key.withTextBytes { json.write(string: $0) }
        json.put(indent == nil ? ":" : ": ")
        json.write(entry.value, indent: indent)
      }
    }
  }

  private mutating func write<Items: Collection>(
    _ items: Items, _ open: String, _ close: String, _ indent: Int?,
    _ body: (inout GoJSON, Items.Element, Int?) -> Void
  ) {
    put(open)
    guard !items.isEmpty else { return put(close) }
    let inner = indent.map { $0 + 1 }
    var isFirst = true
    for item in items {
      if !isFirst { put(",") }
      isFirst = false
      breakLine(inner)
      body(&self, item, inner)
    }
    breakLine(indent)
    put(close)
  }

  private mutating func breakLine(_ indent: Int?) {
    guard let indent else { return }
    put("\n" + String(repeating: "  ", count: indent))
  }

  private mutating func put(_ text: String) { output.append(contentsOf: text.utf8) }

  private mutating func write(string: String) {
    var string = string
    string.withUTF8 { write(string: $0) }
  }

  private mutating func write(string text: UnsafeBufferPointer<UInt8>) {
    output.append(UInt8(ascii: "\""))
    var index = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case UInt8(ascii: "\n"): put("\\n")
      case UInt8(ascii: "\r"): put("\\r")
      case UInt8(ascii: "\t"): put("\\t")
      case 0x08: put("\\b")
      case 0x0C: put("\\f")
      case 0..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        let digits = String(byte, radix: 16)
        put("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits)
      case 0xE2
      where index + 2 < text.count && text[index + 1] == 0x80
        && text[index + 2] & 0xFE == 0xA8:
        // The line and paragraph separators end a line in scripts.
        put(text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029")
        index += 2
      default: output.append(byte)
      }
      index += 1
    }
    output.append(UInt8(ascii: "\""))
  }
}
