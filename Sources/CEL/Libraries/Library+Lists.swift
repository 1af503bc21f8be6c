extension Library {
  /// Functions on lists (extension `lists`).
  ///
  /// - Parameter version: 1 adds `flatten`; 2 adds `sort`, `sortBy`, `range`, `reverse`, `distinct`.
  public static func lists(version: Int = 2) -> Library {
    let list = Type.list(.parameter("T"))
    var functions = [
      Function(
        "slice", Overload("list_slice", isMember: true, [list, .int, .int], list, variadic: slice))
    ]
    if version >= 1 {
      functions.append(
        Function(
          "flatten",
          Overload("list_flatten", isMember: true, .list(list), list) {
            flatten($0, depth: 1)
          },
          Overload("list_flatten_int", isMember: true, .list(.dyn), .int, .list(.dyn)) {
            flatten($0, depth: $1.int ?? 0)
          }))
    }
    guard version >= 2 else { return Library("lists", functions: functions) }
    functions += [
      Function(
        "sort",
        sortable.map { type in
          Overload("list_\(type.runtimeName)_sort", isMember: true, .list(type), .list(type)) {
            sort($0, by: $0)
          }
        }),
      Function(
        "@sortByAssociatedKeys",
        sortable.map { type in
          Overload(
            "list_\(type.runtimeName)_sortByAssociatedKeys", isMember: true, list, .list(type),
            list,
            binary: sort)
        }),
      Function("lists.range", Overload("lists_range", .int, .list(.int), unary: range)),
      Function(
        "reverse",
        Overload("list_reverse", isMember: true, list, list) {
          .list(($0.elements.map { Array($0) } ?? []).reversed())
        }),
      Function("distinct", Overload("list_distinct", isMember: true, list, list, unary: distinct)),
    ]
    return Library("lists", functions: functions, macros: [sortBy])
  }

  /// The functions that `listsCost` knows.
  public static let listsCosts = [
    "slice", "flatten", "lists.range", "reverse", "distinct", "sort", "@sortByAssociatedKeys",
  ]

  /// What functions on lists cost from version 3 of the extension on (`ext/lists.go`): what they
  /// build, and comparing every element with every other.
  @Sendable
  public static func listsCost(
    _ function: String, _ overload: String?, _ arguments: [Value], _ result: Value
  ) -> UInt64? {
    guard let overload, overload.hasPrefix("list"), let list = arguments.first else { return nil }
    switch function {
    case "slice", "lists.range", "reverse": return cost(of: Double(result.costSize))
    case "flatten":
      let depth = arguments.count > 1 ? arguments[1].int ?? 0 : 1
      // A negative depth takes the reference implementation below zero, which is a great number.
      let size = Int64(clamping: list.costSize).multipliedReportingOverflow(by: depth)
      return size.overflow
        ? .max : UInt64(bitPattern: size.partialValue &+ 1 &+ Int64(Cost.list))
    case "distinct", "sort": return cost(ofComparing: list)
    case "@sortByAssociatedKeys": return cost(ofComparing: arguments.last ?? list)
    default: return nil
    }
  }

  private static func cost(of size: Double) -> UInt64 {
    size < 0x1p53 ? UInt64(max(size, 0)) + 1 + Cost.list : .max
  }

  private static func cost(ofComparing list: Value) -> UInt64 {
    let size = Double(list.costSize)
    let isText =
      switch list.elements?.first {
      case .string, .text, .bytes: true
      default: false
      }
    return cost(of: size * size * (isText ? 2.1 : 2))
  }

  private static let sortable: [Type] = [
    .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes,
  ]

  /// Lists longer than this are not built from nothing.
  private static let longest: Int64 = 1_000_000

  @Sendable
  private static func slice(_ arguments: [Value]) -> Value {
    guard let elements = arguments[0].elements, let start = arguments[1].int,
      let end = arguments[2].int
    else { return .noSuchOverload }
    if start < 0 || end < 0 {
      return .error("cannot slice(\(start), \(end)), negative indexes not supported")
    }
    if start > end {
      return .error(
        "cannot slice(\(start), \(end)), start index must be less than or equal to end index")
    }
    if elements.count < end {
      return .error("cannot slice(\(start), \(end)), list is length \(elements.count)")
    }
    return .list(Array(elements[Int(start)..<Int(end)]))
  }

  private static func flatten(_ list: Value, depth: Int64) -> Value {
    guard depth >= 0 else { return .error("level must be non-negative") }
    var result: [Value] = []
    // What is still to be looked at, the next last: nesting may be deeper than the stack.
    var pending = [(list, depth + 1)]
    var steps = 0
    while let (value, depth) = pending.popLast() {
      steps += 1
      guard steps < 2 * longest else { return .error("the result of flatten is too large") }
      if depth > 0, let elements = value.elements {
        for element in elements.reversed() { pending.append((element, depth - 1)) }
      } else {
        result.append(value)
      }
    }
    return .list(result)
  }

  @Sendable
  private static func sort(_ list: Value, by keys: Value) -> Value {
    guard let elements = list.elements, let keys = keys.elements else { return .noSuchOverload }
    guard elements.count == keys.count else {
      return .error(
        "@sortByAssociatedKeys() expected a list of the same size as the associated keys list, "
          + "but got \(elements.count) and \(keys.count) elements respectively")
    }
    guard let first = keys.first else { return list }
    guard first.compare(with: first) != nil || first.isNaN else {
      return .error("list elements must be comparable")
    }
    let sortKeys = Array(keys)
    guard sortKeys.allSatisfy({ $0.type.runtimeName == first.type.runtimeName }) else {
      return .error("list elements must have the same type")
    }
    let order = sortKeys.indices.sorted { left, right in
      switch sortKeys[left].compare(with: sortKeys[right]) {
      case .less: true
      case .greater: false
      default: left < right
      }
    }
    return .list(order.map { elements[$0] })
  }

  @Sendable
  private static func range(_ count: Value) -> Value {
    guard let count = count.int else { return .noSuchOverload }
    guard count <= longest else { return .error("lists.range is too large: \(count)") }
    return .list((0..<max(count, 0)).map { .int($0) })
  }

  @Sendable
  private static func distinct(_ list: Value) -> Value {
    var result: [Value] = []
    if let elements = list.elements {
      for element in elements where !result.contains(where: { element.isEqual(to: $0) }) {
        result.append(element)
      }
    }
    return .list(result)
  }

  private static let sortBy = Macro("sortBy", argumentCount: 2, isMember: true) {
    (expansion, target, arguments) throws(MacroFailure) in
    guard let target else { return nil }
    if case .literal = expansion.kind(of: target) {
      throw expansion.failure(
        "sortBy can only be applied to a list, identifier, comprehension, call or select "
          + "expression", at: target)
    }
    let input = "@__sortBy_input__"
    let variable = try expansion.variable(arguments[0])
    let keys = expansion.collecting(
      over: expansion.identifier(input), variable: variable, filter: nil, element: arguments[1])
    let sorted = expansion.memberCall(
      "@sortByAssociatedKeys", on: expansion.identifier(input), [keys])
    return expansion.bind(input, to: target, in: sorted)
  }
}
