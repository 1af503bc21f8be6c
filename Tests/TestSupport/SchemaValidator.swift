public import Foundation

/// As much of JSON Schema as the published schemas of the project use: type, const, enum, pattern,
/// required, properties, additionalProperties, items, minimum, anyOf and local references.
public struct SchemaValidator {
  private let schema: [String: Any]

  public init(_ schema: Data) throws {
    self.schema = try JSONSerialization.jsonObject(with: schema) as? [String: Any] ?? [:]
  }

  /// What does not fit, each with its place; none where all does.
  public func problems(of document: Data) throws -> [String] {
    let value = try JSONSerialization.jsonObject(with: document)
    return check(value, schema, "")
  }

  private func check(_ value: Any, _ schema: Any, _ path: String) -> [String] {
    if let allowed = schema as? Bool { return allowed ? [] : ["\(path): not allowed"] }
    guard var schema = schema as? [String: Any] else { return ["\(path): bad schema"] }
    if let reference = schema["$ref"] as? String {
      let name = String(reference.split(separator: "/").last ?? "")
      guard let target = (self.schema["$defs"] as? [String: Any])?[name] as? [String: Any] else {
        return ["\(path): unknown reference \(reference)"]
      }
      schema = target
    }
    if let options = schema["anyOf"] as? [Any] {
      let failures = options.map { check(value, $0, path) }
      return failures.contains(where: \.isEmpty) ? [] : failures.last ?? []
    }
    var problems: [String] = []
    let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { Self.has(value, type: $0) }) {
      return ["\(path): \(value) is not of type \(types)"]
    }
    if let constant = schema["const"], !Self.equal(constant, value) {
      problems.append("\(path): \(value) is not \(constant)")
    }
    if let options = schema["enum"] as? [Any], !options.contains(where: { Self.equal($0, value) }) {
      problems.append("\(path): \(value) is none of \(options)")
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      problems.append("\(path): '\(text)' does not match \(pattern)")
    }
    if let minimum = schema["minimum"] as? NSNumber, let number = value as? NSNumber,
      number.doubleValue < minimum.doubleValue
    {
      problems.append("\(path): \(number) is less than \(minimum)")
    }
    if let object = value as? [String: Any] {
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        problems.append("\(path): \(name) is missing")
      }
      let properties = schema["properties"] as? [String: Any] ?? [:]
      for (name, member) in object {
        if let property = properties[name] ?? schema["additionalProperties"] {
          problems += check(member, property, "\(path).\(name)")
        }
      }
    }
    if let elements = value as? [Any], let items = schema["items"] {
      for (index, element) in elements.enumerated() {
        problems += check(element, items, "\(path)[\(index)]")
      }
    }
    return problems
  }

  private static func has(_ value: Any, type: String) -> Bool {
    let isBool = (value as? NSNumber).map { CFBooleanLike.isBool($0) } ?? false
    return switch type {
    case "null": value is NSNull
    case "boolean": isBool
    case "integer":
      !isBool && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
    case "number": !isBool && value is NSNumber
    case "string": value is String
    case "array": value is [Any]
    case "object": value is [String: Any]
    default: false
    }
  }

  private static func equal(_ left: Any, _ right: Any) -> Bool {
    (left as? NSObject).map { $0.isEqual(right) } ?? false
      || "\(left)" == "\(right)" && type(of: left) == type(of: right)
  }
}

private enum CFBooleanLike {
  /// Foundation keeps JSON's booleans as numbers of C's type `char`.
  static func isBool(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c"
  }
}
