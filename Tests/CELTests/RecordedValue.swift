import CEL
import Values

/// Values and types as the recorded cases write them: an object with one key, the kind.
enum RecordedValue {
  static func value(_ node: Node) -> Value? {
    guard let entry = node.entries.first else { return nil }
    let content = entry.value
    switch entry.name {
    case "null": return .null
    case "bool": return content.bool.map { .bool($0) }
    case "string": return .string(content.text)
    case "int": return Int64(content.text).map { .int($0) }
    case "uint": return UInt64(content.text).map { .uint($0) }
    case "double": return double(content.text).map { .double($0) }
    case "bytes": return Base64.decode(content.text).map { .bytes($0) }
    case "list": return .list(content.elements.compactMap(value))
    case "map":
      return .map(
        MapValue(
          entries: content.elements.compactMap { pair in
            guard let key = pair[0].flatMap(value), let value = pair[1].flatMap(value) else {
              return nil
            }
            return MapValue.Entry(key: key, value: value)
          }))
    case "type": return .type(.opaque(content.text, []))
    case "timestamp":
      return seconds(content).flatMap {
        Timestamp(seconds: $0, nanoseconds: Int32(content["n"]?.int ?? 0))
      }.map { .timestamp($0) }
    case "duration":
      return seconds(content).flatMap {
        Duration(seconds: $0, nanoseconds: content["n"]?.int ?? 0)
      }.map { .duration($0) }
    case "optional":
      return content.isNull ? .optional(of: nil) : value(content).map { .optional(of: $0) }
    case "enum": return content["value"].flatMap { Int64($0.text) }.map { .int($0) }
    case "object": return ProtoTests.message(content)
    default: return nil
    }
  }

  static func seconds(_ node: Node) -> Int64? { node["s"].flatMap { Int64($0.text) } }

  static func double(_ text: String) -> Double? {
    switch text {
    case "NaN": .nan
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    default: Double(text)
    }
  }

  /// Equality by kind: 1 is not 1.0; NaN equals NaN.
  static func same(_ left: Value, _ right: Value) -> Bool {
    if let leftElements = left.elements {
      guard let rightElements = right.elements, leftElements.count == rightElements.count else {
        return false
      }
      return zip(leftElements, rightElements).allSatisfy(same)
    }
    if let leftEntries = left.entries {
      guard let rightEntries = right.entries, leftEntries.count == rightEntries.count else {
        return false
      }
      return leftEntries.allSatisfy { entry in
        rightEntries.contains { same($0.key, entry.key) && same($0.value, entry.value) }
      }
    }
    switch (left, right) {
    case (.double(let left), .double(let right)):
      return left == right && left.sign == right.sign || left.isNaN && right.isNaN
    case (.int, .int), (.uint, .uint), (.bool, .bool), (.null, .null), (.bytes, .bytes),
      (.timestamp, .timestamp), (.duration, .duration), (.type, .type), (.object, .object):
      return left.isEqual(to: right)
    case (.optional(let left), .optional(let right)):
      switch (left.value, right.value) {
      case (nil, nil): return true
      case (let left?, let right?): return same(left, right)
      default: return false
      }
    default:
      guard let left = left.string, let right = right.string else { return false }
      return left == right
    }
  }

  static func type(_ node: Node) -> Type {
    let parameters = node["p"].map { $0.elements.map(type) } ?? []
    let name = node["name"]?.text ?? ""
    switch node["t"]?.text {
    case "null": return .null
    case "bool": return .bool
    case "int": return .int
    case "uint": return .uint
    case "double": return .double
    case "string": return .string
    case "bytes": return .bytes
    case "timestamp": return .timestamp
    case "duration": return .duration
    case "any": return .any
    case "list": return .list(parameters.first ?? .dyn)
    case "map" where parameters.count == 2: return .map(parameters[0], parameters[1])
    case "wrapper": return .wrapper(parameters.first ?? .dyn)
    case "type": return .type(parameters.first)
    case "message": return Type(message: name)
    case "param": return .parameter(name)
    case "opaque": return .opaque(name, parameters)
    default: return .dyn
    }
  }
}

enum Base64 {
  static func decode(_ text: String) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in text.utf8 where byte != UInt8(ascii: "=") {
      guard let digit = alphabet.firstIndex(of: byte) else { return nil }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }
}
