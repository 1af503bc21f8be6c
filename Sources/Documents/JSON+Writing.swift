import Glibc
package import Values

extension JSON {
  /// The text of a value, without a line break at the end.
  ///
  /// Numbers keep their text where it is a number of JSON, else they are written as Go writes them;
  /// what JSON cannot hold (infinity) is null.
  ///
  /// - Parameters:
  ///   - pretty: one entry a line, indented by two spaces.
  ///   - sortedKeys: mappings in the order of their keys' bytes, else in their own.
  package static func write(
    _ node: Node, pretty: Bool = false, sortedKeys: Bool = false
  ) -> String {
    String(decoding: bytes(of: node, pretty: pretty, sortedKeys: sortedKeys), as: UTF8.self)
  }

  package static func bytes(
    of node: Node, pretty: Bool = false, sortedKeys: Bool = false
  ) -> [UInt8] {
    var writer = JSONWriter(isPretty: pretty, sortsKeys: sortedKeys)
    writer.write(node)
    return writer.output
  }

  /// A string as JSON writes it, with its quotes.
  package static func quote(_ string: String) -> String {
    var writer = JSONWriter(isPretty: false, sortsKeys: false)
    var string = string
    string.withUTF8 { writer.quote($0) }
    return String(decoding: writer.output, as: UTF8.self)
  }
}

struct JSONWriter {
  let isPretty: Bool
  let sortsKeys: Bool
  var output: [UInt8] = []

  init(isPretty: Bool, sortsKeys: Bool) {
    self.isPretty = isPretty
    self.sortsKeys = sortsKeys
  }

  mutating func write(_ node: Node) {
    // The walk counts no references.
    withExtendedLifetime(node) { write(UnownedNode(node), depth: 0) }
  }

  private mutating func write(_ node: UnownedNode, depth: Int) {
    switch node.kind {
    case .null: put("null")
    case .bool: put(node.node.bool == true ? "true" : "false")
    case .string: node.withTextBytes { quote($0) }
    case .int, .float: number(node.node)
    case .sequence:
      guard node.count > 0 else { return put("[]") }
      put("[")
      var isFirst = true
      node.forEachElement { element in
        separate(&isFirst, depth)
        write(element, depth: depth + 1)
      }
      newLine(depth)
      put("]")
    case .mapping:
      guard node.count > 0 else { return put("{}") }
      put("{")
      var isFirst = true
      if sortsKeys {
        for (key, value) in Self.sorted(node) { write(key, value, &isFirst, depth) }
      } else {
        node.forEachEntry { write($0, $1, &isFirst, depth) }
      }
      newLine(depth)
      put("}")
    }
  }

  private mutating func write(
    _ key: UnownedNode, _ value: UnownedNode, _ isFirst: inout Bool, _ depth: Int
  ) {
    separate(&isFirst, depth)
    key.withTextBytes { quote($0) }
    put(isPretty ? ": " : ":")
    write(value, depth: depth + 1)
  }

  private typealias Entry = (key: UnownedNode, value: UnownedNode)

  /// The entries of a mapping in the order of their keys' bytes, in which most are written.
  private static func sorted(_ mapping: UnownedNode) -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(mapping.count)
    var isSorted = true
    mapping.forEachEntry { key, value in
      if isSorted, let last = entries.last { isSorted = precedes(last.key, key) }
      entries.append((key, value))
    }
    return isSorted ? entries : entries.sorted { precedes($0.key, $1.key) }
  }

  private static func precedes(_ left: UnownedNode, _ right: UnownedNode) -> Bool {
    left.withTextBytes { left in
      right.withTextBytes { right in
        let count = min(left.count, right.count)
        guard count > 0, let start = left.baseAddress, let other = right.baseAddress else {
          return left.count < right.count
        }
        let order = memcmp(start, other, count)
        return order == 0 ? left.count < right.count : order < 0
      }
    }
  }

  private mutating func number(_ node: Node) {
    let isJSON = node.withTextBytes { text in
      guard NumberText.isJSON(text) else { return false }
      output.append(contentsOf: text)
      return true
    }
    guard !isJSON else { return }
    if let int = node.int {
      put(text: String(int))
    } else if let uint = node.uint {
      put(text: String(uint))
    } else if let double = node.double, double.isFinite {
      put(text: GoFloat.json(double))
    } else {
      put("null")
    }
  }

  private mutating func separate(_ isFirst: inout Bool, _ depth: Int) {
    if !isFirst { put(",") }
    isFirst = false
    newLine(depth + 1)
  }

  private mutating func newLine(_ depth: Int) {
    guard isPretty else { return }
    put("\n")
    for _ in 0..<depth { put("  ") }
  }

  @inline(__always)
  private mutating func put(_ text: StaticString) {
    output.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func put(text: String) {
    output.append(contentsOf: text.utf8)
  }

  mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
    output.append(UInt8(ascii: "\""))
    var start = 0
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<offset]))
        start = offset + 1
        escape(byte)
      }
      offset += 1
    }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    output.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): put("\\\"")
    case UInt8(ascii: "\\"): put("\\\\")
    case 0x08: put("\\b")
    case 0x09: put("\\t")
    case 0x0A: put("\\n")
    case 0x0C: put("\\f")
    case 0x0D: put("\\r")
    default:
      put("\\u00")
      put(byte < 0x10 ? "0" : "1")
      put(text: String(byte & 0xF, radix: 16))
    }
  }
}
