/// A compiled expression. Evaluating it changes nothing in it: any number of tasks may do so at the
/// same time.
public struct Program: Sendable {
  /// The type of the result; dyn for an unchecked expression.
  public let type: Type
  let storage: Storage

  final class Storage: Sendable {
    let instructions: Table<Instruction>
    /// The byte of the text that each instruction's problems point to.
    let offsets: Table<Int32>
    let root: Instruction.Index
    let constants: Table<Value>
    let operands: Table<Instruction.Index>
    let attributes: Table<Attribute>
    let qualifiers: Table<Qualifier>
    let names: NameTable
    let candidates: [Candidates]
    let calls: Table<CallSite>
    let folds: Table<FoldPlan>
    let messages: [MessagePlan]
    let optionalIndices: [Set<Int>]
    let sets: [ConstantSet]
    let initials: Table<Instruction.Index>
    let options: Environment.Options
    let equalityCost: Environment.CallCost?
    let source: SourceText

    init(_ builder: Planner, root: Instruction.Index) {
      instructions = Table(builder.instructions)
      offsets = Table(builder.offsets)
      self.root = root
      constants = Table(builder.constants)
      operands = Table(builder.operands)
      attributes = Table(builder.attributes)
      qualifiers = Table(builder.qualifiers)
      names = NameTable(builder.names)
      candidates = builder.candidates
      calls = Table(builder.calls)
      folds = Table(builder.folds)
      messages = builder.messages
      optionalIndices = builder.optionalIndices
      sets = builder.sets
      initials = Table(builder.initials)
      options = builder.environment.options
      equalityCost = builder.environment.callCosts[Operator.equals]
      source = builder.checked.tree.source
    }

    deinit {
      instructions.deallocate()
      offsets.deallocate()
      constants.deallocate()
      operands.deallocate()
      attributes.deallocate()
      qualifiers.deallocate()
      calls.deallocate()
      folds.deallocate()
      initials.deallocate()
    }
  }

  /// The text that was compiled.
  public var expression: String { storage.source.text }

  /// The value, if the expression turned out to be a constant.
  public var constant: Value? {
    if case .constant(let index) = storage.instructions[Int(storage.root)] {
      return storage.constants[Int(index)]
    }
    return nil
  }

  /// The names of the variables that the expression reads.
  public var variables: Set<String> {
    var names: Set<String> = []
    for index in 0..<storage.attributes.count {
      switch storage.attributes[index].base {
      case .global(let name): names.insert(storage.names.names[Int(name)])
      case .candidates(let list):
        names.formUnion(storage.candidates[Int(list)].names.map(\.name))
      case .local, .relative: break
      }
    }
    return names
  }
}

/// The members of a constant list, for `in`.
struct ConstantSet: Sendable {
  private let values: [Value]
  private let keys: Set<MapValue.Key>?

  /// Nil where an element is none of the primitive types whose equality hashing knows.
  init?(_ values: [Value]) {
    for value in values {
      switch value {
      case .bool, .int, .uint, .double, .string: break
      default: return nil
      }
    }
    self.values = values
    keys =
      values.count > 8 && values.allSatisfy { MapValue.Key($0) != nil }
      ? Set(values.compactMap { MapValue.Key($0) }) : nil
  }

  func contains(_ value: Value) -> Bool {
    if let keys { return MapValue.Key(value).map { keys.contains($0) } ?? false }
    return values.contains { value.isEqual(to: $0) }
  }
}
