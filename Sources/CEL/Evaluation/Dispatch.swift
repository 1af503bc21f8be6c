/// Finds the implementation of a call that its arguments fit.
enum Dispatch {
  static func call(_ site: CallSite, _ argument: Value) -> Value {
    let isChoice = site.candidates.count > 1
    for overload in site.candidates
    where argument.fits(overload.parameters[0], deeply: isChoice) {
      guard let implementation = site.implementation ?? overload.implementation else { break }
      if case .unary(let function) = implementation { return function(argument) }
      return apply(implementation, [argument])
    }
    return noSuchOverload(site, [argument])
  }

  static func call(_ site: CallSite, _ first: Value, _ second: Value) -> Value {
    if let binary = site.binary, binary.first.takes(first), binary.second.takes(second) {
      return binary.function(first, second)
    }
    let isChoice = site.candidates.count > 1
    for overload in site.candidates
    where first.fits(overload.parameters[0], deeply: isChoice)
      && second.fits(overload.parameters[1], deeply: isChoice)
    {
      guard let implementation = site.implementation ?? overload.implementation else { break }
      if case .binary(let function) = implementation { return function(first, second) }
      return apply(implementation, [first, second])
    }
    return noSuchOverload(site, [first, second])
  }

  static func call(_ site: CallSite, _ arguments: [Value]) -> Value {
    if let implementation = site.implementation, site.candidates.isEmpty {
      return apply(implementation, arguments)
    }
    let isChoice = site.candidates.count > 1
    for overload in site.candidates
    where zip(arguments, overload.parameters).allSatisfy({ $0.fits($1, deeply: isChoice) }) {
      guard let implementation = site.implementation ?? overload.implementation else { break }
      return apply(implementation, arguments)
    }
    return noSuchOverload(site, arguments)
  }

  private static func apply(_ implementation: Implementation, _ arguments: [Value]) -> Value {
    switch (implementation, arguments.count) {
    case (.unary(let function), 1): function(arguments[0])
    case (.binary(let function), 2): function(arguments[0], arguments[1])
    case (.variadic(let function), _): function(arguments)
    default: .noSuchOverload
    }
  }

  private static func noSuchOverload(_ site: CallSite, _ arguments: [Value]) -> Value {
    if StandardLibrary.namelessOverloadErrors.contains(site.function) { return .noSuchOverload }
    if StandardLibrary.bareOverloadErrors.contains(site.function) {
      return site.implementation != nil && site.isSpecialized || arguments[0].isReceiver
        ? .noSuchOverload : .error("no such overload: \(site.function)")
    }
    let types = arguments.map(\.type.runtimeName).joined(separator: ", ")
    return .error("no such overload: \(site.function)(\(types))")
  }
}

extension Value {
  /// Whether the reference asks the value itself for an operator that it does not know, which then
  /// fails without naming it.
  var isReceiver: Bool {
    switch self {
    case .string, .text, .timestamp, .duration: true
    default: false
    }
  }

  /// Whether the value may be an argument of this type.
  ///
  /// - Parameter deeply: whether the first element of an aggregate must fit as well, which is how
  ///   the reference implementation chooses between overloads.
  func fits(_ type: Type, deeply: Bool = false) -> Bool {
    switch (type, self) {
    case (.dyn, _), (.any, _), (.parameter, _), (.variable, _), (.error, _): true
    case (.string, .string), (.string, .text): true
    case (.int, .int), (.uint, .uint), (.double, .double), (.bool, .bool), (.null, .null): true
    case (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.type, .type): true
    case (.list(let element), .list), (.list(let element), .sequence),
      (.list(let element), .adaptedList):
      !deeply || element.acceptsAll || elements?.first?.fits(element, deeply: true) ?? true
    case (.map(let key, let value), .map), (.map(let key, let value), .mapping),
      (.map(let key, let value), .adaptedMap):
      !deeply || key.acceptsAll && value.acceptsAll
        || entries?.first.map {
          $0.key.fits(key, deeply: true) && $0.value.fits(value, deeply: true)
        } ?? true
    case (.opaque(let name, _), .optional): name == Type.optionalName
    case (.opaque(let name, _), .object(let object)), (.message(let name), .object(let object)):
      object.type.runtimeName == name
    case (.wrapper(let wrapped), let value): value.isNull || value.fits(wrapped)
    case (_, .error), (_, .unknown): true
    default: false
    }
  }
}

extension Type {
  fileprivate var acceptsAll: Bool {
    switch self {
    case .dyn, .any, .parameter, .variable, .error: true
    default: false
    }
  }
}
