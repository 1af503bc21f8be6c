/// What a dialect asks of an expression that already checked.
enum Validation {
  static func issues(of checked: CheckedTree, in environment: Environment) -> [Issue] {
    let options = environment.options
    var walker = Walker(checked: checked, environment: environment)
    walker.walk(checked.tree.root, isExempt: !options.homogeneousLiterals)
    return walker.issues
  }

  private struct Walker {
    let checked: CheckedTree
    let environment: Environment
    var issues: [Issue] = []

    mutating func report(_ message: String, at id: SyntaxTree.ID) {
      issues.append(Issue(message, at: checked.tree[id].offset, in: checked.tree.source))
    }

    /// - Parameter isExempt: whether literals may mix types here, as the arguments of `format` do.
    mutating func walk(_ id: SyntaxTree.ID, isExempt: Bool) {
      switch checked.tree[id].kind {
      case .literal, .identifier, .invalid: break
      case .select(let operand, _, _): walk(operand, isExempt: isExempt)
      case .call(let name, let target, let arguments):
        let isExempt = isExempt || name == "format"
        if let target { walk(target, isExempt: isExempt) }
        for argument in arguments { walk(argument, isExempt: isExempt) }
        validate(id, target, arguments)
        validateLiterals(id, target, arguments)
      case .list(let elements, let optional):
        if !isExempt { compare(elements, optional: optional) }
        for element in elements { walk(element, isExempt: isExempt) }
      case .map(let entries):
        if !isExempt {
          compareAll(entries.map { ($0.key, checked.type(of: $0.key)) })
          compareAll(entries.map { ($0.value, type(of: $0)) })
        }
        for entry in entries {
          walk(entry.key, isExempt: isExempt)
          walk(entry.value, isExempt: isExempt)
        }
      case .message(_, let fields): for field in fields { walk(field.value, isExempt: isExempt) }
      case .comprehension(let fold):
        for part in [fold.range, fold.initial, fold.condition, fold.step, fold.result] {
          walk(part, isExempt: isExempt)
        }
      }
    }

    private func type(of entry: SyntaxTree.Entry) -> Type {
      let type = checked.type(of: entry.value)
      return entry.isOptional ? type.unwrappedOptional ?? type : type
    }

    /// Reports the first element that is of another type than the first.
    private mutating func compare(_ elements: [SyntaxTree.ID], optional: Set<Int>) {
      var first: Type?
      for (index, element) in elements.enumerated() {
        var type = checked.type(of: element)
        if optional.contains(index) { type = type.unwrappedOptional ?? type }
        if let first, first != type {
          return report(
            "expected type '\(first.checkerDescription)' but found '\(type.checkerDescription)'",
            at: element)
        }
        first = first ?? type
      }
    }

    private mutating func compareAll(_ parts: [(id: SyntaxTree.ID, type: Type)]) {
      guard let first = parts.first?.type else { return }
      for part in parts where part.type != first {
        report(
          "expected type '\(first.checkerDescription)' but found '\(part.type.checkerDescription)'",
          at: part.id)
      }
    }

    private mutating func validate(
      _ id: SyntaxTree.ID, _ target: SyntaxTree.ID?, _ arguments: [SyntaxTree.ID]
    ) {
      guard case .function(let name, _, let isMember) = checked.reference(of: id) else { return }
      for validator in environment.validators where validator.function == name {
        let operands = (isMember ? target.map { [$0] } ?? [] : []) + arguments
        guard validator.index < operands.count else { continue }
        if let problem = validator.check(operands.map(constant)) {
          report(problem, at: operands[validator.index])
        }
      }
    }

    /// Literal arguments that the standard functions would refuse.
    private mutating func validateLiterals(
      _ id: SyntaxTree.ID, _ target: SyntaxTree.ID?, _ arguments: [SyntaxTree.ID]
    ) {
      guard case .function(let name, _, _) = checked.reference(of: id),
        let first = arguments.first
      else { return }
      if name == "format", let target {
        return validateFormat(id, target, first)
      }
      guard environment.options.validatesLiterals, let value = constant(first) else { return }
      let isValid =
        switch (name, value) {
        case ("duration", .string(let text)): Duration(text) != nil
        case ("timestamp", .string(let text)): Timestamp(text) != nil
        case ("timestamp", .int(let seconds)): Timestamp(seconds: seconds) != nil
        case ("matches", .string): Pattern.isValid(value)
        default: true
        }
      if !isValid { report("invalid \(name) argument", at: first) }
    }

    /// A literal format and the types of its arguments.
    private mutating func validateFormat(
      _ id: SyntaxTree.ID, _ target: SyntaxTree.ID, _ list: SyntaxTree.ID
    ) {
      guard case .literal(.string(let format)) = checked.tree[target].kind,
        case .list(let arguments, _) = checked.tree[list].kind
      else { return }
      let style: Format.Style = environment.options.usesFirstFormat ? .first : .specified
      var index = 0
      do throws(Format.Problem) {
        try Format.parse(format, argumentCount: arguments.count, isChecking: true) {
          piece throws(Format.Problem) in
          guard case .clause(let verb) = piece else { return }
          let type = checked.type(of: arguments[index])
          guard Format.accepts(type, verb, style) else {
            throw Format.refusal(type.runtimeName, verb, style, argument: index)
          }
          index += 1
        }
        if arguments.count > index {
          report(
            "too many arguments supplied to string.format (expected \(index), got "
              + "\(arguments.count))", at: id)
        }
      } catch {
        report(error.message, at: error.argument.map { arguments[$0] } ?? id)
      }
    }

    private func constant(_ id: SyntaxTree.ID) -> Value? {
      switch checked.tree[id].kind {
      case .literal(let value): value
      case .list(let elements, let optional) where optional.isEmpty:
        .list(elements.map { constant($0) ?? .unknown(Unknown([])) })
      default: nil
      }
    }
  }
}
