/// Finds the type of every part of an expression (language definition, "Type checking").
struct Checker {
  let tree: SyntaxTree
  let environment: Environment
  var substitution = Substitution()
  var issues: [Issue] = []
  private var types: [Type]
  private var references: [CheckedTree.Reference]
  private var visits = 0
  private var locals: [(name: String, type: Type)] = []

  init(_ tree: SyntaxTree, in environment: Environment) {
    self.tree = tree
    self.environment = environment
    types = Array(repeating: .error, count: tree.nodes.count)
    references = Array(repeating: .none, count: tree.nodes.count)
  }

  mutating func check() throws(CompileError) -> CheckedTree {
    check(tree.root)
    guard issues.isEmpty else { throw CompileError(issues, source: tree.source) }
    for index in types.indices { types[index] = substitution.resolve(types[index], toDyn: true) }
    let checked = CheckedTree(tree: tree, types: types, references: references)
    let problems = Validation.issues(of: checked, in: environment)
    guard problems.isEmpty else { throw CompileError(problems, source: tree.source) }
    return checked
  }

  // MARK: Records

  func type(of id: SyntaxTree.ID) -> Type { types[id] }

  /// A type of more parts than anyone could mean is taken for dyn: its parts may be shared, so that
  /// comparing it could take time without end.
  mutating func set(_ id: SyntaxTree.ID, _ type: Type) {
    types[id] = type.hasParameters && type.isLarger(than: 600) ? .dyn : type
  }

  mutating func refer(_ id: SyntaxTree.ID, to reference: CheckedTree.Reference) {
    references[id] = reference
  }

  mutating func report(_ message: String, at id: SyntaxTree.ID, suggestion: String? = nil) {
    report(message, offset: tree[id].offset, suggestion: suggestion)
  }

  mutating func report(_ message: String, offset: Int, suggestion: String? = nil) {
    var issue = Issue(message, at: offset, in: tree.source)
    issue.suggestion = suggestion
    issues.append(issue)
  }

  mutating func reportMismatch(_ expected: Type, _ found: Type, at id: SyntaxTree.ID) {
    let expected = substitution.resolve(expected).checkerDescription
    let found = substitution.resolve(found).checkerDescription
    report("expected type '\(expected)' but found '\(found)'", at: id)
  }

  mutating func reportUndeclared(
    _ name: String, at id: SyntaxTree.ID, known: [String]
  ) {
    report(
      "undeclared reference to '\(name)' (in container '\(environment.container)')", at: id,
      suggestion: Suggestion.closest(to: name, among: known))
  }

  // MARK: Nodes

  /// Macros may repeat their operands in what they expand to, and what repeats may repeat.
  private static let visitLimit = 200_000

  mutating func check(_ id: SyntaxTree.ID) {
    visits += 1
    guard visits < Self.visitLimit else {
      if visits == Self.visitLimit { issues.append(Issue(message: "expression is too complex")) }
      return
    }
    switch tree[id].kind {
    case .literal(let value): set(id, value.type)
    case .identifier(let name): checkIdentifier(id, name)
    case .select(let operand, let field, let isTest):
      checkSelection(id, operand, field, isTest: isTest)
    case .call(let function, let target, let arguments):
      checkCall(id, function, target, arguments)
    case .list(let elements, let optional): checkList(id, elements, optional)
    case .map(let entries): checkMap(id, entries)
    case .message(let name, let fields): checkMessage(id, name, fields)
    case .comprehension(let fold): checkFold(id, fold)
    case .invalid: set(id, .error)
    }
  }

  private mutating func checkIdentifier(_ id: SyntaxTree.ID, _ name: String) {
    if let local = local(name) {
      set(id, local)
      refer(id, to: .local(name))
    } else if !resolveGlobal(name, at: id) {
      set(id, .error)
      reportUndeclared(name, at: id, known: Array(environment.variables.keys) + locals.map(\.name))
    }
  }

  func local(_ name: String) -> Type? {
    locals.last { $0.name == name }?.type
  }

  private mutating func resolveGlobal(_ name: String, at id: SyntaxTree.ID) -> Bool {
    for candidate in environment.candidates(name) {
      guard let variable = environment.variable(candidate) else { continue }
      set(id, variable.type)
      refer(id, to: variable.value.map { .constant($0) } ?? .global(candidate))
      return true
    }
    return false
  }

  private mutating func checkSelection(
    _ id: SyntaxTree.ID, _ operand: SyntaxTree.ID, _ field: String, isTest: Bool
  ) {
    if !isTest, let name = tree.qualifiedName(id), local(name.firstName) == nil,
      resolveGlobal(name, at: id)
    {
      return
    }
    let type = selectedType(id, operand, field, isOptional: false)
    set(id, isTest ? .bool : substitution.resolve(type))
  }

  private mutating func selectedType(
    _ id: SyntaxTree.ID, _ operand: SyntaxTree.ID, _ field: String, isOptional: Bool
  ) -> Type {
    check(operand)
    let operandType = substitution.resolve(type(of: operand))
    let target = operandType.unwrappedOptional ?? operandType
    var result = Type.error
    switch target {
    case .map(_, let value): result = value
    case .message(let name): result = fieldType(field, of: name, offset: tree[id].offset)
    case .variable:
      _ = substitution.assign(.dyn, from: target)
      result = .dyn
    default:
      if !target.isDynOrError {
        report(
          "type '\(target.checkerDescription)' does not support field selection", at: id)
      }
      result = .dyn
    }
    return isOptional || operandType.unwrappedOptional != nil ? .optional(result) : result
  }

  private mutating func fieldType(_ field: String, of message: String, offset: Int) -> Type {
    if let type = environment.field(field, of: message) { return type }
    report(
      "undefined field '\(field)'", offset: offset,
      suggestion: Suggestion.closest(to: field, among: environment.fieldNames(of: message)))
    return .error
  }

  // MARK: Aggregates

  private mutating func checkList(
    _ id: SyntaxTree.ID, _ elements: [SyntaxTree.ID], _ optional: Set<Int>
  ) {
    var joined: Type?
    for (index, element) in elements.enumerated() {
      check(element)
      var type = type(of: element)
      if optional.contains(index) { type = unwrappedOptional(type, at: element) }
      joined = join(joined, type)
    }
    set(id, .list(joined ?? substitution.newVariable()))
  }

  private mutating func checkMap(_ id: SyntaxTree.ID, _ entries: [SyntaxTree.Entry]) {
    var keys: Type?
    var values: Type?
    for entry in entries {
      check(entry.key)
      keys = join(keys, type(of: entry.key))
      check(entry.value)
      var type = type(of: entry.value)
      if entry.isOptional { type = unwrappedOptional(type, at: entry.value) }
      values = join(values, type)
    }
    set(
      id, .map(keys ?? substitution.newVariable(), values ?? substitution.newVariable()))
  }

  private mutating func unwrappedOptional(_ type: Type, at id: SyntaxTree.ID) -> Type {
    if let wrapped = type.unwrappedOptional { return wrapped }
    if !type.isDyn { reportMismatch(.optional(type), type, at: id) }
    return type
  }

  /// The most special type that takes both; dyn where none does.
  private mutating func join(_ previous: Type?, _ current: Type) -> Type {
    guard let previous else { return current }
    guard substitution.assign(previous, from: current) else { return .dyn }
    return Substitution.moreGeneral(previous, current)
  }

  private mutating func checkMessage(
    _ id: SyntaxTree.ID, _ name: String, _ fields: [SyntaxTree.Field]
  ) {
    let found = environment.candidates(name).lazy.compactMap { [environment] candidate in
      environment.messageType(candidate).map { (candidate, $0) }
    }.first
    guard let (fullName, type) = found else {
      reportUndeclared(name, at: id, known: [])
      set(id, .error)
      return
    }
    set(id, type)
    refer(id, to: .message(fullName))
    for field in fields {
      check(field.value)
      let fieldType = fieldType(field.name, of: fullName, offset: field.offset)
      var valueType = self.type(of: field.value)
      if field.isOptional { valueType = unwrappedOptional(valueType, at: field.value) }
      if !substitution.assign(fieldType, from: valueType) {
        let expected = substitution.resolve(fieldType).checkerDescription
        let actual = substitution.resolve(valueType).checkerDescription
        report(
          "expected type of field '\(field.name)' is '\(expected)' but provided type is '\(actual)'",
          offset: field.offset)
      }
    }
  }

  // MARK: Folds

  private mutating func checkFold(_ id: SyntaxTree.ID, _ fold: SyntaxTree.Comprehension) {
    check(fold.range)
    check(fold.initial)
    let range = substitution.resolve(type(of: fold.range))
    let accumulator = type(of: fold.initial)
    locals.append((fold.accumulator, accumulator))
    let (first, second) = variableTypes(of: fold, over: range)
    locals.append((fold.variable, first))
    if let name = fold.secondVariable { locals.append((name, second)) }
    check(fold.condition)
    require(.bool, at: fold.condition)
    check(fold.step)
    require(accumulator, at: fold.step)
    locals.removeLast(fold.secondVariable == nil ? 1 : 2)
    check(fold.result)
    locals.removeLast()
    set(id, substitution.resolve(type(of: fold.result)))
  }

  private mutating func variableTypes(
    of fold: SyntaxTree.Comprehension, over range: Type
  ) -> (Type, Type) {
    switch range {
    case .list(let element): return fold.secondVariable == nil ? (element, .dyn) : (.int, element)
    case .map(let key, let value): return (key, value)
    case .dyn, .any, .error, .variable:
      _ = substitution.assign(.dyn, from: range)
      return (.dyn, .dyn)
    default:
      report(
        "expression of type '\(range.checkerDescription)' cannot be range of a comprehension "
          + "(must be list, map, or dynamic)", at: fold.range)
      return (.error, .error)
    }
  }

  private mutating func require(_ type: Type, at id: SyntaxTree.ID) {
    let found = self.type(of: id)
    if !substitution.assign(type, from: found) { reportMismatch(type, found, at: id) }
  }
}

// MARK: - Calls

extension Checker {
  private mutating func checkCall(
    _ id: SyntaxTree.ID, _ name: String, _ target: SyntaxTree.ID?, _ arguments: [SyntaxTree.ID]
  ) {
    if name == Operator.optionalSelect {
      return checkOptionalSelection(id, arguments)
    }
    for argument in arguments { check(argument) }
    guard let target else {
      guard let (fullName, function) = function(name) else {
        set(id, .error)
        return reportUndeclared(name, at: id, known: Array(environment.functions.keys))
      }
      return resolve(id, fullName, function, target: nil, arguments)
    }
    if let prefix = tree.qualifiedName(target),
      let (fullName, function) = function(prefix + "." + name)
    {
      return resolve(id, fullName, function, target: nil, arguments)
    }
    check(target)
    guard let (fullName, function) = function(name) else {
      set(id, .error)
      return reportUndeclared(name, at: id, known: Array(environment.functions.keys))
    }
    resolve(id, fullName, function, target: target, arguments)
  }

  private func function(_ name: String) -> (String, Function)? {
    if environment.container.isEmpty, !name.hasPrefix(".") {
      return environment.function(name).map { (name, $0) }
    }
    for candidate in environment.candidates(name) {
      if let function = environment.function(candidate) { return (candidate, function) }
    }
    return nil
  }

  private mutating func checkOptionalSelection(
    _ id: SyntaxTree.ID, _ arguments: [SyntaxTree.ID]
  ) {
    guard arguments.count == 2, case .literal(.string(let field)) = tree[arguments[1]].kind else {
      report("unsupported optional field selection", at: id)
      return set(id, .error)
    }
    let type = selectedType(id, arguments[0], field, isOptional: true)
    set(arguments[1], .string)
    set(id, substitution.resolve(type))
    refer(
      id,
      to: .function(
        Operator.optionalSelect, overloads: ["select_optional_field"], isMember: false))
  }

  private mutating func resolve(
    _ id: SyntaxTree.ID, _ name: String, _ function: Function, target: SyntaxTree.ID?,
    _ arguments: [SyntaxTree.ID]
  ) {
    if name == Operator.and || name == Operator.or {
      return resolveLogical(id, name, function, arguments)
    }
    var types = target.map { [type(of: $0)] } ?? []
    for argument in arguments { types.append(type(of: argument)) }
    var overloads: [String] = []
    var result: Type?
    for overload in function.overloads {
      guard overload.isMember == (target != nil), overload.parameters.count == types.count,
        isEnabled(overload)
      else { continue }
      let (parameters, resultType) = instantiate(overload)
      guard substitution.assign(types, to: parameters) else { continue }
      overloads.append(overload.id)
      let found = substitution.resolve(resultType)
      if let previous = result {
        if !previous.isDyn, previous != found { result = .dyn }
      } else {
        result = found
      }
    }
    guard let result else {
      set(id, .error)
      return reportNoOverload(id, name, types, isMember: target != nil)
    }
    set(id, result)
    refer(id, to: .function(name, overloads: overloads, isMember: target != nil))
  }

  private mutating func resolveLogical(
    _ id: SyntaxTree.ID, _ name: String, _ function: Function, _ arguments: [SyntaxTree.ID]
  ) {
    var fits = true
    for argument in arguments where !substitution.assign(type(of: argument), from: .bool) {
      fits = false
    }
    guard fits else {
      set(id, .error)
      return reportNoOverload(
        id, name, arguments.map { type(of: $0) }, isMember: false)
    }
    set(id, .bool)
    refer(
      id, to: .function(name, overloads: function.overloads.map(\.id), isMember: false))
  }

  private func isEnabled(_ overload: Overload) -> Bool {
    environment.options.mixedNumberOrdering
      || !StandardLibrary.mixedNumberOverloads.contains(overload.id)
  }

  /// The overload's signature with fresh variables for its parameters.
  private mutating func instantiate(_ overload: Overload) -> ([Type], Type) {
    guard !overload.typeParameters.isEmpty else { return (overload.parameters, overload.result) }
    var fresh: [String: Type] = [:]
    for name in overload.typeParameters { fresh[name] = substitution.newVariable() }
    return (overload.parameters.map { $0.replacing(fresh) }, overload.result.replacing(fresh))
  }

  private mutating func reportNoOverload(
    _ id: SyntaxTree.ID, _ name: String, _ types: [Type], isMember: Bool
  ) {
    let names = types.map { substitution.resolve($0, toDyn: true).checkerDescription }
    let signature =
      isMember
      ? "\(names.first ?? "").(\(names.dropFirst().joined(separator: ", ")))"
      : "(\(names.joined(separator: ", ")))"
    report("found no matching overload for '\(name)' applied to '\(signature)'", at: id)
  }
}

extension String {
  /// `a` of `a.b.c`.
  fileprivate var firstName: String {
    firstIndex(of: ".").map { $0 == startIndex ? self : String(self[..<$0]) } ?? self
  }
}
