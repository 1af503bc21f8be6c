extension Library {
  /// Macros with a variable for the index or key and one for the value (extension
  /// `two-variable comprehensions`).
  public static let twoVariableComprehensions: Library = {
    let k = Type.parameter("K")
    let v = Type.parameter("V")
    let map = Type.map(k, v)
    return Library(
      "two-variable comprehensions",
      functions: [
        Function(
          insert,
          Overload("@mapInsert_map_key_value", [map, k, v], map) { arguments in
            inserting([(arguments[1], arguments[2])], into: arguments[0])
          },
          Overload("@mapInsert_map_map", map, map, map) { target, added in
            inserting((added.entries ?? []).map { ($0.key, $0.value) }, into: target)
          })
      ],
      macros: [
        quantifier("all") { expansion, predicate in
          .init(
            initial: expansion.literal(.bool(true)),
            condition: expansion.call(Operator.notStrictlyFalse, expansion.accumulator()),
            step: expansion.call(Operator.and, expansion.accumulator(), predicate),
            result: expansion.accumulator())
        },
        quantifier("exists") { expansion, predicate in
          let negated = expansion.call(Operator.not, expansion.accumulator())
          return .init(
            initial: expansion.literal(.bool(false)),
            condition: expansion.call(Operator.notStrictlyFalse, negated),
            step: expansion.call(Operator.or, expansion.accumulator(), predicate),
            result: expansion.accumulator())
        },
        quantifier("existsOne", expand: Macro.existsOneFold),
        quantifier("exists_one", expand: Macro.existsOneFold),
        transformList(3), transformList(4), transformMap("transformMap", 3),
        transformMap("transformMap", 4), transformMap("transformMapEntry", 3),
        transformMap("transformMapEntry", 4),
      ])
  }()

  private static let insert = "cel.@mapInsert"

  private static func inserting(_ entries: [(Value, Value)], into map: Value) -> Value {
    guard var result = map.entries else { return .noSuchOverload }
    var known = Set(result.compactMap { MapValue.Key($0.key) })
    for (key, value) in entries {
      guard let hashed = MapValue.Key(key) else { return .error("unsupported key type") }
      guard known.insert(hashed).inserted else {
        return .error("insert failed: key \(key.keyText) already exists")
      }
      result.append(MapValue.Entry(key: key, value: value))
    }
    return .map(MapValue(entries: result))
  }

  private static func quantifier(
    _ name: String, expand: @escaping Macro.FoldExpansion
  ) -> Macro {
    Macro(name, argumentCount: 3, isMember: true) {
      (expansion, target, arguments) throws(MacroFailure) in
      let (first, second) = try expansion.variables(arguments)
      let fold = expand(&expansion, arguments[2])
      return expansion.fold(
        over: target ?? arguments[0], variable: first, secondVariable: second,
        initial: fold.initial, condition: fold.condition, step: fold.step, result: fold.result)
    }
  }

  private static func transformList(_ count: Int) -> Macro {
    Macro("transformList", argumentCount: count, isMember: true) {
      (expansion, target, arguments) throws(MacroFailure) in
      let (first, second) = try expansion.variables(arguments)
      return expansion.collecting(
        over: target, variable: first, secondVariable: second,
        filter: count == 4 ? arguments[2] : nil, element: arguments[count - 1])
    }
  }

  private static func transformMap(_ name: String, _ count: Int) -> Macro {
    Macro(name, argumentCount: count, isMember: true) {
      (expansion, target, arguments) throws(MacroFailure) in
      let (first, second) = try expansion.variables(arguments)
      let transform = arguments[count - 1]
      let inserted =
        name == "transformMap"
        ? expansion.call(
          insert, expansion.accumulator(), expansion.identifier(first), transform)
        : expansion.call(insert, expansion.accumulator(), transform)
      let step =
        count == 4
        ? expansion.call(
          Operator.conditional, arguments[2], inserted, expansion.accumulator()) : inserted
      return expansion.fold(
        over: target ?? transform, variable: first, secondVariable: second,
        initial: expansion.emptyMap(), condition: expansion.literal(.bool(true)), step: step,
        result: expansion.accumulator())
    }
  }
}

extension MacroExpansion {
  fileprivate func variables(
    _ arguments: [Operand]
  ) throws(MacroFailure) -> (String, String) {
    let first = try variable(arguments[0])
    let second = try variable(arguments[1])
    guard first != second else {
      throw failure("duplicate variable name: \(first)", at: arguments[1])
    }
    return (first, second)
  }
}
