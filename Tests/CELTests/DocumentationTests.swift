import CEL
import Foundation
import Testing

/// The examples of Documentation/CEL.md.
struct DocumentationTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let expression: String
    let result: String
    var testDescription: String { expression }
  }

  static let examples: [Example] = {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Documentation/CEL.md")
    guard let text = try? String(contentsOf: page, encoding: .utf8) else { return [] }
    var examples: [Example] = []
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isExample = line == "```cel"
      } else if isExample, let range = line.range(of: "// ", options: .backwards) {
        examples.append(
          Example(
            expression: line[..<range.lowerBound].trimmingCharacters(in: .whitespaces),
            result: String(line[range.upperBound...])))
      }
    }
    return examples
  }()

  @Test func `there are examples`() {
    #expect(Self.examples.count > 15)
  }

  @Test(arguments: examples)
  func `the example gives what the page says`(example: Example) throws {
    var environment = Environment()
    for library in Library.extensions { environment.add(library) }
    let value = try environment.compile(example.expression).evaluate().value
    if example.result.hasPrefix("error: ") {
      guard case .error(let error) = value else {
        Issue.record("\(value)")
        return
      }
      #expect("error: \(error.message)" == example.result)
    } else {
      let expected = try environment.compile(example.result).evaluate().value
      #expect(value.isEqual(to: expected), "\(value)")
    }
  }

  @Test func `the first example`() throws {
    var environment = Environment()
    environment.add(.strings())
    environment.declare("name", .string)
    environment.declare(
      Function(
        "shout",
        Overload("string_shout", isMember: true, .string, .string) { text in
          .string((text.string ?? "") + "!")
        }))
    let program = try environment.compile("'Hello, ' + name.upperAscii()")
    #expect(program.type == .string)
    let outcome = program.evaluate(Activation(["name": .string("ada")]))
    #expect(outcome.value.string == "Hello, ADA")
    #expect(outcome.cost == 3)
    #expect(try environment.compile("'a'.shout()").evaluate().value.string == "a!")
    let error = #expect(throws: CompileError.self) {
      try environment.compile("'Hello, ' + nmae")
    }
    #expect(
      error?.description == """
        ERROR: <input>:1:13: undeclared reference to 'nmae' (in container '')
         | 'Hello, ' + nmae
         | ............^
         | did you mean 'name'?
        """)
  }
}
