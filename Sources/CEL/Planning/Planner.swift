/// Turns a checked tree into a program.
struct Planner {
  let checked: CheckedTree
  let environment: Environment
  var instructions: [Instruction] = []
  var offsets: [Int32] = []
  var constants: [Value] = []
  var operands: [Instruction.Index] = []
  var attributes: [Attribute] = []
  var qualifiers: [Qualifier] = []
  var names: [String] = []
  var candidates: [Candidates] = []
  var calls: [CallSite] = []
  var folds: [FoldPlan] = []
  var messages: [MessagePlan] = []
  var optionalIndices: [Set<Int>] = []
  var sets: [ConstantSet] = []
  /// By slot: what an accumulator begins as, computed when it is first read; -1 for others.
  var initials: [Instruction.Index] = []
  private var scope: [(name: String, slot: Int32)] = []
  private var issues: [Issue] = []

  private init(_ checked: CheckedTree, in environment: Environment) {
    self.checked = checked
    self.environment = environment
  }

  static func plan(
    _ checked: CheckedTree, in environment: Environment
  ) throws(CompileError) -> Program {
    var planner = Planner(checked, in: environment)
    let root = planner.plan(checked.tree.root)
    let type = checked.type(of: checked.tree.root)
    guard planner.issues.isEmpty else {
      throw CompileError(planner.issues, source: checked.tree.source, type: type)
    }
    return Program(type: type, storage: Program.Storage(planner, root: root))
  }

  // MARK: Emitting

  mutating func emit(_ instruction: Instruction, at id: SyntaxTree.ID) -> Instruction.Index {
    instructions.append(instruction)
    offsets.append(Int32(truncatingIfNeeded: checked.tree[id].offset))
    return Int32(truncatingIfNeeded: instructions.count - 1)
  }

  mutating func emit(constant value: Value, at id: SyntaxTree.ID) -> Instruction.Index {
    constants.append(value)
    return emit(.constant(Int32(truncatingIfNeeded: constants.count - 1)), at: id)
  }

  mutating func addOperands(_ indices: [Instruction.Index]) -> (start: Int32, count: Int32) {
    let start = Int32(truncatingIfNeeded: operands.count)
    operands.append(contentsOf: indices)
    return (start, Int32(truncatingIfNeeded: indices.count))
  }

  mutating func intern(_ name: String) -> Int32 {
    if let index = names.firstIndex(of: name) { return Int32(truncatingIfNeeded: index) }
    names.append(name)
    return Int32(truncatingIfNeeded: names.count - 1)
  }

  func constant(_ index: Instruction.Index) -> Value? {
    if case .constant(let constant) = instructions[Int(index)] { return constants[Int(constant)] }
    return nil
  }

  /// What evaluating the expression would tell, told now.
  mutating func refuse(_ message: String) { issues.append(Issue(message: message)) }

  mutating func newSlot(initial: Instruction.Index = -1) -> Int32 {
    initials.append(initial)
    return Int32(truncatingIfNeeded: initials.count - 1)
  }

  // MARK: Nodes

  /// - Parameter isCharged: false where a variable or selection is a branch of a conditional or an
  ///   index: the run-time cost of the reference implementation leaves out its unit there.
  mutating func plan(_ id: SyntaxTree.ID, isCharged: Bool = true) -> Instruction.Index {
    guard instructions.count < 400_000 else {
      if issues.isEmpty { refuse("expression is too complex") }
      return 0
    }
    switch checked.tree[id].kind {
    case .literal(let value): return emit(constant: value, at: id)
    case .identifier, .select: return planAttribute(id, isCharged: isCharged)
    case .call(let name, let target, let arguments):
      return planCall(id, name, target, arguments, isCharged: isCharged)
    case .list(let elements, let optional): return planList(id, elements, optional)
    case .map(let entries): return planMap(id, entries)
    case .message(let name, let fields): return planMessage(id, name, fields)
    case .comprehension(let fold): return planFold(id, fold)
    case .invalid: return emit(constant: .error("invalid expression"), at: id)
    }
  }

  // MARK: Aggregates

  private mutating func add(optional: Set<Int>) -> Int32 {
    guard !optional.isEmpty else { return -1 }
    optionalIndices.append(optional)
    return Int32(truncatingIfNeeded: optionalIndices.count - 1)
  }

  private mutating func planList(
    _ id: SyntaxTree.ID, _ elements: [SyntaxTree.ID], _ optional: Set<Int>
  ) -> Instruction.Index {
    var indices: [Instruction.Index] = []
    for element in elements { indices.append(plan(element)) }
    let values = indices.compactMap { constant($0) }
    if optional.isEmpty, values.count == indices.count {
      return emit(constant: .list(values), at: id)
    }
    let range = addOperands(indices)
    return emit(
      .list(start: range.start, count: range.count, optional: add(optional: optional)), at: id)
  }

  private mutating func planMap(
    _ id: SyntaxTree.ID, _ entries: [SyntaxTree.Entry]
  ) -> Instruction.Index {
    var indices: [Instruction.Index] = []
    var optional: Set<Int> = []
    for (index, entry) in entries.enumerated() {
      indices.append(plan(entry.key))
      indices.append(plan(entry.value))
      if entry.isOptional { optional.insert(index) }
    }
    let values = indices.compactMap { constant($0) }
    if optional.isEmpty, values.count == indices.count,
      case .success(let map) = MapBuilder.map(
        of: values, isStrict: environment.options.strictMapKeys)
    {
      return emit(constant: .map(map), at: id)
    }
    let range = addOperands(indices)
    return emit(
      .map(start: range.start, count: range.count, optional: add(optional: optional)), at: id)
  }

  private mutating func planMessage(
    _ id: SyntaxTree.ID, _ name: String, _ fields: [SyntaxTree.Field]
  ) -> Instruction.Index {
    var fullName = name
    if case .message(let found) = checked.reference(of: id) {
      fullName = found
    } else if let found = environment.candidates(name).first(where: {
      environment.messageType($0) != nil
    }) {
      fullName = found
    } else {
      refuse("unknown type: \(name)")
    }
    var planned: [(String, Instruction.Index, Bool)] = []
    for field in fields { planned.append((field.name, plan(field.value), field.isOptional)) }
    messages.append(
      MessagePlan(name: fullName, fields: planned, providers: environment.providers))
    return emit(.message(Int32(truncatingIfNeeded: messages.count - 1)), at: id)
  }

  // MARK: Folds

  private mutating func planFold(
    _ id: SyntaxTree.ID, _ fold: SyntaxTree.Comprehension
  ) -> Instruction.Index {
    let initial = plan(fold.initial)
    let range = plan(fold.range)
    let accumulator = newSlot(initial: initial)
    let variable = newSlot()
    let second = fold.secondVariable.map { _ in newSlot() }
    scope.append((fold.accumulator, accumulator))
    scope.append((fold.variable, variable))
    if let name = fold.secondVariable, let second { scope.append((name, second)) }
    let condition = plan(fold.condition)
    let step = planStep(fold, accumulator: accumulator)
    scope.removeLast(second == nil ? 1 : 2)
    let result = plan(fold.result)
    scope.removeLast()
    folds.append(
      FoldPlan(
        range: range, condition: condition, step: step, result: result,
        accumulator: accumulator, variable: variable, secondVariable: second,
        isUnconditional: constant(condition)?.bool ?? false,
        quantifier: quantifier(condition, step, result, accumulator),
        isCollecting: isEmptyList(initial)))
    return emit(.fold(Int32(truncatingIfNeeded: folds.count - 1)), at: id)
  }

  /// Recognizes the folds of `all` and `exists`, of which most rules consist.
  private func quantifier(
    _ condition: Instruction.Index, _ step: Instruction.Index, _ result: Instruction.Index,
    _ slot: Int32
  ) -> FoldPlan.Quantifier? {
    func isAccumulator(_ index: Instruction.Index) -> Bool {
      if case .local(slot, true) = instructions[Int(index)] { return true }
      return false
    }
    guard isAccumulator(result),
      case .notStrictlyFalse(let tested) = instructions[Int(condition)]
    else { return nil }
    switch instructions[Int(step)] {
    case .and(let start, 2) where isAccumulator(operands[Int(start)]):
      guard isAccumulator(tested) else { return nil }
      return FoldPlan.Quantifier(predicate: operands[Int(start) + 1], deciding: false)
    case .or(let start, 2) where isAccumulator(operands[Int(start)]):
      guard case .not(let negated) = instructions[Int(tested)], isAccumulator(negated) else {
        return nil
      }
      return FoldPlan.Quantifier(predicate: operands[Int(start) + 1], deciding: true)
    default: return nil
    }
  }

  private func isEmptyList(_ index: Instruction.Index) -> Bool {
    if case .list(let values)? = constant(index) { return values.isEmpty }
    return false
  }

  /// Appending to the accumulator is done in place, else building a list of n takes n² steps.
  private mutating func planStep(
    _ fold: SyntaxTree.Comprehension, accumulator: Int32
  ) -> Instruction.Index {
    if case .call(Operator.conditional, nil, let arguments) = checked.tree[fold.step].kind,
      let appended = appendedElements(arguments[1], fold)
    {
      let condition = plan(arguments[0])
      let append = planAppend(arguments[1], appended, accumulator)
      return emit(
        .conditional(condition, append, plan(arguments[2], isCharged: false)), at: fold.step)
    }
    if let appended = appendedElements(fold.step, fold) {
      return planAppend(fold.step, appended, accumulator)
    }
    return plan(fold.step)
  }

  private func appendedElements(
    _ id: SyntaxTree.ID, _ fold: SyntaxTree.Comprehension
  ) -> [SyntaxTree.ID]? {
    guard case .call(Operator.add, nil, let arguments) = checked.tree[id].kind,
      case .identifier(fold.accumulator) = checked.tree[arguments[0]].kind,
      case .list(let elements, let optional) = checked.tree[arguments[1]].kind, optional.isEmpty
    else { return nil }
    return elements
  }

  private mutating func planAppend(
    _ id: SyntaxTree.ID, _ elements: [SyntaxTree.ID], _ slot: Int32
  ) -> Instruction.Index {
    var indices: [Instruction.Index] = []
    for element in elements { indices.append(plan(element)) }
    let isConstant = indices.allSatisfy { constant($0) != nil }
    let range = addOperands(indices)
    return emit(
      .append(slot: slot, start: range.start, count: range.count, isConstant: isConstant), at: id)
  }

  // MARK: Names

  func slot(of name: String) -> Int32? { scope.last { $0.name == name }?.slot }
}
