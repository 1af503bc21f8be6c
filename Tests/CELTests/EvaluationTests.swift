import CEL
import Testing
import Values

struct EvaluationTests {
  private static func environment() -> Environment {
    var environment = Environment()
    for library in Library.extensions { environment.add(library) }
    environment.declare("d", .dyn)
    environment.declare("u", .dyn)
    return environment
  }

  /// `{spec: {replicas: 3, containers: [{image: a:1}, {image: b}]}}` with a line for each value.
  private static func document() -> Document {
    var document = Document()
    let source = document.addSource(Source(path: "web.yaml"))
    func at(_ line: Int) -> Document.Position { .init(source: source, line: line, column: 1) }
    let spec = document.addMapping(at: at(2))
    document.set("replicas", to: document.add(3, at: at(3)), in: spec)
    let containers = document.addSequence(at: at(4))
    for (index, image) in ["a:1", "b"].enumerated() {
      let container = document.addMapping(at: at(5 + 2 * index))
      document.set("image", to: document.add(image, at: at(6 + 2 * index)), in: container)
      document.append(container, to: containers)
    }
    document.set("containers", to: containers, in: spec)
    let root = document.addMapping(at: at(1))
    document.set("spec", to: spec, in: root)
    document.rootID = root
    return document
  }

  private static var activation: Activation {
    Activation(["d": Value(document().root), "u": .unknown(Unknown(["u"]))])
  }

  private func evaluate(_ expression: String) throws -> Outcome {
    try Self.environment().compile(expression).evaluate(Self.activation, tracingReads: true)
  }

  @Test(arguments: [
    "d.spec.replicas == 3 && d.spec['replicas'] <= 5",
    "d.spec.containers.exists(c, c.image == 'b') && size(d.spec.containers) == 2",
    "d.spec.containers.map(c, c.image) == ['a:1', 'b']",
    "!has(d.status) && has(d.spec.replicas) && d.?status.?phase.orValue('none') == 'none'",
    "d == d && d.spec != d && type(d) == map && type(d.spec.containers) == list",
    "'replicas' in d.spec && d.spec.containers[1].image.startsWith('b')",
    "d.spec.containers.filter(c, c.image.matches('^[a-z]:[0-9]$')).size() == 1",
    "{1: 'a'}[dyn(1u)] == 'a' && {1: 'a'}[dyn(1.0)] == 'a'",
    "[[1, 2], [3]].flatten() == [1, 2, 3] && [1, 2, 3].slice(1, 2) == [2]",
    "'áb'.charAt(0) == 'á' && 'áb'.indexOf('b') == 1 && 'áb'.reverse() == 'bá'",
    "'a,b,c'.split(',', 2) == ['a', 'b,c'] && 'aaa'.replace('a', 'b', 2) == 'bba'",
    "string(timestamp('2024-01-01T00:00:00.5+02:00')) == '2024-01-01T00:00:00.5+02:00'",
    "timestamp('2024-11-03T05:59:59Z').getHours('America/New_York') == 1",
    "timestamp('2050-07-01T00:00:00Z').getHours('America/New_York') == 20",
    "string(1e6) == '1e+06' && string(123456.0) == '123456' && string(-0.0) == '-0'",
    "duration('1h30m') == duration('90m') && string(duration('1500ms')) == '1.5s'",
    "type(duration('1s')) == google.protobuf.Duration && type(type(1)) == type",
    "[1, 2].all(i, v, i + 1 == v) && {'a': 1}.exists(k, v, k == 'a' && v == 1)",
    "google.protobuf.Int32Value{value: 3} == 3 && google.protobuf.Value{} == null",
    "b'\\xff' < b'\\xff\\x00' && '''a'b''' == \"a'b\" && r'\\n' == '\\\\n'",
  ])
  func `holds`(expression: String) throws {
    #expect(try evaluate(expression).value.bool == true)
  }

  @Test(arguments: [
    ("1 / 0", "division by zero"), ("-9223372036854775808 % -1", "integer overflow"),
    ("0u - 1u", "unsigned integer overflow"), ("d.nope", "no such key: nope"),
    ("d.spec.containers[2]", "index out of bounds: 2"),
    ("d.spec + d.spec", "no such overload: _+_"),
    ("d.spec.replicas < d.spec.containers[0].image", "no such overload"),
    ("null < dyn(null)", "no such overload: _<_"),
    ("string(dyn(null))", "no such overload: string(null_type)"),
    ("d.spec.replicas.all(x, true)", "got 'types.Int', expected iterable type"),
    ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "timestamp overflow"),
    ("{'a': 1, 'a': 2}", "Failed with repeated key"),
    ("optional.none().value()", "optional.none() dereference"),
    ("'abc'.substring(2, 1)", "invalid substring range. start: 2, end: 1"),
    ("[1, 2, 3][dyn(1.5)]", "unsupported index value 1.5 in list"),
    ("int('1_000')", "type conversion error from 'string' to 'int'"),
    ("'a'.matches(dyn('('))", "error parsing regexp: missing closing ): `(`"),
  ])
  func `fails`(expression: String, message: String) throws {
    guard case .error(let error) = try evaluate(expression).value else {
      Issue.record("no error")
      return
    }
    #expect(error.message == message)
  }

  @Test func `unknown values are absorbed by what decides, and reported by name`() throws {
    #expect(try evaluate("u.x || true").value.bool == true)
    #expect(try evaluate("false && u.x").value.bool == false)
    #expect(try evaluate("[1].exists(x, u == x || x == 1)").value.bool == true)
    for expression in ["u.x && true", "u + 1", "1 / 0 > 0 || u", "u ? 1 : 2", "size([u])"] {
      guard case .unknown(let unknown) = try evaluate(expression).value else {
        Issue.record("\(expression) is known")
        continue
      }
      #expect(unknown.attributes == ["u"])
    }
  }

  @Test func `what a failing rule read is told by line`() throws {
    func lines(_ expression: String) throws -> [Int] {
      try evaluate(expression).reads.compactMap { $0.mark?.line }
    }
    #expect(try lines("d.spec.replicas > 5") == [3])
    #expect(try lines("has(d.spec.replicas) && d.spec.replicas > 5") == [3])
    #expect(try lines("d.spec.replicas == 3 && d.spec.containers[1].image == 'c'") == [8])
    #expect(try lines("d.spec.containers.all(c, c.image.contains(':'))") == [8])
    #expect(try lines("d.spec.paused == false") == [2])
  }

  @Test func `a lazy variable is computed once, and only where it is read`() throws {
    final class Counter { var count = 0 }
    let counter = Counter()
    var environment = Environment()
    environment.declare("v", .int)
    var activation = Activation()
    activation.bind("v") {
      counter.count += 1
      return .int(2)
    }
    #expect(try environment.compile("true || v > 1").evaluate(activation).value.bool == true)
    #expect(counter.count == 0)
    #expect(try environment.compile("v + v").evaluate(activation).value.int == 4)
    #expect(try environment.compile("v * v").evaluate(activation).value.int == 4)
    #expect(counter.count == 1)
  }

  @Test func `shared parts are not compared without end`() throws {
    var expression = "x40 == y40"
    for index in stride(from: 40, through: 1, by: -1) {
      expression =
        "cel.bind(x\(index), [x\(index - 1), x\(index - 1)], cel.bind(y\(index), "
        + "[y\(index - 1), y\(index - 1)], \(expression)))"
    }
    expression = "cel.bind(x0, [1], cel.bind(y0, [1], \(expression)))"
    guard case .error(let error) = try evaluate(expression).value else {
      Issue.record("no error")
      return
    }
    #expect(error.message == "values are too large to compare")
  }
}
