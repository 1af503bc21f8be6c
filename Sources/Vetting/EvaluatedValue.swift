import CEL
import Documents
import Values

/// A value of an expression as JSON.
enum EvaluatedValue {
  /// As close to JSON as it comes: integers as numbers, bytes in base64, times in RFC 3339,
  /// durations in seconds, what a library made by its text. An absent optional is null.
  static func json(_ value: Value) -> String {
    if let elements = value.elements {
      return "[" + elements.map(json).joined(separator: ",") + "]"
    }
    if let entries = value.entries {
      let pairs = entries.map { "\(key($0.key)):\(json($0.value))" }
      return "{" + pairs.joined(separator: ",") + "}"
    }
    switch value {
    case .null: return "null"
    case .bool(let bool): return "\(bool)"
    case .int(let int): return "\(int)"
    case .uint(let uint): return "\(uint)"
    case .double(let double): return double.isFinite ? "\(double)" : JSON.quote(text(double))
    case .optional(let optional): return optional.value.map(json) ?? "null"
    default: return JSON.quote(text(value))
    }
  }

  /// Every value an object whose one key is its kind: `{"uint":"1"}`, `{"list":[{"null":null}]}`,
  /// `{"map":[[key,value]]}`.
  static func exactJSON(_ value: Value) -> String {
    if let elements = value.elements {
      return "{\"list\":[" + elements.map(exactJSON).joined(separator: ",") + "]}"
    }
    if let entries = value.entries {
      let pairs = entries.map { "[\(exactJSON($0.key)),\(exactJSON($0.value))]" }
      return "{\"map\":[" + pairs.joined(separator: ",") + "]}"
    }
    switch value {
    case .null: return "{\"null\":null}"
    case .bool(let bool): return "{\"bool\":\(bool)}"
    case .optional(let optional):
      return "{\"optional\":\(optional.value.map(exactJSON) ?? "null")}"
    case .timestamp(let time):
      return "{\"timestamp\":{\"s\":\"\(time.seconds)\",\"n\":\(time.nanoseconds)}}"
    case .duration(let duration):
      let (seconds, rest) = duration.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
      return "{\"duration\":{\"s\":\"\(seconds)\",\"n\":\(rest)}}"
    case .object(let object):
      let type = JSON.quote(object.type.runtimeName)
      return "{\"opaque\":{\"type\":\(type),\"string\":\(JSON.quote(object.description))}}"
    default: return "{\"\(kind(value))\":\(JSON.quote(text(value)))}"
    }
  }

  private static func key(_ value: Value) -> String { JSON.quote(text(value)) }

  private static func kind(_ value: Value) -> String {
    switch value {
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .bytes: "bytes"
    case .type: "type"
    default: "string"
    }
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .string, .text: value.string ?? ""
    case .null: "null"
    case .bool(let bool): "\(bool)"
    case .int(let int): "\(int)"
    case .uint(let uint): "\(uint)"
    case .double(let double): text(double)
    case .bytes(let bytes): base64(bytes)
    case .timestamp(let time): time.utcDescription
    case .duration(let duration): text(duration)
    case .type(let type): type.runtimeName
    case .object(let object): object.description
    default: ""
    }
  }

  /// The shortest text that reads as the number, without a fraction of nothing.
  private static func text(_ double: Double) -> String {
    if double.isNaN { return "NaN" }
    if double.isInfinite { return double < 0 ? "-Infinity" : "Infinity" }
    let text = "\(double)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func text(_ duration: CEL.Duration) -> String {
    let sign = duration.nanoseconds < 0 ? "-" : ""
    let (seconds, rest) = duration.nanoseconds.magnitude
      .quotientAndRemainder(dividingBy: 1_000_000_000)
    guard rest > 0 else { return "\(sign)\(seconds)s" }
    var digits = String(rest)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(sign)\(seconds).\(digits)s"
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    Base64.encode(bytes)
  }
}
