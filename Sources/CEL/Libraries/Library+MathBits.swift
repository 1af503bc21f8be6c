extension Library {
  static let bits: [Function] = [
    pair("bitAnd", { $0 & $1 }, { $0 & $1 }), pair("bitOr", { $0 | $1 }, { $0 | $1 }),
    pair("bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
    Function(
      "math.bitNot",
      Overload("math_bitNot_int_int", .int, .int) { .int(~($0.int ?? 0)) },
      Overload("math_bitNot_uint_uint", .uint, .uint) { value in
        if case .uint(let uint) = value { return .uint(~uint) }
        return .noSuchOverload
      }),
    shift("bitShiftLeft") { $0 << $1 }, shift("bitShiftRight") { $0 >> $1 },
  ]

  private static func pair(
    _ name: String, _ int: @escaping @Sendable (Int64, Int64) -> Int64,
    _ uint: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    Function(
      "math.\(name)",
      Overload("math_\(name)_int_int", .int, .int, .int) { left, right in
        guard case (.int(let left), .int(let right)) = (left, right) else {
          return .noSuchOverload
        }
        return .int(int(left, right))
      },
      Overload("math_\(name)_uint_uint", .uint, .uint, .uint) { left, right in
        guard case (.uint(let left), .uint(let right)) = (left, right) else {
          return .noSuchOverload
        }
        return .uint(uint(left, right))
      })
  }

  /// Shifts of 64 and more leave nothing, those to the right bring in zeros.
  private static func shift(
    _ name: String, _ body: @escaping @Sendable (UInt64, Int64) -> UInt64
  ) -> Function {
    @Sendable func apply(_ value: Value, _ count: Value) -> Value {
      guard let count = count.int else { return .noSuchOverload }
      guard count >= 0 else { return .error("math.\(name)() negative offset: \(count)") }
      switch value {
      case .int(let int): return .int(Int64(bitPattern: body(UInt64(bitPattern: int), count)))
      case .uint(let uint): return .uint(body(uint, count))
      default: return .noSuchOverload
      }
    }
    return Function(
      "math.\(name)",
      Overload("math_\(name)_int_int", .int, .int, .int, binary: apply),
      Overload("math_\(name)_uint_int", .uint, .int, .uint, binary: apply))
  }
}
