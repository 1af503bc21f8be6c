/// What inference has found for the type variables of one check, with assignability ("Type
/// checking"). Attempts that fail are undone.
struct Substitution {
  private var bindings: [Type?] = []
  private var log: [(variable: Int, previous: Type?)] = []

  mutating func newVariable() -> Type {
    bindings.append(nil)
    return .variable(bindings.count - 1)
  }

  /// Whether a value of `from` may stand where `to` is wanted; binds variables if so.
  mutating func assign(_ to: Type, from: Type) -> Bool {
    attempt { $0.isAssignable(to, from) }
  }

  mutating func assign(_ types: [Type], to parameters: [Type]) -> Bool {
    guard types.count == parameters.count else { return false }
    return attempt { $0.areAssignable(types, parameters) }
  }

  private mutating func attempt(_ body: (inout Substitution) -> Bool) -> Bool {
    let mark = log.count
    if body(&self) {
      log.removeAll(keepingCapacity: true)
      return true
    }
    while log.count > mark, let change = log.popLast() {
      bindings[change.variable] = change.previous
    }
    return false
  }

  private mutating func bind(_ variable: Int, to type: Type) {
    log.append((variable, bindings[variable]))
    bindings[variable] = type
  }

  /// The type with what is known put in; what is not stays, or becomes dyn.
  func resolve(_ type: Type, toDyn: Bool = false) -> Type {
    switch type {
    case .variable(let number):
      if let bound = bindings[number] { return resolve(bound, toDyn: toDyn) }
      return toDyn ? .dyn : type
    case .list(let element): return .list(resolve(element, toDyn: toDyn))
    case .map(let key, let value):
      return .map(resolve(key, toDyn: toDyn), resolve(value, toDyn: toDyn))
    case .type(let inner?): return .type(resolve(inner, toDyn: toDyn))
    case .opaque(let name, let parameters) where !parameters.isEmpty:
      return .opaque(name, parameters.map { resolve($0, toDyn: toDyn) })
    default: return type
    }
  }

  // MARK: Assignability

  private mutating func areAssignable(_ left: [Type], _ right: [Type]) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where !isAssignable(left[index], right[index]) { return false }
    return true
  }

  private mutating func isAssignable(_ left: Type, _ right: Type) -> Bool {
    if case .variable(let number) = right {
      let (isValid, isBound) = isSubstitution(left, for: number)
      if isValid { return true }
      if isBound { return false }
    }
    if case .variable(let number) = left { return isSubstitution(right, for: number).isValid }
    if left.isDynOrError || right.isDynOrError { return true }
    switch (left, right) {
    case (.null, _): return right.isNullable
    case (_, .null): return left.isNullable
    case (.wrapper(let left), .wrapper(let right)): return left == right
    case (.wrapper(let wrapped), let other), (let other, .wrapper(let wrapped)):
      return wrapped == other
    case (.type, .type): return true
    case (.list(let left), .list(let right)): return isAssignable(left, right)
    case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
      return isAssignable(leftKey, rightKey) && isAssignable(leftValue, rightValue)
    case (.opaque(let left, let leftTypes), .opaque(let right, let rightTypes)):
      return left == right && areAssignable(leftTypes, rightTypes)
    default: return left == right
    }
  }

  /// Whether a type may be what a variable stands for, and whether it already stood for one.
  private mutating func isSubstitution(
    _ type: Type, for variable: Int
  ) -> (isValid: Bool, isBound: Bool) {
    if type == .variable(variable) { return (true, true) }
    if let bound = bindings[variable] {
      if type == bound { return (true, true) }
      guard isAssignable(type, bound) else { return (false, true) }
      let general = Self.moreGeneral(type, bound)
      if !occurs(variable, in: general) { bind(variable, to: general) }
      return (true, true)
    }
    guard !occurs(variable, in: type) else { return (false, false) }
    bind(variable, to: type)
    return (true, false)
  }

  private func occurs(_ variable: Int, in type: Type) -> Bool {
    switch type {
    case .variable(let number):
      if number == variable { return true }
      return bindings[number].map { occurs(variable, in: $0) } ?? false
    case .list(let element): return occurs(variable, in: element)
    case .map(let key, let value): return occurs(variable, in: key) || occurs(variable, in: value)
    case .type(let inner?): return occurs(variable, in: inner)
    case .opaque(_, let parameters): return parameters.contains { occurs(variable, in: $0) }
    default: return false
    }
  }

  /// Of two types that agree, the one that says less.
  static func moreGeneral(_ left: Type, _ right: Type) -> Type {
    if left == .null, right.isNullable { return right }
    if right == .null, left.isNullable { return left }
    return isLessSpecific(left, right) ? left : right
  }

  private static func isLessSpecific(_ left: Type, _ right: Type) -> Bool {
    if left.isDyn { return true }
    if case .variable = left { return true }
    if right.isDyn { return false }
    if case .variable = right { return false }
    switch (left, right) {
    case (.opaque(let leftName, let leftTypes), .opaque(let rightName, let rightTypes)):
      return leftName == rightName && leftTypes.count == rightTypes.count
        && zip(leftTypes, rightTypes).allSatisfy { isLessSpecific($0, $1) }
    case (.list(let left), .list(let right)): return isLessSpecific(left, right)
    case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
      return isLessSpecific(leftKey, rightKey) && isLessSpecific(leftValue, rightValue)
    case (.type, .type): return true
    // A wrapper takes what it wraps and null, so that it says less.
    case (.wrapper(let wrapped), _): return right == left || right == wrapped || right == .null
    default: return left == right
    }
  }
}

extension Type {
  fileprivate var isNullable: Bool {
    switch self {
    case .null, .wrapper, .opaque, .message, .any, .duration, .timestamp: true
    default: false
    }
  }

  /// The type with its parameters replaced.
  func replacing(_ parameters: [String: Type]) -> Type {
    switch self {
    case .parameter(let name): parameters[name] ?? self
    case .list(let element): .list(element.replacing(parameters))
    case .map(let key, let value):
      .map(key.replacing(parameters), value.replacing(parameters))
    case .type(let inner?): .type(inner.replacing(parameters))
    case .opaque(let name, let types): .opaque(name, types.map { $0.replacing(parameters) })
    default: self
    }
  }

  func collectParameters(into names: inout [String]) {
    switch self {
    case .parameter(let name): if !names.contains(name) { names.append(name) }
    case .list(let element): element.collectParameters(into: &names)
    case .map(let key, let value):
      key.collectParameters(into: &names)
      value.collectParameters(into: &names)
    case .type(let inner?): inner.collectParameters(into: &names)
    case .opaque(_, let types): for type in types { type.collectParameters(into: &names) }
    default: break
    }
  }
}
