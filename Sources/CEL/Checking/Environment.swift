/// What expressions may name, and the dialect that they are read in. A value: extending a copy
/// leaves the original alone.
public struct Environment: Sendable {
  public var options: Options
  /// The name in which relative names are looked up first, innermost part last ("Name resolution").
  public var container: String = ""

  private(set) var macros: [Macro.Key: Macro] = [:]
  private(set) var functions: [String: Function] = [:]
  private(set) var variables: [String: Variable] = [:]
  private(set) var providers: [any TypeProvider] = []
  private(set) var callCosts: [String: CallCost] = [:]
  private(set) var callEstimates: [String: CallEstimator] = [:]
  var validators: [Validator] = []

  /// The cost of a call, or nil to leave it to the standard rules.
  ///
  /// - Parameters: the function, the id of its overload where only one fits, the arguments, the
  ///   result.
  public typealias CallCost = @Sendable (String, String?, [Value], Value) -> UInt64?

  /// The estimate of a call, or nil to leave it to the standard rules.
  public typealias CallEstimator = @Sendable (EstimatedCall) -> CallEstimate?

  /// Looks at a call of a checked expression whose arguments may be literals; a message refuses it.
  public struct Validator: Sendable {
    /// The function whose calls are looked at.
    public var function: String
    /// The index of the argument that a problem points to, the receiver counted.
    public var index: Int
    /// The arguments, nil for those that are no literals; returns the problem.
    public var check: @Sendable ([Value?]) -> String?

    public init(
      function: String, index: Int, check: @escaping @Sendable ([Value?]) -> String?
    ) {
      self.function = function
      self.index = index
      self.check = check
    }
  }

  /// An environment with the standard functions and macros.
  public init(options: Options = Options()) {
    self.options = options
    add(StandardLibrary.library(options))
    for type in StandardLibrary.typeNames {
      variables[type.runtimeName] = Variable(type: .type(type), value: .type(type))
    }
  }

  // MARK: Extending

  public mutating func add(_ library: Library) {
    for function in library.functions { declare(function) }
    for macro in library.macros { macros[macro.key] = macro }
    for type in library.types { declare(typeName: type) }
  }

  public mutating func add(_ provider: any TypeProvider) { providers.append(provider) }

  /// Adds a function, or overloads to one that is there.
  public mutating func declare(_ function: Function) {
    if functions[function.name] == nil {
      functions[function.name] = function
    } else {
      functions[function.name]?.merge(function)
    }
  }

  public mutating func declare(_ name: String, _ type: Type) {
    variables[name] = Variable(type: type)
  }

  /// Declares a constant, which needs no value at evaluation.
  public mutating func declare(_ name: String, _ type: Type, value: Value) {
    variables[name] = Variable(type: type, value: value)
  }

  /// Makes the name of an abstract type an expression for the type.
  public mutating func declare(typeName type: Type) {
    variables[type.runtimeName] = Variable(type: .type(type), value: .type(type))
  }

  /// Charges calls of the named functions by a rule of the environment's own. `_==_` is asked only
  /// where an operand is an object.
  public mutating func chargeCalls(of functions: [String], _ cost: @escaping CallCost) {
    for function in functions { callCosts[function] = cost }
  }

  /// Estimates calls of the named functions by a rule of the environment's own.
  public mutating func estimateCalls(
    of functions: [String], _ estimate: @escaping CallEstimator
  ) {
    for function in functions { callEstimates[function] = estimate }
  }

  public mutating func validate(_ validator: Validator) { validators.append(validator) }

  public mutating func remove(macro name: String, argumentCount: Int, isMember: Bool) {
    macros[Macro.Key(name: name, argumentCount: argumentCount, isMember: isMember)] = nil
  }

  // MARK: Compiling

  /// Parses, checks and plans an expression.
  public func compile(_ expression: String) throws(CompileError) -> Program {
    let tree = try Parser.parse(expression, options: options.syntax, macros: macros)
    var checker = Checker(tree, in: self)
    let checked = try checker.check()
    return try Planner.plan(checked, in: self)
  }

  /// Compiles an expression and estimates what evaluating it may cost.
  ///
  /// - Parameter sizes: of the variables.
  public func compile(
    _ expression: String, sizes: LargestSize
  ) throws(CompileError) -> (program: Program, cost: Estimate) {
    let tree = try Parser.parse(expression, options: options.syntax, macros: macros)
    var checker = Checker(tree, in: self)
    let checked = try checker.check()
    let program = try Planner.plan(checked, in: self)
    var estimator = CostEstimator(checked, in: self, root: sizes)
    return (program, estimator.estimate())
  }

  /// Parses and plans an expression without checking it: names and overloads are resolved when it
  /// is evaluated.
  public func compileUnchecked(_ expression: String) throws(CompileError) -> Program {
    let tree = try Parser.parse(expression, options: options.syntax, macros: macros)
    return try Planner.plan(CheckedTree(unchecked: tree), in: self)
  }

  /// The type of an expression, without planning it.
  public func type(of expression: String) throws(CompileError) -> Type {
    let tree = try Parser.parse(expression, options: options.syntax, macros: macros)
    var checker = Checker(tree, in: self)
    let checked = try checker.check()
    return checked.type(of: checked.tree.root)
  }
}

extension Environment {
  /// How a dialect differs from the specification's newest.
  public struct Options: Sendable {
    public var syntax = SyntaxOptions()
    /// Elements of list and map literals must agree in type.
    public var homogeneousLiterals = false
    /// Numbers of different types compare with `<` and the like without `dyn`.
    public var mixedNumberOrdering = true
    /// `has(a.b)` on what has no fields is an error, not false.
    public var errorOnBadPresenceTest = true
    /// A map literal with a key twice, or with a key of a type that is no key, is an error.
    public var strictMapKeys = true
    /// `has()` costs one more than the operand's selection.
    public var presenceTestHasCost = true
    /// A conversion of a constant and a constant pattern that fail do so when the expression is
    /// compiled.
    public var foldsConstants = false
    /// Durations, timestamps and patterns written as literals are checked when compiling.
    public var validatesLiterals = false
    /// The conversions of `format` before strings version 4 of the extension library: `%e`, `%s`
    /// of collections.
    public var usesFirstFormat = false
    /// `getMilliseconds` of a duration gives all of it, and not the part below a second.
    public var wholeMilliseconds = false
    /// `orValue` and `or` take any value for an optional that has one.
    public var optionalOrTakesValues = false
    /// A fold over a map of a document takes its keys in order of their names.
    public var sortsKeys = false
    /// Bounds work that an expression could make large: sizes of lists and strings it builds.
    public var sizeLimit = 10_000_000

    public init() {}
  }
}

// MARK: - Messages

extension Environment {
  /// A message as a value, to bind a variable to; `.error` where a field cannot have its value.
  ///
  /// - Parameter name: the fully qualified name of a type that the environment knows.
  public func message(_ name: String, fields: [(name: String, value: Value)]) -> Value {
    for provider in providers {
      if let message = provider.message(name, fields: fields) { return message }
    }
    return WellKnownTypes.shared.message(name, fields: fields) ?? .error("unknown type: \(name)")
  }
}

// MARK: - Names

extension Environment {
  /// The names that a name may stand for, the innermost container's first ("Name resolution").
  func candidates(_ name: String) -> [String] {
    if name.hasPrefix(".") { return [String(name.dropFirst())] }
    guard !container.isEmpty else { return [name] }
    var candidates: [String] = []
    var prefix = container[...]
    while !prefix.isEmpty {
      candidates.append(prefix + "." + name)
      prefix = prefix.lastIndex(of: ".").map { prefix[..<$0] } ?? ""
    }
    candidates.append(name)
    return candidates
  }

  /// The declaration of a fully qualified name.
  func variable(_ name: String) -> Variable? {
    if let variable = variables[name] { return variable }
    for provider in providers {
      if let type = provider.type(named: name) {
        return Variable(type: .type(type), value: .type(type))
      }
      if let value = provider.constant(named: name) {
        return Variable(type: value.type, value: value)
      }
    }
    if let type = WellKnownTypes.shared.type(named: name) {
      return Variable(type: .type(type), value: .type(type))
    }
    return WellKnownTypes.shared.constant(named: name).map { Variable(type: .int, value: $0) }
  }

  func function(_ name: String) -> Function? { functions[name] }

  func messageType(_ name: String) -> Type? {
    for provider in providers {
      if let type = provider.type(named: name) { return type }
    }
    return WellKnownTypes.shared.type(named: name)
  }

  func field(_ field: String, of message: String) -> Type? {
    for provider in providers {
      if provider.type(named: message) != nil { return provider.field(field, of: message) }
    }
    return WellKnownTypes.shared.field(field, of: message)
  }

  func fieldNames(of message: String) -> [String] {
    for provider in providers where provider.type(named: message) != nil {
      return provider.fieldNames(of: message)
    }
    return WellKnownTypes.shared.fieldNames(of: message)
  }
}
