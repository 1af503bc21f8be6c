import CEL
import Testing

/// Problems as the reference implementation words and places them.
struct CompileErrorTests {
  private func problem(_ expression: String) -> String? {
    var environment = Environment()
    environment.add(.optionals())
    environment.add(.strings())
    environment.declare("d", .dyn)
    environment.declare("n", .int)
    do throws(CompileError) {
      _ = try environment.compile(expression)
      return nil
    } catch {
      return error.description.split(separator: "\n").first.map(String.init)
    }
  }

  @Test(arguments: [
    ("x", "1:1: undeclared reference to 'x' (in container '')"),
    ("d.foo(1)", "1:6: undeclared reference to 'foo' (in container '')"),
    ("1 + 'a'", "1:3: found no matching overload for '_+_' applied to '(int, string)'"),
    (
      "'a'.orValue('b')",
      "1:12: found no matching overload for 'orValue' applied to 'string.(string)'"
    ),
    ("n.m", "1:2: type 'int' does not support field selection"),
    ("9223372036854775808", "1:1: invalid int literal"),
    ("1e400", "1:1: invalid double literal"),
    ("'\\9'", "1:1: Syntax error: token recognition error at: ''\\9'"),
    ("'\\ud800'", "1:1: invalid unicode code point"),
    ("d.in", "1:3: Syntax error: no viable alternative at input '.in'"),
    ("-!true", "1:2: Syntax error: no viable alternative at input '-!'"),
    ("true ? false ? 1 : 2 : 3", "1:14: Syntax error: mismatched input '?' expecting ':'"),
    ("d.true", "1:3: Syntax error: mismatched input 'true' expecting IDENTIFIER"),
    ("{'a': 1}.'a'", "1:10: Syntax error: no viable alternative at input '.'a''"),
    ("TestAllTypes(){}", "1:15: Syntax error: mismatched input '{' expecting <EOF>"),
    ("a | b", "1:3: Syntax error: token recognition error at: '| '"),
    ("--", "1:3: Syntax error: no viable alternative at input '-'"),
    ("{a}", "1:3: Syntax error: mismatched input '}' expecting ':'"),
    ("rb'\\n'", "1:3: Syntax error: extraneous input ''\\n'' expecting <EOF>"),
    ("[1].map(x.y, 1)", "1:10: argument is not an identifier"),
    ("[1].all(x.y, true)", "1:10: argument must be a simple name"),
    ("has(1)", "1:4: invalid argument to has() macro"),
    ("[?1]", "1:3: expected type 'optional_type(int)' but found 'int'"),
    (
      "1.all(x, true)",
      "1:1: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)"
    ),
    ("for + 1", "1:1: reserved identifier: for"),
    (
      "'%a'.format([1])",
      "1:12: could not parse formatting clause: unrecognized formatting clause \"a\""
    ),
  ])
  func `is told`(expression: String, message: String) {
    #expect(problem(expression) == "ERROR: <input>:" + message)
  }

  @Test func `depth and size are bounded`() {
    func parentheses(_ count: Int) -> String {
      String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
    }
    #expect(problem(parentheses(249)) == nil)
    #expect(
      problem(parentheses(250)) == "ERROR: <input>:-1:0: expression recursion limit exceeded: 250")
    #expect(problem(Array(repeating: "1", count: 240).joined(separator: "+")) == nil)
    #expect(
      problem(Array(repeating: "1", count: 260).joined(separator: "+"))
        == "ERROR: <input>:-1:0: max recursion depth exceeded")
    #expect(problem(Array(repeating: "true", count: 5000).joined(separator: "&&")) == nil)
    #expect(
      problem("'" + String(repeating: "a", count: 99_999) + "'")
        == "ERROR: <input>:-1:0: expression code point size exceeds limit: size: 100001, limit 100000"
    )
  }

  @Test func `several problems are told at once, in order`() throws {
    let error = #expect(throws: CompileError.self) {
      try Environment().compile("b +\n  a")
    }
    #expect(error?.issues.map(\.line) == [1, 2])
    #expect(error?.issues.map(\.column) == [0, 2])
  }

  @Test func `repeated operands do not grow without bound`() {
    let chain = String(repeating: ".optMap(x, x)", count: 40)
    #expect(problem("optional.of(1)" + chain)?.contains("too complex") ?? false)
  }
}
