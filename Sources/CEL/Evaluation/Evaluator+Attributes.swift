import Values

extension Evaluator {
  /// The value of a variable with what is selected of it ("Field selection", "Indexing").
  mutating func resolve(_ number: Int32, at index: Instruction.Index) -> Value {
    let attribute = program.attributes[Int(number)]
    let value = resolve(attribute, at: index)
    if attribute.isCharged { charge(1) }
    return value
  }

  private mutating func resolve(_ attribute: Attribute, at index: Instruction.Index) -> Value {
    var first: Int32 = 0
    let value: Value
    switch attribute.base {
    case .local(let slot): value = local(slot)
    case .global(let name):
      guard let found = activation[program.names.names[Int(name)]] else {
        return failure("no such attribute(s): \(program.names.names[Int(name)])", at: index)
      }
      value = found
    case .candidates(let list):
      let candidates = program.candidates[Int(list)]
      guard let (found, consumed) = candidate(candidates) else {
        let names = candidates.names.suffix(1).map(\.name).joined()
        return failure("no such attribute(s): \(names)", at: index)
      }
      value = found
      first = Int32(consumed)
    case .relative(let base): value = evaluate(base)
    }
    if value.isErrorOrUnknown { return value }
    guard first < attribute.count else {
      note(value)
      return value
    }
    if attribute.isPlain, case .mapping(let root) = value {
      return walk(root, attribute, from: first)
    }
    return qualify(value, attribute, from: first)
  }

  /// Follows selections from mapping to mapping of a document.
  private mutating func walk(
    _ root: Node, _ attribute: Attribute, from first: Int32
  ) -> Value {
    var id = root.id
    let last = attribute.start + attribute.count - 1
    for position in attribute.start + first...last {
      let qualifier = program.qualifiers[Int(position)]
      guard case .field(let name) = qualifier.kind, root.kind(of: id) == .mapping else {
        return qualify(Value(root.node(id)), attribute, from: position - attribute.start)
      }
      charge(1)
      guard let next = root.idOfValue(forKey: program.names.utf8(name), in: id) else {
        if isTracing { reads.append(root.node(id)) }
        if attribute.isTest, position == last { return .bool(false) }
        return .error(
          EvaluationError(
            "no such key: \(program.names.names[Int(name)])", offset: Int(qualifier.offset)))
      }
      id = next
    }
    let node = root.node(id)
    if isTracing { reads.append(node) }
    return attribute.isTest ? .bool(true) : Value(node)
  }

  private func candidate(_ candidates: Candidates) -> (Value, Int)? {
    for candidate in candidates.names {
      if let value = activation[candidate.name] { return (value, candidate.consumed) }
      if let value = candidates.constants[candidate.name] { return (value, candidate.consumed) }
    }
    return nil
  }

  private mutating func note(_ value: Value) {
    if isTracing, let node = value.node { reads.append(node) }
  }

  // MARK: Qualifiers

  private mutating func qualify(
    _ base: Value, _ attribute: Attribute, from first: Int32
  ) -> Value {
    var value = base
    var isOptional = false
    if case .optional(let optional) = base {
      guard let wrapped = optional.value else {
        return attribute.isTest ? .bool(false) : base
      }
      value = wrapped
      isOptional = true
    }
    let last = attribute.start + attribute.count - 1
    for position in attribute.start + first...last {
      let qualifier = program.qualifiers[Int(position)]
      isOptional = isOptional || qualifier.isOptional
      let isTest = attribute.isTest && position == last
      var node: Node?
      let selected = select(value, qualifier, isLenient: isOptional || isTest, &node)
      if isTracing { noteSelection(of: value, selected, node, isLast: position == last) }
      // A lenient selection of what is absent is free, a test is not.
      if selected != nil || isTest { charge(1) }
      guard let selected else { return attribute.isTest ? .bool(false) : .optional(.none) }
      if case .error(let error) = selected {
        if error.offset != nil || error.isLimit { return selected }
        return .error(EvaluationError(error.message, offset: Int(qualifier.offset)))
      }
      if case .unknown = selected { return selected }
      if isTest { return .bool(true) }
      value = selected
    }
    return isOptional ? .optional(of: value) : value
  }

  private mutating func noteSelection(
    of parent: Value, _ selected: Value?, _ node: Node?, isLast: Bool
  ) {
    switch selected {
    case nil, .error: note(parent)
    default:
      if isLast, let node { reads.append(node) }
    }
  }

  /// Nil where a lenient selection finds nothing.
  private mutating func select(
    _ value: Value, _ qualifier: Qualifier, isLenient: Bool, _ node: inout Node?
  ) -> Value? {
    switch qualifier.kind {
    case .field(let name):
      if case .mapping(let mapping) = value {
        guard let found = mapping.entry(program.names.utf8(name))?.value else {
          return isLenient ? nil : .error("no such key: \(program.names.names[Int(name)])")
        }
        if isTracing { node = found }
        return Value(found)
      }
      return select(
        value, .string(program.names.names[Int(name)]), isLenient: isLenient, &node)
    case .constant(let key):
      return select(value, program.constants[Int(key)], isLenient: isLenient, &node)
    case .dynamic(let index):
      let key = evaluate(index)
      if key.isErrorOrUnknown { return key }
      return select(value, key, isLenient: isLenient, &node)
    }
  }

  private func select(
    _ value: Value, _ key: Value, isLenient: Bool, _ node: inout Node?
  ) -> Value? {
    switch value {
    case .mapping, .map, .adaptedMap:
      if !key.canBeMapKey, program.options.strictMapKeys { return .error("unsupported key type") }
      if let found = value.value(forKey: key) {
        node = found.node
        return found
      }
      return isLenient ? nil : .error("no such key: \(key.keyText)")
    case .list, .sequence, .adaptedList:
      guard let elements = value.elements else { return nil }
      guard let index = key.listIndex else {
        if case .double = key {
          return .error("unsupported index value \(key.keyText) in list")
        }
        return .error("unsupported index type '\(key.type.runtimeName)' in list")
      }
      guard index >= 0, index < elements.count else {
        return isLenient ? nil : .error("index out of bounds: \(key.keyText)")
      }
      if case .sequence(let sequence) = value { node = sequence[Int(index)] }
      return elements[Int(index)]
    case .object(let object):
      guard let name = key.string else { return .noSuchOverload }
      guard let isSet = object.hasField(name) else { return .error("no such field '\(name)'") }
      if isLenient, !isSet { return nil }
      return object.field(name) ?? .error("no such key: \(name)")
    case .optional(let optional) where isLenient:
      return optional.value.flatMap { select($0, key, isLenient: true, &node) }
    default:
      if isLenient, !program.options.errorOnBadPresenceTest { return nil }
      return .error("no such key: \(key.keyText)")
    }
  }
}

extension Value {
  /// The text of a key in messages.
  var keyText: String {
    switch self {
    case .string, .text: string ?? ""
    case .int(let int): String(int)
    case .uint(let uint): String(uint)
    case .double(let double): GoNumber.general(double)
    case .bool(let bool): String(bool)
    case .null: "null"
    default: type.runtimeName
    }
  }

  var canBeMapKey: Bool {
    switch self {
    case .bool, .int, .uint, .double, .string, .text: true
    default: false
    }
  }

  /// The index that a number is, if it is a whole one.
  var listIndex: Int64? {
    switch self {
    case .int(let int): int
    case .uint(let uint): Int64(exactly: uint)
    case .double(let double): Int64(exactly: double)
    default: nil
    }
  }
}
