/// A call that the parser rewrites (language definition, "Macros").
public struct Macro: Sendable {
  struct Key: Hashable, Sendable {
    var name: String
    /// -1 for any number.
    var argumentCount: Int
    var isMember: Bool

    var variadic: Key { Key(name: name, argumentCount: -1, isMember: isMember) }
  }

  let key: Key
  /// Returns nil where the call is none of the macro's.
  let expand:
    @Sendable (inout MacroExpansion, MacroExpansion.Operand?, [MacroExpansion.Operand])
      throws(MacroFailure) -> MacroExpansion.Operand?

  /// A macro called as `target.name(…)`, or as `name(…)`.
  ///
  /// - Parameter argumentCount: without the target; nil for any number.
  public init(
    _ name: String, argumentCount: Int?, isMember: Bool,
    expand:
      @escaping @Sendable (
        inout MacroExpansion, MacroExpansion.Operand?, [MacroExpansion.Operand]
      ) throws(MacroFailure) -> MacroExpansion.Operand?
  ) {
    key = Key(name: name, argumentCount: argumentCount ?? -1, isMember: isMember)
    self.expand = expand
  }
}

/// Why the arguments of a macro are not what it takes.
public struct MacroFailure: Error {
  let message: String
  let offset: Int?

  public init(_ message: String) {
    self.message = message
    offset = nil
  }

  init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}

/// Builds what a macro expands to. All that it adds is placed where the call stands.
public struct MacroExpansion {
  /// A part of the expression: an argument, or what the expansion added.
  public typealias Operand = Int

  var tree: SyntaxTree
  let offset: Int

  public mutating func literal(_ value: Value) -> Operand { add(.literal(value)) }

  public mutating func identifier(_ name: String) -> Operand { add(.identifier(name)) }

  public mutating func call(_ function: String, _ arguments: Operand...) -> Operand {
    add(.call(function, target: nil, arguments: arguments))
  }

  public mutating func memberCall(
    _ function: String, on target: Operand, _ arguments: [Operand]
  ) -> Operand {
    add(.call(function, target: target, arguments: arguments))
  }

  public mutating func list(_ elements: [Operand]) -> Operand {
    add(.list(elements, optional: []))
  }

  public mutating func emptyMap() -> Operand { add(.map([])) }

  /// `operand.field` where the operand is a selection or its field is to be tested for presence.
  mutating func presenceTest(_ operand: Operand, field: String) -> Operand {
    add(.select(operand, field: field, isTest: true))
  }

  mutating func select(_ operand: Operand, field: String) -> Operand {
    add(.select(operand, field: field, isTest: false))
  }

  /// The accumulator of the fold under construction.
  public mutating func accumulator() -> Operand { identifier(Operator.accumulator) }

  /// A fold over `range` (language definition, "Macros").
  public mutating func fold(
    over range: Operand, variable: String, secondVariable: String? = nil,
    accumulator: String = "@result", initial: Operand, condition: Operand, step: Operand,
    result: Operand
  ) -> Operand {
    add(
      .comprehension(
        SyntaxTree.Comprehension(
          range: range, variable: variable, secondVariable: secondVariable,
          accumulator: accumulator, initial: initial, condition: condition, step: step,
          result: result)))
  }

  /// `name` where the operand is an identifier, else nil.
  public func name(of operand: Operand) -> String? {
    if case .identifier(let name) = tree[operand].kind { return name }
    return nil
  }

  /// The elements of an operand that is a list literal, else nil.
  func elements(of operand: Operand) -> [Operand]? {
    if case .list(let elements, _) = tree[operand].kind { return elements }
    return nil
  }

  /// The value of an operand that is a literal, else nil.
  public func value(of operand: Operand) -> Value? {
    if case .literal(let value) = tree[operand].kind { return value }
    return nil
  }

  func kind(of operand: Operand) -> SyntaxTree.Kind { tree[operand].kind }

  /// `a.b.c` of a chain of selections on an identifier, else nil.
  public func qualifiedName(of operand: Operand) -> String? {
    tree.qualifiedName(operand)
  }

  public func failure(_ message: String, at operand: Operand) -> MacroFailure {
    MacroFailure(message, at: tree[operand].offset)
  }

  private mutating func add(_ kind: SyntaxTree.Kind) -> Operand {
    tree.add(kind, at: offset)
  }
}
