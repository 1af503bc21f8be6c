/// One signature of a function, and what computes it.
public struct Overload: Sendable {
  public var id: String
  /// Whether it is called as `receiver.name(…)`; the receiver is then the first parameter.
  public var isMember: Bool
  public let parameters: [Type]
  public let result: Type
  public var implementation: Implementation?
  /// Computed on errors and unknowns too.
  public var isNonStrict = false
  let typeParameters: [String]

  /// An overload that is only declared: it checks, and its evaluation is an error.
  public init(
    _ id: String, isMember: Bool = false, _ parameters: [Type], _ result: Type,
    implementation: Implementation? = nil
  ) {
    self.id = id
    self.isMember = isMember
    self.parameters = parameters
    self.result = result
    self.implementation = implementation
    var names: [String] = []
    for parameter in parameters { parameter.collectParameters(into: &names) }
    result.collectParameters(into: &names)
    typeParameters = names
  }

  public init(
    _ id: String, isMember: Bool = false, _ parameter: Type, _ result: Type,
    unary: @escaping @Sendable (Value) -> Value
  ) {
    self.init(id, isMember: isMember, [parameter], result, implementation: .unary(unary))
  }

  public init(
    _ id: String, isMember: Bool = false, _ first: Type, _ second: Type, _ result: Type,
    binary: @escaping @Sendable (Value, Value) -> Value
  ) {
    self.init(id, isMember: isMember, [first, second], result, implementation: .binary(binary))
  }

  public init(
    _ id: String, isMember: Bool = false, _ parameters: [Type], _ result: Type,
    variadic: @escaping @Sendable ([Value]) -> Value
  ) {
    self.init(id, isMember: isMember, parameters, result, implementation: .variadic(variadic))
  }
}

/// What computes a call. Arguments come evaluated, the receiver first; their kinds fit the
/// parameters of the overload; none is an error or unknown unless the overload is non-strict.
/// Failures are returned as `.error`.
public enum Implementation: Sendable {
  case unary(@Sendable (Value) -> Value)
  case binary(@Sendable (Value, Value) -> Value)
  case variadic(@Sendable ([Value]) -> Value)
}

/// A function by name with its overloads, in the order in which the checker tries them.
public struct Function: Sendable {
  public let name: String
  public internal(set) var overloads: [Overload]
  /// Computes every overload, instead of their own implementations.
  public var implementation: Implementation?
  /// What can be computed once where an argument is constant, as compiling a pattern.
  public var specialization: Specialization?

  public struct Specialization: Sendable {
    /// The index of the argument, the receiver counted.
    public var argument: Int
    /// An implementation for calls with this argument, or why there can be none.
    public var make: @Sendable (Value) -> Result<Implementation, EvaluationError>

    public init(
      argument: Int,
      make: @escaping @Sendable (Value) -> Result<Implementation, EvaluationError>
    ) {
      self.argument = argument
      self.make = make
    }
  }

  public init(_ name: String, _ overloads: [Overload], implementation: Implementation? = nil) {
    self.name = name
    self.overloads = overloads
    self.implementation = implementation
  }

  public init(_ name: String, _ overloads: Overload..., implementation: Implementation? = nil) {
    self.init(name, overloads, implementation: implementation)
  }

  /// Adds overloads; one with a known id takes that one's place.
  mutating func merge(_ other: Function) {
    for overload in other.overloads {
      if let index = overloads.firstIndex(where: { $0.id == overload.id }) {
        overloads[index] = overload
      } else {
        overloads.append(overload)
      }
    }
    if let added = other.implementation { implementation = added }
    specialization = other.specialization ?? specialization
  }
}

/// A named value that an environment declares.
struct Variable: Sendable {
  var type: Type
  /// Set for constants: enum values and types.
  var value: Value?
}

/// Declarations that belong together.
public struct Library: Sendable {
  public var name: String
  public var functions: [Function]
  public var macros: [Macro]
  /// Names that stand for types, as `net.IP`.
  public var types: [Type]

  public init(
    _ name: String, functions: [Function] = [], macros: [Macro] = [], types: [Type] = []
  ) {
    self.name = name
    self.functions = functions
    self.macros = macros
    self.types = types
  }
}
