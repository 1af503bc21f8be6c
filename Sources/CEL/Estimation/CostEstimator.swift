/// Estimates what an expression may cost from the sizes that its variables may have
/// (`checker/cost.go` of cel-go).
struct CostEstimator {
  let checked: CheckedTree
  let environment: Environment
  /// Of every variable.
  let root: LargestSize

  /// A variable of a surrounding fold.
  private struct Local {
    var name: String
    var place: Place
    var size: Estimate?
    var entry: Entry?
  }

  /// The sizes of what is in a list or map that the expression makes.
  struct Entry {
    var isList: Bool
    var key: Estimate
    var value: Estimate

    func union(_ other: Entry?) -> Entry? {
      guard let other else { return nil }
      return Entry(
        isList: isList, key: key.union(other.key), value: value.union(other.value))
    }
  }

  private var costs: [SyntaxTree.ID: Estimate] = [:]
  private var places: [SyntaxTree.ID: Place] = [:]
  private var sizes: [SyntaxTree.ID: Estimate] = [:]
  private var entries: [SyntaxTree.ID: Entry] = [:]
  private var locals: [Local] = []

  init(_ checked: CheckedTree, in environment: Environment, root: LargestSize) {
    self.checked = checked
    self.environment = environment
    self.root = root
  }

  mutating func estimate() -> Estimate { cost(checked.tree.root) }

  /// Each node is looked at once, since macros may use an argument several times.
  mutating func cost(_ id: SyntaxTree.ID) -> Estimate {
    if let known = costs[id] { return known }
    let cost = newCost(id)
    costs[id] = cost
    return cost
  }

  private mutating func newCost(_ id: SyntaxTree.ID) -> Estimate {
    switch checked.tree[id].kind {
    case .literal, .invalid: return .zero
    case .identifier(let name): return identifier(id, name)
    case .select(let operand, let field, let isTest):
      return selection(id, operand, field, isTest: isTest)
    case .call(_, let target, let arguments): return call(id, target, arguments)
    case .list(let elements, _): return list(id, elements)
    case .map(let entries): return map(id, entries)
    case .message(_, let fields):
      return fields.reduce(Estimate(Cost.message)) { $0 + cost($1.value) }
    case .comprehension(let fold):
      return isBinding(fold) ? binding(id, fold) : comprehension(id, fold)
    }
  }

  private mutating func identifier(_ id: SyntaxTree.ID, _ name: String) -> Estimate {
    places[id] = local(name)?.place ?? .known(root)
    return Estimate(1)
  }

  private mutating func selection(
    _ id: SyntaxTree.ID, _ operand: SyntaxTree.ID, _ field: String, isTest: Bool
  ) -> Estimate {
    if isTest {
      return Estimate(environment.options.presenceTestHasCost ? 1 : 0) + cost(operand)
    }
    switch checked.reference(of: id) {
    // A name with dots in it.
    case .global(let name), .local(let name): return identifier(id, name)
    case .constant: return identifier(id, field)
    case .none, .function, .message: break
    }
    let selected = cost(operand)
    places[id] = place(of: operand).step(.field(field), root: root)
    switch checked.type(of: operand) {
    case .map, .message: return selected + Estimate(1)
    default: return selected
    }
  }

  private mutating func list(_ id: SyntaxTree.ID, _ elements: [SyntaxTree.ID]) -> Estimate {
    var sum = Estimate(Cost.list)
    var size = Estimate(elements.isEmpty ? 0 : .max, 0)
    for element in elements {
      sum = sum + cost(element)
      size = size.union(sizeOrUnknown(element))
    }
    entries[id] = Entry(isList: true, key: Estimate(1), value: size)
    return sum
  }

  private mutating func map(_ id: SyntaxTree.ID, _ pairs: [SyntaxTree.Entry]) -> Estimate {
    var sum = Estimate(Cost.map)
    let least: UInt64 = pairs.isEmpty ? 0 : .max
    var entry = Entry(isList: false, key: Estimate(least, 0), value: Estimate(least, 0))
    for pair in pairs {
      sum = sum + cost(pair.key) + cost(pair.value)
      entry.key = entry.key.union(sizeOrUnknown(pair.key))
      entry.value = entry.value.union(sizeOrUnknown(pair.value))
    }
    entries[id] = entry
    return sum
  }
}

// MARK: - Folds

extension CostEstimator {
  /// Whether a fold does no more than give a value a name.
  private func isBinding(_ fold: SyntaxTree.Comprehension) -> Bool {
    guard case .list(let elements, _) = checked.tree[fold.range].kind, elements.isEmpty,
      case .literal(.bool(false)) = checked.tree[fold.condition].kind
    else { return false }
    return true
  }

  private mutating func binding(
    _ id: SyntaxTree.ID, _ fold: SyntaxTree.Comprehension
  ) -> Estimate {
    var sum = cost(fold.range) + cost(fold.initial)
    push(fold.accumulator, initial: fold.initial)
    sum = sum + cost(fold.result)
    locals.removeLast()
    copySizes(from: fold.result, to: id)
    return sum
  }

  private mutating func comprehension(
    _ id: SyntaxTree.ID, _ fold: SyntaxTree.Comprehension
  ) -> Estimate {
    var sum = cost(fold.range) + cost(fold.initial)
    push(fold.accumulator, initial: fold.initial)
    let outer = locals.count
    let entry = entry(of: fold.range)
    let place = place(of: fold.range)
    let isList = entry?.isList ?? checked.type(of: fold.range).isList
    let key = place.step(isList ? .index : .key, root: root)
    let value = place.step(.element, root: root)
    if let second = fold.secondVariable {
      locals.append(Local(name: fold.variable, place: key, size: entry?.key))
      locals.append(Local(name: second, place: value, size: entry?.value))
    } else {
      locals.append(
        isList
          ? Local(name: fold.variable, place: value, size: entry?.value)
          : Local(name: fold.variable, place: key, size: entry?.key))
    }
    let loop = cost(fold.condition) + cost(fold.step)
    locals.removeLast(locals.count - outer)
    sum = sum + cost(fold.result)
    locals.removeLast()

    let count = sizeOrUnknown(fold.range)
    sum = sum + count * loop
    switch checked.tree[fold.initial].kind {
    case .literal: sizes[id] = size(of: fold.initial)
    case .list, .map:
      sizes[id] = count
      if let step = self.entry(of: fold.step) { entries[id] = step }
    default: break
    }
    return sum
  }

  private mutating func push(_ name: String, initial: SyntaxTree.ID) {
    locals.append(
      Local(
        name: name, place: place(of: initial), size: size(of: initial),
        entry: entry(of: initial)))
  }
}

// MARK: - Sizes

extension CostEstimator {
  private func local(_ name: String) -> Local? { locals.last { $0.name == name } }

  func place(of id: SyntaxTree.ID) -> Place {
    if case .identifier(let name) = checked.tree[id].kind, let local = local(name) {
      return local.place
    }
    return places[id] ?? .none
  }

  mutating func setPlace(_ place: Place, of id: SyntaxTree.ID) { places[id] = place }

  func entry(of id: SyntaxTree.ID) -> Entry? {
    if let known = entries[id] { return known }
    if case .identifier(let name) = checked.tree[id].kind { return local(name)?.entry }
    return nil
  }

  mutating func setEntry(_ entry: Entry?, of id: SyntaxTree.ID) {
    if let entry { entries[id] = entry }
  }

  mutating func setSize(_ size: Estimate?, of id: SyntaxTree.ID) {
    if let size { sizes[id] = size }
  }

  mutating func copySizes(from source: SyntaxTree.ID, to id: SyntaxTree.ID) {
    setSize(size(of: source), of: id)
    setEntry(entry(of: source), of: id)
  }

  mutating func sizeOrUnknown(_ id: SyntaxTree.ID) -> Estimate { size(of: id) ?? .unknown }

  mutating func size(of id: SyntaxTree.ID) -> Estimate? {
    if let known = sizes[id] { return known }
    let kind = checked.tree[id].kind
    switch kind {
    case .literal(let value): return Estimate(value.costSize)
    case .list(let elements, _): return Estimate(UInt64(elements.count))
    case .map(let entries): return Estimate(UInt64(entries.count))
    default: break
    }
    if let size = place(of: id).size {
      sizes[id] = size
      return size
    }
    if checked.type(of: id).hasFixedSize { return Estimate(1) }
    if case .identifier(let name) = kind { return local(name)?.size }
    return nil
  }
}

extension Type {
  fileprivate var isList: Bool {
    if case .list = self { return true }
    return false
  }

  fileprivate var hasFixedSize: Bool {
    switch self {
    case .bool, .double, .duration, .int, .timestamp, .uint: true
    default: unwrappedOptional?.hasFixedSize ?? false
    }
  }
}
