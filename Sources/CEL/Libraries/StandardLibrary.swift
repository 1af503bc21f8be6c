/// The functions and operators of the specification ("Standard definitions").
enum StandardLibrary {
  static func library(_ options: Environment.Options) -> Library {
    Library(
      "standard",
      functions: operators + comparisons + aggregates + conversionFunctions + textFunctions
        + timeFunctions(options), macros: Macro.standard)
  }

  /// Types whose names are expressions.
  static let typeNames: [Type] = [
    .bool, .bytes, .double, .duration, .int, .list(.dyn), .map(.dyn, .dyn), .null, .string,
    .timestamp, .type(nil), .uint,
  ]

  /// Functions of one argument that are computed early where it is constant.
  static let conversions: Set<String> = [
    "bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint",
  ]

  /// Functions whose errors name them without the types of their arguments, as the reference's do.
  static let bareOverloadErrors: Set<String> = [
    "size", "matches",
  ]

  /// Functions whose errors do not even name them.
  static let namelessOverloadErrors: Set<String> = ["contains", "startsWith", "endsWith"]

  private static let a = Type.parameter("A")
  private static let b = Type.parameter("B")

  // The evaluator computes operators itself: here they are only declared.
  private static let operators: [Function] = [
    Function(Operator.conditional, Overload("conditional", [.bool, a, a], a)),
    Function(Operator.and, Overload("logical_and", [.bool, .bool], .bool)),
    Function(Operator.or, Overload("logical_or", [.bool, .bool], .bool)),
    Function(Operator.not, Overload("logical_not", [.bool], .bool)),
    Function(
      Operator.notStrictlyFalse, Overload("not_strictly_false", [.bool], .bool)),
    Function(Operator.equals, Overload("equals", [a, a], .bool)),
    Function(Operator.notEquals, Overload("not_equals", [a, a], .bool)),
    Function(
      Operator.add,
      [
        Overload("add_bytes", [.bytes, .bytes], .bytes),
        Overload("add_double", [.double, .double], .double),
        Overload("add_duration_duration", [.duration, .duration], .duration),
        Overload("add_duration_timestamp", [.duration, .timestamp], .timestamp),
        Overload("add_timestamp_duration", [.timestamp, .duration], .timestamp),
        Overload("add_int64", [.int, .int], .int),
        Overload("add_list", [.list(a), .list(a)], .list(a)),
        Overload("add_string", [.string, .string], .string),
        Overload("add_uint64", [.uint, .uint], .uint),
      ]),
    Function(
      Operator.subtract,
      [
        Overload("subtract_double", [.double, .double], .double),
        Overload("subtract_duration_duration", [.duration, .duration], .duration),
        Overload("subtract_int64", [.int, .int], .int),
        Overload("subtract_timestamp_duration", [.timestamp, .duration], .timestamp),
        Overload("subtract_timestamp_timestamp", [.timestamp, .timestamp], .duration),
        Overload("subtract_uint64", [.uint, .uint], .uint),
      ]),
    Function(
      Operator.multiply,
      [
        Overload("multiply_double", [.double, .double], .double),
        Overload("multiply_int64", [.int, .int], .int),
        Overload("multiply_uint64", [.uint, .uint], .uint),
      ]),
    Function(
      Operator.divide,
      [
        Overload("divide_double", [.double, .double], .double),
        Overload("divide_int64", [.int, .int], .int),
        Overload("divide_uint64", [.uint, .uint], .uint),
      ]),
    Function(
      Operator.modulo,
      [
        Overload("modulo_int64", [.int, .int], .int),
        Overload("modulo_uint64", [.uint, .uint], .uint),
      ]),
    Function(
      Operator.negate,
      [
        Overload("negate_double", [.double], .double), Overload("negate_int64", [.int], .int),
      ]),
    Function(
      Operator.index,
      [
        Overload("index_list", [.list(a), .int], a), Overload("index_map", [.map(a, b), a], b),
      ]),
    Function(
      Operator.in,
      [
        Overload("in_list", [a, .list(a)], .bool), Overload("in_map", [a, .map(a, b)], .bool),
      ]),
  ]

  // MARK: Comparison

  private static let ordered: [(name: String, type: Type)] = [
    ("bool", .bool), ("int64", .int), ("uint64", .uint), ("double", .double),
    ("string", .string), ("bytes", .bytes), ("timestamp", .timestamp), ("duration", .duration),
  ]

  private static let mixed: [(name: String, left: Type, right: Type)] = [
    ("int64_double", .int, .double), ("int64_uint64", .int, .uint),
    ("uint64_double", .uint, .double), ("uint64_int64", .uint, .int),
    ("double_int64", .double, .int), ("double_uint64", .double, .uint),
  ]

  private static let orderings = [
    (Operator.less, "less"), (Operator.lessEquals, "less_equals"), (Operator.greater, "greater"),
    (Operator.greaterEquals, "greater_equals"),
  ]

  private static let comparisons: [Function] = orderings.map { name, prefix in
    Function(
      name,
      ordered.map { Overload("\(prefix)_\($0.name)", [$0.type, $0.type], .bool) }
        + mixed.map { Overload("\(prefix)_\($0.name)", [$0.left, $0.right], .bool) })
  }

  /// Overloads that compare numbers of different types.
  static let mixedNumberOverloads: Set<String> = Set(
    orderings.flatMap { ordering in mixed.map { "\(ordering.1)_\($0.name)" } })

  // MARK: Aggregates

  private static let aggregates: [Function] = {
    let sized: [(String, Type)] = [
      ("bytes", .bytes), ("list", .list(a)), ("map", .map(a, b)), ("string", .string),
    ]
    let overloads = sized.flatMap { name, type in
      [
        Overload("size_\(name)", [type], .int),
        Overload("\(name)_size", isMember: true, [type], .int),
      ]
    }
    let type = Overload("type", a, .type(a)) { .type($0.type) }
    return [
      Function("size", overloads, implementation: .unary { .int(Int64($0.costSize)) }),
      Function("type", type),
    ]
  }()
}
