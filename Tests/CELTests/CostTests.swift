import CEL
import Testing

/// Run-time costs that the reference implementation counted, presence tests free.
struct CostTests {
  private static let environment: Environment = {
    var options = Environment.Options()
    options.presenceTestHasCost = false
    var environment = Environment(options: options)
    environment.add(.optionals())
    environment.declare("d", .dyn)
    return environment
  }()

  private static var activation: Activation {
    Activation([
      "d": .map(
        MapValue(entries: [
          .init(key: .string("i"), value: .int(1)), .init(key: .string("s"), value: .string("1")),
          .init(key: .string("l"), value: .list([.int(1), .double(2.5)])),
        ]))
    ])
  }

  @Test(arguments: [
    ("1", 0), ("d", 1), ("d.i", 2), ("d.nope.more", 2), ("d.l[0]", 3), ("d.l[d.i]", 4),
    ("d[?'nope'].orValue(1)", 1), ("has(d.i)", 1), ("has(d.i.b)", 2), ("has({}.a)", 1),
    ("[1, 2][0]", 2), ("[d.i]", 12), ("{'a': d.i}", 32), ("d.i + d.i", 5), ("d.i == 1", 3),
    ("d.i in [1, 2]", 2), ("d.i in d.l", 5), ("true ? d.i : 1", 1), ("d.i == 1 ? d.i : d.s", 4),
    ("d.s.startsWith('1')", 3), ("'abcdefghijk'.contains('abcdefghijk')", 4),
    ("'0123456789'.matches('^[a-z]+$')", 4), ("string(d.i)", 3), ("int('12')", 0),
    ("[1, 2].all(x, x > 0)", 11), ("[1, 2].map(x, x)", 27), ("[1, 2].filter(x, x > 1)", 18),
    ("[1, 0].exists(x, x == 1)", 10), ("'ab' + 'cd' == 'abcd'", 2), ("!true", 1),
    ("false && d.i == 1", 0), ("d.l.size()", 3), ("duration('1s') + duration('1s')", 1),
  ])
  func `costs`(expression: String, cost: UInt64) throws {
    let outcome = try Self.environment.compile(expression).evaluate(Self.activation)
    #expect(outcome.cost == cost)
  }

  @Test func `a budget ends evaluation and is not absorbed`() throws {
    let program = try Self.environment.compile("[1, 2, 3, 4].exists(x, x == 4) || true")
    let outcome = program.evaluate(costLimit: 10)
    guard case .error(let error) = outcome.value else {
      Issue.record("\(outcome.value)")
      return
    }
    #expect(error.isLimit)
    #expect(outcome.cost > 10 && outcome.cost < 20)
    #expect(program.evaluate(costLimit: 1000).value.bool == true)
  }
}
