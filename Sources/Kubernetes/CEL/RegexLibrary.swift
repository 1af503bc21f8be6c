import CEL
import RegularExpressions

/// `k8s.io/apiserver/pkg/cel/library/regex.go`.
enum RegexLibrary {
  static let library: Library = {
    var find = Function(
      "find",
      Overload("string_find_string", isMember: true, .string, .string, .string) { text, pattern in
        search(text, pattern, limit: 1) { .string($0.first ?? "") }
      })
    find.specialization = specialization { expression, arguments in
      search(arguments, with: expression, limit: 1) { .string($0.first ?? "") }
    }
    let list = Type.list(.string)
    var findAll = Function(
      "findAll",
      Overload("string_find_all_string", isMember: true, .string, .string, list) { text, pattern in
        search(text, pattern, limit: nil) { .list($0.map(Value.string)) }
      },
      Overload(
        "string_find_all_string_int", isMember: true, [.string, .string, .int], list
      ) { arguments in
        guard arguments.count == 3, let limit = arguments[2].int else { return .noSuchOverload }
        return search(arguments[0], arguments[1], limit: limit < 0 ? nil : Int(limit)) {
          .list($0.map(Value.string))
        }
      })
    findAll.specialization = specialization { expression, arguments in
      let limit = arguments.count > 2 ? arguments[2].int : -1
      guard let limit else { return .noSuchOverload }
      return search(arguments, with: expression, limit: limit < 0 ? nil : Int(limit)) {
        .list($0.map(Value.string))
      }
    }
    return Library("kubernetes.regex", functions: [find, findAll])
  }()

  /// Compiles a constant pattern once.
  private static func specialization(
    _ search: @escaping @Sendable (RegularExpression, [Value]) -> Value
  ) -> Function.Specialization {
    Function.Specialization(argument: 1) { pattern in
      guard let pattern = pattern.string else {
        return .success(.variadic { _ in .noSuchOverload })
      }
      do {
        let expression = try RegularExpression(pattern)
        return .success(.variadic { search(expression, $0) })
      } catch {
        return .failure(EvaluationError("\(error)"))
      }
    }
  }

  private static func search(
    _ text: Value, _ pattern: Value, limit: Int?, _ result: ([String]) -> Value
  ) -> Value {
    guard let pattern = pattern.string else { return .noSuchOverload }
    do {
      let expression = try RegularExpression.cached(pattern)
      return search([text], with: expression, limit: limit, result)
    } catch {
      return .error("Illegal regex: \(error)")
    }
  }

  private static func search(
    _ arguments: [Value], with expression: RegularExpression, limit: Int?,
    _ result: ([String]) -> Value
  ) -> Value {
    guard let text = arguments.first?.string else { return .noSuchOverload }
    do {
      let bytes = Array(text.utf8)
      let matches = try expression.allMatches(in: text, limit: limit)
      return result(matches.map { String(decoding: bytes[$0.range], as: UTF8.self) })
    } catch {
      return .error("\(error)")
    }
  }
}
