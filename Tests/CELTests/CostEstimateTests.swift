import CEL
import Testing

/// What expressions are estimated to cost, with the numbers of cel-go's `checker/cost_test.go`.
@Suite struct CostEstimateTests {
  @Test(arguments: [
    ("true || false", 0, 0), ("1 < 2", 1, 1), ("2 in [1, 2, 3]", 13, 13),
    ("true ? 1 : 2", 0, 0), ("string(1)", 1, 1), ("{'a': 1, 'b': 2}", 30, 30),
    ("'123'.matches('[0-9]')", 2, 2), ("[1, 2, 3].all(x, true)", 20, 20),
    ("[1,2,3,4,5].filter(x, x % 2 == 0)", 41, 101), ("[1,2,3,4,5].map(x, x)", 86, 86),
    ("[1,2,3,4,5].map(x, x).filter(x, x % 2 == 0)", 117, 177),
    ("[1,2,3,4,5].map(x, x).map(x, x) + [1]", 173, 173),
    ("{'a': [1,2], 'b': [1,2], 'c': [1,2], 'd': [1,2], 'e': [1,2]}.b", 81, 81),
    ("[1,2,3].all(i, i in [1,2,3].map(j, j + j))", 20, 230),
    ("dyn([1,2,3]).all(i, i in dyn([1,2,3]).map(j, j + j))", 21, 234),
    ("{'hello': 'hi'}['hello'] != {'hello': 'bye'}['hello']", 63, 63),
    ("['hello', 'hi'][0] != ['hello', 'bye'][1]", 23, 23),
  ])
  func `of literals`(_ expression: String, _ least: UInt64, _ most: UInt64) throws {
    let cost = try Environment().compile(expression, sizes: LargestSize()).cost
    #expect(cost == Estimate(least, most))
  }

  @Test func `of variables`() throws {
    var environment = Environment()
    environment.add(.bindings)
    environment.declare("input", .list(.list(.int)))
    let sizes = LargestSize(50, element: LargestSize(10))
    func cost(_ expression: String) throws -> Estimate {
      try environment.compile(expression, sizes: sizes).cost
    }
    #expect(try cost("input.all(x, x.all(y, true))") == Estimate(2, 1752))
    #expect(try cost("(input + input).all(x, true)") == Estimate(4, 304))
    #expect(try cost("cel.bind(a, input, a.all(x, true))") == Estimate(13, 163))
  }

  @Test func `what does not fit is the largest number`() throws {
    var environment = Environment()
    environment.declare("input", .list(.int))
    let nested = String(repeating: "input.all(a, ", count: 6) + "true))))))"
    let cost = try environment.compile(nested, sizes: LargestSize(.max / 2)).cost
    #expect(cost.most == .max)
  }
}
