extension Macro {
  /// `has`, `all`, `exists`, `exists_one`, `map` and `filter` (language definition, "Macros").
  static let standard: [Macro] = [
    has, all, exists, existsOne("exists_one"), map, mapWithFilter, filter,
  ]

  static let has = Macro("has", argumentCount: 1, isMember: false) {
    (expansion, _, arguments) throws(MacroFailure) in
    guard case .select(let operand, let field, isTest: false) = expansion.kind(of: arguments[0])
    else { throw MacroFailure("invalid argument to has() macro") }
    return expansion.presenceTest(operand, field: field)
  }

  static let all = quantifier("all") { expansion, predicate in
    .init(
      initial: expansion.literal(.bool(true)),
      condition: expansion.call(Operator.notStrictlyFalse, expansion.accumulator()),
      step: expansion.call(Operator.and, expansion.accumulator(), predicate),
      result: expansion.accumulator())
  }

  static let exists = quantifier("exists") { expansion, predicate in
    let negated = expansion.call(Operator.not, expansion.accumulator())
    return .init(
      initial: expansion.literal(.bool(false)),
      condition: expansion.call(Operator.notStrictlyFalse, negated),
      step: expansion.call(Operator.or, expansion.accumulator(), predicate),
      result: expansion.accumulator())
  }

  static func existsOne(_ name: String) -> Macro { quantifier(name, expand: existsOneFold) }

  @Sendable
  static func existsOneFold(
    _ expansion: inout MacroExpansion, _ predicate: Int
  ) -> Fold {
    let one = expansion.literal(.int(1))
    let incremented = expansion.call(Operator.add, expansion.accumulator(), one)
    return .init(
      initial: expansion.literal(.int(0)), condition: expansion.literal(.bool(true)),
      step: expansion.call(
        Operator.conditional, predicate, incremented, expansion.accumulator()),
      result: expansion.call(Operator.equals, expansion.accumulator(), one))
  }

  static let map = Macro("map", argumentCount: 2, isMember: true) {
    (expansion, target, arguments) throws(MacroFailure) in
    try mapping(&expansion, target, variable: arguments[0], filter: nil, transform: arguments[1])
  }

  static let mapWithFilter = Macro("map", argumentCount: 3, isMember: true) {
    (expansion, target, arguments) throws(MacroFailure) in
    try mapping(
      &expansion, target, variable: arguments[0], filter: arguments[1], transform: arguments[2])
  }

  static let filter = Macro("filter", argumentCount: 2, isMember: true) {
    (expansion, target, arguments) throws(MacroFailure) in
    let variable = try expansion.variable(arguments[0], otherwise: notIdentifier)
    return expansion.collecting(
      over: target, variable: variable, filter: arguments[1], element: arguments[0])
  }

  private static let notIdentifier = "argument is not an identifier"

  private static func mapping(
    _ expansion: inout MacroExpansion, _ target: Int?, variable: Int, filter: Int?, transform: Int
  ) throws(MacroFailure) -> Int? {
    let name = try expansion.variable(variable, otherwise: notIdentifier)
    return expansion.collecting(over: target, variable: name, filter: filter, element: transform)
  }

  /// What a fold does beside its range and variables.
  struct Fold {
    var initial: Int
    var condition: Int
    var step: Int
    var result: Int
  }

  typealias FoldExpansion =
    @Sendable (inout MacroExpansion, Int) -> Fold

  static func quantifier(_ name: String, expand: @escaping FoldExpansion) -> Macro {
    Macro(name, argumentCount: 2, isMember: true) {
      (expansion, target, arguments) throws(MacroFailure) in
      let variable = try expansion.variable(arguments[0])
      let fold = expand(&expansion, arguments[1])
      return expansion.fold(
        over: target ?? arguments[0], variable: variable, initial: fold.initial,
        condition: fold.condition, step: fold.step, result: fold.result)
    }
  }
}

extension MacroExpansion {
  /// The name of an iteration variable.
  func variable(
    _ operand: Operand, otherwise message: String = "argument must be a simple name"
  ) throws(MacroFailure) -> String {
    guard let name = name(of: operand), !name.hasPrefix(".") else {
      throw failure(message, at: operand)
    }
    guard name != Operator.accumulator, name != "__result__" else {
      throw failure("iteration variable overwrites accumulator variable", at: operand)
    }
    return name
  }

  /// A fold that appends an element for each step that passes the filter.
  mutating func collecting(
    over range: Operand?, variable: String, secondVariable: String? = nil, filter: Operand?,
    element: Operand
  ) -> Operand {
    let appended = call(Operator.add, accumulator(), list([element]))
    let step = filter.map { call(Operator.conditional, $0, appended, accumulator()) } ?? appended
    return fold(
      over: range ?? element, variable: variable, secondVariable: secondVariable,
      initial: list([]), condition: literal(.bool(true)), step: step, result: accumulator())
  }
}
