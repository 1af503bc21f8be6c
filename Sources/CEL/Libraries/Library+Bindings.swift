extension Library {
  /// `cel.bind(name, value, expression)` (extension `bindings`).
  public static let bindings = Library(
    "bindings",
    macros: [
      Macro("bind", argumentCount: 3, isMember: true) {
        (expansion, target, arguments) throws(MacroFailure) in
        guard let target, expansion.name(of: target) == "cel" else { return nil }
        guard let name = expansion.name(of: arguments[0]) else {
          throw expansion.failure(
            "cel.bind() variable names must be simple identifiers", at: arguments[0])
        }
        return expansion.bind(name, to: arguments[1], in: arguments[2])
      }
    ])

  /// `cel.block([values], expression)`, which optimizers write: `cel.index(n)` stands for a value,
  /// `cel.iterVar` and `cel.accuVar` for the variables of folds (conformance tests, `block_ext`).
  public static let block = Library(
    "block",
    macros: [
      Macro("block", argumentCount: 2, isMember: true) {
        (expansion, target, arguments) throws(MacroFailure) in
        guard let target, expansion.name(of: target) == "cel" else { return nil }
        guard let values = expansion.elements(of: arguments[0]) else {
          throw expansion.failure("cel.block requires a list literal", at: arguments[0])
        }
        guard values.count <= 100 else {
          throw expansion.failure("cel.block has too many values", at: arguments[0])
        }
        var body = arguments[1]
        for (number, value) in values.enumerated().reversed() {
          body = expansion.bind("@index\(number)", to: value, in: body)
        }
        return body
      },
      numbered("index", 1, "@index"), numbered("iterVar", 2, "@it"),
      numbered("accuVar", 2, "@ac"),
    ])

  private static func numbered(_ name: String, _ count: Int, _ prefix: String) -> Macro {
    Macro(name, argumentCount: count, isMember: true) {
      (expansion, target, arguments) throws(MacroFailure) in
      guard let target, expansion.name(of: target) == "cel" else { return nil }
      var numbers: [String] = []
      for argument in arguments {
        guard case .int(let number)? = expansion.value(of: argument), number >= 0 else {
          throw expansion.failure(
            "cel.\(name) requires non-negative int constant args", at: argument)
        }
        numbers.append(String(number))
      }
      return expansion.identifier(
        count == 1 ? prefix + numbers[0] : prefix + ":" + numbers.joined(separator: ":"))
    }
  }
}
