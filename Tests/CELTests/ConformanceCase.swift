import CEL
import Documents
import Foundation
import Values

/// One case of the specification's conformance tests.
struct ConformanceCase {
  let line: Int
  let node: Node

  var file: String { node["file"]?.text ?? "" }
  var expression: String { node["expr"]?.text ?? "" }
  var proto: String { node["proto"]?.text ?? "" }
  var name: String { "\(file):\(node["section"]?.text ?? "")/\(node["name"]?.text ?? "")" }
  private func flag(_ key: String) -> Bool { node[key]?.bool ?? false }

  /// Whether the case wants enums to be types of their own, which the specification leaves to
  /// implementations (here they are integers), or messages decoded from their wire format.
  var isOutOfScope: Bool {
    (node["section"]?.text.hasPrefix("strong_proto") ?? false)
      || expression.contains("google.protobuf.Any{type_url")
  }

  static func read(_ data: Data) throws -> [ConformanceCase] {
    let lines = data.split(separator: UInt8(ascii: "\n"))
    return try lines.enumerated().map { index, line in
      let document = try JSON.read(Array(line), from: Source(path: "cases"))
      return ConformanceCase(line: index + 1, node: document.root)
    }
  }

  /// The environment that the cases are written for.
  var environment: Environment {
    var environment = Environment()
    for library in Library.extensions { environment.add(library) }
    environment.add(ProtoTests.types)
    declare(in: &environment)
    return environment
  }

  /// Adds what the case itself declares.
  func declare(in environment: inout Environment) {
    environment.container = node["container"]?.text ?? ""
    for declaration in node["type_env"]?.elements.map({ $0 }) ?? [] {
      let name = declaration["name"]?.text ?? ""
      if declaration["kind"]?.text == "ident" {
        environment.declare(name, declaration["type"].map(RecordedValue.type) ?? .dyn)
      } else {
        let overloads = declaration["overloads"]?.elements.map { overload in
          Overload(
            overload["id"]?.text ?? "", isMember: overload["member"]?.bool ?? false,
            overload["params"]?.elements.map(RecordedValue.type) ?? [],
            overload["result"].map(RecordedValue.type) ?? .dyn)
        }
        environment.declare(Function(name, overloads ?? []))
      }
    }
  }

  /// Why the case fails; nil where it passes.
  func difference(in environment: Environment) -> String? {
    let program: Program
    do {
      program =
        flag("disable_check")
        ? try environment.compileUnchecked(expression) : try environment.compile(expression)
    } catch {
      return node["eval_error"] != nil ? nil : "does not compile: \(error)"
    }
    if let typed = node["typed_result"], let type = typed["type"].map(RecordedValue.type),
      program.type != type
    {
      return "type \(program.type), expected \(type)"
    }
    if flag("check_only") { return nil }
    var activation = Activation()
    for binding in node["bindings"]?.entries.map({ $0 }) ?? [] {
      guard let value = RecordedValue.value(binding.value) else {
        return "cannot read the binding \(binding.name)"
      }
      activation.bind(binding.name, to: value)
    }
    let outcome = program.evaluate(activation)
    if case .error(let error) = outcome.value {
      return node["eval_error"] != nil ? nil : "error: \(error)"
    }
    if node["eval_error"] != nil { return "\(outcome.value), expected an error" }
    guard let expected = node["value"] ?? node["typed_result"]?["value"] else { return nil }
    guard let value = RecordedValue.value(expected) else { return "cannot read the value" }
    return RecordedValue.same(outcome.value, value)
      ? nil : "\(outcome.value), expected \(value)"
  }
}
