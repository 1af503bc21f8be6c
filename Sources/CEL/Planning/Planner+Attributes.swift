extension Planner {
  /// Plans a name, or a chain of selections and indexing on one or on any other expression.
  mutating func planAttribute(_ id: SyntaxTree.ID, isCharged: Bool) -> Instruction.Index {
    var links: [Link] = []
    var base = id
    while let (operand, link) = link(of: base) {
      links.append(link)
      base = operand
    }
    links.reverse()
    return plan(base, links, at: id, isCharged: isCharged)
  }

  fileprivate enum Link {
    case field(String, isTest: Bool, isOptional: Bool, SyntaxTree.ID)
    case index(SyntaxTree.ID, isOptional: Bool, SyntaxTree.ID)
  }

  /// The operand and what is selected of it, where the node is no resolved name.
  private func link(of id: SyntaxTree.ID) -> (SyntaxTree.ID, Link)? {
    switch checked.reference(of: id) {
    case .global, .constant, .local: return nil
    default: break
    }
    switch checked.tree[id].kind {
    case .select(let operand, let field, let isTest):
      return (operand, .field(field, isTest: isTest, isOptional: false, id))
    case .call(Operator.index, nil, let arguments) where arguments.count == 2:
      return (arguments[0], .index(arguments[1], isOptional: false, id))
    case .call(Operator.optionalIndex, nil, let arguments) where arguments.count == 2:
      return (arguments[0], .index(arguments[1], isOptional: true, id))
    case .call(Operator.optionalSelect, nil, let arguments) where arguments.count == 2:
      guard case .literal(.string(let field)) = checked.tree[arguments[1]].kind else { return nil }
      return (arguments[0], .field(field, isTest: false, isOptional: true, id))
    default: return nil
    }
  }

  private mutating func plan(
    _ base: SyntaxTree.ID, _ links: [Link], at id: SyntaxTree.ID, isCharged: Bool
  ) -> Instruction.Index {
    var planned: Attribute.Base
    var charged = isCharged
    switch (checked.reference(of: base), checked.tree[base].kind) {
    case (.constant(let value), _):
      let constant = emit(constant: value, at: base)
      if links.isEmpty { return constant }
      planned = .relative(constant)
    case (.local(let name), _): planned = slot(of: name).map { .local($0) } ?? .global(intern(name))
    case (.global(let name), _): planned = .global(intern(name))
    case (_, .identifier(let name)): planned = unresolved(name, links)
    case (_, .call(Operator.conditional, nil, _)):
      // The selections belong to the branches, and a conditional itself costs nothing.
      planned = .relative(plan(base))
      charged = false
    default: planned = .relative(plan(base))
    }
    if case .local(let slot) = planned, links.isEmpty {
      return emit(.local(slot: slot, isCharged: charged), at: id)
    }
    // A presence test ends an attribute: what follows it selects of its result.
    if let test = links.firstIndex(where: \.isTest), test < links.count - 1 {
      let tested = emit(planned, Array(links[...test]), at: links[test].id, isCharged: true)
      return emit(
        .relative(tested), Array(links[(test + 1)...]), at: id, isCharged: isCharged)
    }
    return emit(planned, links, at: id, isCharged: charged)
  }

  private mutating func emit(
    _ base: Attribute.Base, _ links: [Link], at id: SyntaxTree.ID, isCharged: Bool
  ) -> Instruction.Index {
    var qualifiers: [Qualifier] = []
    var isTest = false
    for link in links {
      let offset = Int32(truncatingIfNeeded: checked.tree[link.id].offset)
      switch link {
      case .field(let name, let test, let isOptional, _):
        isTest = test
        qualifiers.append(
          Qualifier(kind: .field(intern(name)), isOptional: isOptional, offset: offset))
      case .index(let index, let isOptional, _):
        qualifiers.append(
          Qualifier(kind: indexKind(index), isOptional: isOptional, offset: offset))
      }
    }
    let charged = isCharged && (!isTest || environment.options.presenceTestHasCost)
    attributes.append(
      Attribute(
        base: base, start: Int32(truncatingIfNeeded: self.qualifiers.count),
        count: Int32(truncatingIfNeeded: qualifiers.count), isTest: isTest, isCharged: charged,
        isPlain: !qualifiers.contains(where: \.isOptional)))
    self.qualifiers += qualifiers
    return emit(.attribute(Int32(truncatingIfNeeded: attributes.count - 1)), at: id)
  }

  private mutating func indexKind(_ id: SyntaxTree.ID) -> Qualifier.Kind {
    let index = plan(id, isCharged: false)
    guard case .constant(let number) = instructions[Int(index)] else { return .dynamic(index) }
    if case .string(let string) = constants[Int(number)] { return .field(intern(string)) }
    return .constant(number)
  }

  /// What a name of an unchecked expression may mean, with the selections that follow it.
  private mutating func unresolved(_ name: String, _ links: [Link]) -> Attribute.Base {
    if let slot = slot(of: name) { return .local(slot) }
    var names = [name]
    for link in links {
      guard case .field(let field, isTest: false, isOptional: false, _) = link,
        let previous = names.last
      else { break }
      names.append(previous + "." + field)
    }
    var candidates: [(name: String, consumed: Int)] = []
    var constants: [String: Value] = [:]
    for (consumed, name) in names.enumerated().reversed() {
      for candidate in environment.candidates(name) {
        candidates.append((candidate, consumed))
        if let value = environment.variable(candidate)?.value { constants[candidate] = value }
      }
    }
    self.candidates.append(Candidates(names: candidates, constants: constants))
    return .candidates(Int32(truncatingIfNeeded: self.candidates.count - 1))
  }
}

extension Planner.Link {
  fileprivate var isTest: Bool {
    if case .field(_, isTest: true, _, _) = self { return true }
    return false
  }

  fileprivate var id: SyntaxTree.ID {
    switch self {
    case .field(_, _, _, let id), .index(_, _, let id): id
    }
  }
}
