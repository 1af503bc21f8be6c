import RegularExpressions

extension StandardLibrary {
  /// The string functions ("Standard definitions", "String functions").
  static let textFunctions: [Function] = {
    var matches = Function(
      "matches",
      [
        Overload("matches", [.string, .string], .bool),
        Overload("matches_string", isMember: true, [.string, .string], .bool),
      ],
      implementation: .binary { text, pattern in
        switch Pattern.compile(pattern) {
        case .success(let expression): match(text, expression)
        case .failure(let error): .error(error)
        }
      })
    matches.specialization = Function.Specialization(argument: 1) { pattern in
      Pattern.compile(pattern).map { expression in
        .binary { text, _ in match(text, expression) }
      }
    }
    return [
      test("contains", "contains_string") { $0.contains($1) },
      test("startsWith", "starts_with_string") { text, prefix in
        text.hasPart(prefix, at: 0)
      },
      test("endsWith", "ends_with_string") { text, suffix in
        text.hasPart(suffix, at: text.count - suffix.count)
      },
      matches,
    ]
  }()

  private static func test(
    _ name: String, _ id: String,
    _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Function {
    Function(
      name,
      Overload(id, isMember: true, .string, .string, .bool) { left, right in
        .bool(left.withUTF8 { left in right.withUTF8 { body(left, $0) } ?? false } ?? false)
      })
  }

  private static func match(_ text: Value, _ expression: RegularExpression) -> Value {
    let result = text.withUTF8 { bytes in
      Result { () throws(RegularExpressionError) in try expression.matches(in: bytes) }
    }
    switch result {
    case .success(let isMatch): return .bool(isMatch)
    case .failure(let error): return .error(error.description)
    case nil: return .noSuchOverload
    }
  }
}

/// Regular expressions of expressions.
enum Pattern {
  static func isValid(_ value: Value) -> Bool {
    if case .success = compile(value) { return true }
    return false
  }

  static func compile(_ value: Value) -> Result<RegularExpression, EvaluationError> {
    guard let pattern = value.string else { return .failure(EvaluationError("no such overload")) }
    do {
      return .success(try RegularExpression(pattern))
    } catch {
      return .failure(EvaluationError("\(error)"))
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  func contains(_ part: UnsafeBufferPointer<UInt8>) -> Bool { firstIndex(of: part) != nil }

  /// Whether a part of the bytes begins at an index, which may lie outside.
  func hasPart(_ part: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard index >= 0, index + part.count <= count else { return false }
    for offset in 0..<part.count where self[index + offset] != part[offset] { return false }
    return true
  }

  /// Where a part of the bytes begins first, at or after a start.
  func firstIndex(of part: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    guard let first = part.first else { return start <= count ? start : nil }
    var index = start
    while index + part.count <= count {
      if self[index] == first, hasPart(part, at: index) {
        return index
      }
      index += 1
    }
    return nil
  }
}
