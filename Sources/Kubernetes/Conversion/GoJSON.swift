import Documents
import Values

/// JSON as Go's encoding/json writes and reads it.
enum GoJSON {
  /// - Parameter sortedKeys: as for a map; a structure keeps the order of its fields.
  static func text(of value: Node, sortedKeys: Bool = false) -> String {
    let bytes = JSON.bytes(of: value, sortedKeys: sortedKeys)
    func isEscaped(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "&")
    }
    guard bytes.contains(where: isEscaped) else { return String(decoding: bytes, as: UTF8.self) }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    // Go escapes what could end a script in HTML.
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "<"): output.append(contentsOf: "\\u003c".utf8)
      case UInt8(ascii: ">"): output.append(contentsOf: "\\u003e".utf8)
      case UInt8(ascii: "&"): output.append(contentsOf: "\\u0026".utf8)
      default: output.append(byte)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// nil where the text is no JSON.
  static func read(_ text: Node) -> Document? {
    text.withTextBytes { try? JSON.read($0, from: Source(path: "annotation")) }
  }
}

/// A structure as Go reads it: names in any case, null as if it were not there, and an error where a
/// value has another type.
struct GoStructure {
  struct Mismatch: Error {}

  private let node: Node?

  init(_ node: Node?) throws(Mismatch) {
    guard node?.isMapping ?? true else { throw Mismatch() }
    self.node = node
  }

  var isPresent: Bool { node != nil }

  func value(_ name: String) -> Node? {
    guard let node else { return nil }
    let value = node[name] ?? node.entries.last { $0.name.lowercased() == name.lowercased() }?.value
    return value.flatMap { $0.isNull ? nil : $0 }
  }

  func structure(_ name: String) throws(Mismatch) -> GoStructure {
    try GoStructure(value(name))
  }

  func list(_ name: String) throws(Mismatch) -> [Node]? {
    guard let value = value(name) else { return nil }
    guard value.isSequence else { throw Mismatch() }
    return Array(value.elements)
  }

  /// Empty where it is absent.
  func text(_ name: String) throws(Mismatch) -> String {
    guard let value = value(name) else { return "" }
    guard let text = value.string else { throw Mismatch() }
    return text
  }

  /// Of 32 bits.
  func number(_ name: String) throws(Mismatch) -> Int64? {
    guard let value = value(name) else { return nil }
    guard let number = value.int.flatMap({ Int32(exactly: $0) }) else { throw Mismatch() }
    return Int64(number)
  }

  /// In its canonical form.
  func quantity(_ name: String) throws(Mismatch) -> String? {
    guard let value = value(name) else { return nil }
    guard value.isScalar, let quantity = try? Quantity(value.text) else { throw Mismatch() }
    return quantity.spelling ?? quantity.description
  }
}
