extension Library {
  /// Values that may be absent (specification, "Optional values"; extension `optionals`).
  ///
  /// - Parameter version: 1 adds `optFlatMap`; 2 adds `first`, `last`, `unwrap`, `unwrapOpt`.
  public static func optionals(version: Int = 2) -> Library {
    let k = Type.parameter("K")
    let v = Type.parameter("V")
    let optional = Type.optional(v)
    var functions = [
      Function("optional.of", Overload("optional_of", v, optional) { .optional(of: $0) }),
      Function(
        "optional.ofNonZeroValue",
        Overload("optional_ofNonZeroValue", v, optional) {
          .optional(of: $0.isZero ? nil : $0)
        }),
      Function(
        "optional.none",
        Overload("optional_none", [], optional, variadic: { _ in .optional(.none) })),
      Function(
        "value",
        Overload("optional_value", isMember: true, optional, v) { value in
          guard case .optional(let optional) = value else { return .noSuchOverload }
          return optional.value ?? .error("optional.none() dereference")
        }),
      Function(
        "hasValue",
        Overload("optional_hasValue", isMember: true, optional, .bool) { value in
          guard case .optional(let optional) = value else { return .noSuchOverload }
          return .bool(optional.value != nil)
        }),
      Function(
        "or", Overload("optional_or_optional", isMember: true, [optional, optional], optional)),
      Function("orValue", Overload("optional_orValue_value", isMember: true, [optional, v], v)),
      Function(
        Operator.optionalSelect, Overload("select_optional_field", [.dyn, .string], optional)),
      Function(
        Operator.optionalIndex,
        [
          Overload("list_optindex_optional_int", [.list(v), .int], optional),
          Overload("optional_list_optindex_optional_int", [.optional(.list(v)), .int], optional),
          Overload("map_optindex_optional_value", [.map(k, v), k], optional),
          Overload("optional_map_optindex_optional_value", [.optional(.map(k, v)), k], optional),
        ]),
      Function(
        Operator.index,
        [
          Overload("optional_list_index_int", [.optional(.list(v)), .int], optional),
          Overload("optional_map_index_value", [.optional(.map(k, v)), k], optional),
        ]),
    ]
    var macros = [Macro.optionalMap("optMap", wrapsResult: true)]
    if version >= 1 { macros.append(.optionalMap("optFlatMap", wrapsResult: false)) }
    if version >= 2 {
      functions += [
        Function(
          "first",
          Overload("list_first", isMember: true, .list(v), optional) {
            .optional(of: $0.elements?.first)
          }),
        Function(
          "last",
          Overload("list_last", isMember: true, .list(v), optional) {
            .optional(of: $0.elements?.last)
          }),
        Function(
          "optional.unwrap",
          Overload("optional_unwrap", .list(optional), .list(v), unary: unwrapped)),
        Function(
          "unwrapOpt",
          Overload(
            "optional_unwrapOpt", isMember: true, .list(optional), .list(v), unary: unwrapped)),
      ]
    }
    return Library(
      "optionals", functions: functions, macros: macros, types: [.opaque(Type.optionalName, [])])
  }

  @Sendable
  private static func unwrapped(_ list: Value) -> Value {
    var values: [Value] = []
    if let elements = list.elements {
      for element in elements {
        guard case .optional(let optional) = element else {
          return .error("value \(element.keyText) is not optional")
        }
        if let value = optional.value { values.append(value) }
      }
    }
    return .list(values)
  }
}

extension Macro {
  /// `target.optMap(name, expression)`, and the like whose expression is an optional itself.
  static func optionalMap(_ name: String, wrapsResult: Bool) -> Macro {
    Macro(name, argumentCount: 2, isMember: true) {
      (expansion, target, arguments) throws(MacroFailure) in
      guard let target else { return nil }
      guard let variable = expansion.name(of: arguments[0]) else {
        throw expansion.failure(
          "\(name)() variable name must be a simple identifier", at: arguments[0])
      }
      let value = expansion.memberCall("value", on: target, [])
      let bound = expansion.bind(variable, to: value, in: arguments[1])
      let hasValue = expansion.memberCall("hasValue", on: target, [])
      let result = wrapsResult ? expansion.call("optional.of", bound) : bound
      return expansion.call(
        Operator.conditional, hasValue, result, expansion.call("optional.none"))
    }
  }
}

extension MacroExpansion {
  /// An expression with a name for a value, which is computed once, when it is first read.
  public mutating func bind(_ name: String, to value: Operand, in body: Operand) -> Operand {
    fold(
      over: list([]), variable: "#unused", accumulator: name, initial: value,
      condition: literal(.bool(false)), step: identifier(name), result: body)
  }
}

extension Value {
  /// Whether the value is the default of its type.
  var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let bool): !bool
    case .int(let int): int == 0
    case .uint(let uint): uint == 0
    case .double(let double): double == 0
    case .string, .text: withUTF8 { $0.isEmpty } ?? true
    case .bytes(let bytes): bytes.isEmpty
    case .timestamp(let time): time.seconds == Timestamp.earliest && time.nanoseconds == 0
    case .duration(let duration): duration.nanoseconds == 0
    case .list, .sequence, .adaptedList: elements?.isEmpty ?? true
    case .map, .mapping, .adaptedMap: entryCount == 0
    case .optional(let optional): optional.value == nil
    case .object(let object): object.isZero
    case .type, .error, .unknown: false
    }
  }
}
