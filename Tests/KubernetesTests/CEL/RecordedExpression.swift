import CEL
import Values

/// One expression with its recorded result.
struct RecordedExpression {
  let node: Node

  /// The text; made again where it is too long to have been recorded.
  var expression: String? {
    if let text = node["expr"]?.text { return text }
    let words = (node["src"]?.text ?? "").split(separator: " ")
    guard words.count >= 2, let count = Int(words[words.count - 1]) else { return nil }
    switch words[words.count - 2] {
    case "parens":
      return String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
    case "plus": return Array(repeating: "1", count: count).joined(separator: "+")
    case "and": return Array(repeating: "true", count: count).joined(separator: " && ")
    case "ternary": return String(repeating: "true ? 1 : ", count: count) + "2"
    case "probe/size": return "'" + String(repeating: "a", count: count - 2) + "'"
    default: return nil
    }
  }

  func difference(in environment: Environment, _ activation: Activation) -> String? {
    let program: Program
    do {
      program = try environment.compile(expression ?? "")
    } catch {
      return compileDifference(error)
    }
    if let expected = node["compile_error"]?.text { return "compiles, expected \(expected)" }
    if let type = node["type"]?.text, !type.hasPrefix("list(list(list(list"),
      "\(program.type)" != type
    {
      return "type \(program.type), expected \(type)"
    }
    let outcome = program.evaluate(activation)
    if let expected = node["program_error"]?.text {
      if case .error(let error) = outcome.value, error.message == expected { return nil }
      return "\(outcome.value), expected the error \(expected)"
    }
    if let cost = node["cost"]?.uint, outcome.cost != cost {
      return "cost \(outcome.cost), expected \(cost)"
    }
    if let expected = node["eval_error"]?.text {
      guard case .error(let error) = outcome.value else {
        return "\(outcome.value), expected the error \(expected)"
      }
      return error.message == expected ? nil : "error \(error), expected \(expected)"
    }
    guard let expected = node["value"] else { return nil }
    return matches(outcome.value, expected)
      ? nil : "\(outcome.value), expected \(describe(expected))"
  }

  private func compileDifference(_ error: CompileError) -> String? {
    let text = error.description.prefix { $0 != "\n" }
    if let expected = node["program_error"]?.text {
      return error.issues.first?.message == expected ? nil : "\(text), expected \(expected)"
    }
    guard let expected = node["compile_error"]?.text else { return "does not compile: \(text)" }
    return text == expected ? nil : "\(text), expected \(expected)"
  }

  private func describe(_ node: Node) -> String {
    if node.isScalar { return node.text }
    if node.isSequence { return "[\(node.elements.map(describe).joined(separator: ", "))]" }
    return "{\(node.entries.map { "\($0.name): \(describe($0.value))" }.joined(separator: ", "))}"
  }

  /// Whether a value is what an object of one key, the kind, says.
  private func matches(_ value: Value, _ recorded: Node) -> Bool {
    guard let entry = recorded.entries.first else { return false }
    let content = entry.value
    switch (entry.name, value) {
    case ("null", .null): return true
    case ("bool", .bool(let bool)): return bool == content.bool
    case ("int", .int(let int)): return String(int) == content.text
    case ("uint", .uint(let uint)): return String(uint) == content.text
    case ("double", .double(let double)):
      let expected = content.text == "Infinity" ? .infinity : Double(content.text) ?? .nan
      return double == expected || double.isNaN && expected.isNaN
    case ("bytes", .bytes): return true
    case ("string", _): return value.string == content.text
    case ("type", .type(let type)): return type.runtimeName == content.text
    case ("timestamp", .timestamp(let time)):
      return content["s"]?.text == String(time.seconds)
        && content["n"]?.int == Int64(time.nanoseconds)
    case ("duration", .duration(let duration)):
      return content["s"]?.text == String(duration.nanoseconds / 1_000_000_000)
        && content["n"]?.int == duration.nanoseconds % 1_000_000_000
    case ("optional", .optional(let optional)):
      return optional.value.map { matches($0, content) } ?? content.isNull
    case ("opaque", .object(let object)):
      return content["type"]?.text == object.type.runtimeName
        && (content["string"]?.text == object.description || content["string"] == nil)
    case ("list", _):
      guard let elements = value.elements, elements.count == content.count else { return false }
      return zip(elements, content.elements).allSatisfy { matches($0, $1) }
    case ("map", _):
      guard let entries = value.entries, entries.count == content.count else { return false }
      return entries.allSatisfy { entry in
        content.elements.contains { pair in
          guard let key = pair[0], let value = pair[1] else { return false }
          return matches(entry.key, key) && matches(entry.value, value)
        }
      }
    default: return false
    }
  }
}
