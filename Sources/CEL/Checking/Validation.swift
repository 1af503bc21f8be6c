/// What a dialect asks of an expression that already checked.
enum Validation {
  static func issues(of checked: CheckedTree, in environment: Environment) -> [Issue] {
    let options = environment.options
    guard options.homogeneousLiterals || !environment.validators.isEmpty else { return [] }
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
