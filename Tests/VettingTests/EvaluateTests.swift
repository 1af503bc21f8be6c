import Diagnostics
import Foundation
import Testing

@testable import Vetting

struct EvaluateTests {
  private func report(
    _ expression: String, dialect: Evaluate.Dialect = .kubernetes, json: Bool = true,
    variables: [Evaluate.Variable] = []
  ) throws -> String {
    let outcome = try Evaluate(dialect: dialect, variables: variables).run(expression)
    return json ? EvaluateReport.json(outcome) : EvaluateReport.text(outcome)
  }

  @Test(arguments: [
    ("1 + 2", #"{"value":3,"type":"int","cost":1,"exact":{"int":"3"}}"#),
    (
      "{'a': [true, false]}",
      #"{"value":{"a":[true,false]},"type":"map(string, list(bool))","cost":0,"#
        + #""exact":{"map":[[{"string":"a"},{"list":[{"bool":true},{"bool":false}]}]]}}"#
    ),
    ("2u", #"{"value":2,"type":"uint","cost":0,"exact":{"uint":"2"}}"#),
    ("1.0 / 0.0", #"{"value":"Infinity","type":"double","cost":1,"exact":{"double":"Infinity"}}"#),
    ("b'hi'", #"{"value":"aGk=","type":"bytes","cost":0,"exact":{"bytes":"aGk="}}"#),
    (
      "quantity('1.5Gi')",
      #"{"value":"1536Mi","type":"kubernetes.Quantity","cost":1,"#
        + #""exact":{"opaque":{"type":"kubernetes.Quantity","string":"1536Mi"}}}"#
    ),
    (
      "duration('-1.5s')",
      #"{"value":"-1.5s","type":"google.protobuf.Duration","cost":0,"#
        + #""exact":{"duration":{"s":"-1","n":-500000000}}}"#
    ),
    (
      "1 / 0",
      #"{"error":{"phase":"evaluation","message":"division by zero","line":1,"column":3},"#
        + #""cost":1}"#
    ),
    (
      "\n x",
      #"{"error":{"phase":"compile","message":"undeclared reference to 'x' (in container '')","#
        + #""line":2,"column":2}}"#
    ),
  ])
  func printsJSON(expression: String, expected: String) throws {
    #expect(try report(expression) == expected + "\n")
  }

  @Test func printsText() throws {
    #expect(try report("'a\\n'", json: false) == "value: \"a\\n\"\ntype: string\ncost: 0\n")
    let problem = "ERROR: <input>:1:3: division by zero\n | 1 / 0\n | ..^\n"
    #expect(try report("1 / 0", json: false) == problem)
  }

  @Test func hasADialect() throws {
    #expect(try report("[1, 'a'].size()", dialect: .spec).hasPrefix(#"{"value":2,"#))
    #expect(try report("[1, 'a'].size()").contains("expected type 'int' but found 'string'"))
    #expect(throws: Diagnostic.self) { try Evaluate(dialect: .kubernetes, version: "2.0") }
  }

  @Test func readsVariablesFromFiles() throws {
    let path = NSTemporaryDirectory() + "evaluate-\(UUID().uuidString).yaml"
    try "spec: {replicas: 3}\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let variable = Evaluate.Variable(name: "object", path: path)
    #expect(try report("object.spec.replicas * 2", variables: [variable]).contains(#""value":6"#))
    #expect(throws: Diagnostic.self) {
      try report("a", variables: [Evaluate.Variable(name: "a", path: path + ".none")])
    }
    #expect(throws: Diagnostic.self) {
      try report("a", variables: [Evaluate.Variable(name: "a-b", path: path)])
    }
  }

  @Test func tellsOutcomesByExitCode() throws {
    let evaluate = try Evaluate(dialect: .spec)
    #expect(evaluate.run("true").exitCode == 0)
    #expect(evaluate.run("[][0]").exitCode == 1)
    #expect(evaluate.run("(").exitCode == 2)
  }
}
