/// One step of a program. Operands are the indices of other instructions, which stand before it.
enum Instruction: Sendable {
  typealias Index = Int32

  /// An entry of `Program.Storage.constants`.
  case constant(Int32)
  /// A variable of a fold by its slot. Uncharged where it is a branch or an index, as cost rules
  /// want it.
  case local(slot: Int32, isCharged: Bool)
  /// An entry of `Program.Storage.attributes`.
  case attribute(Int32)
  /// Terms are entries of `Program.Storage.operands`.
  case and(start: Int32, count: Int32)
  case or(start: Int32, count: Int32)
  case conditional(Index, Index, Index)
  case equal(Index, Index, isNegated: Bool)
  case order(Ordering, Index, Index, cost: CostRule)
  case arithmetic(Arithmetic, Index, Index, cost: CostRule)
  case not(Index)
  case negate(Index)
  case notStrictlyFalse(Index)
  case contains(Index, in: Index, cost: CostRule)
  /// Membership in a constant list, which costs nothing.
  case containedInConstant(Index, set: Int32)
  /// An entry of `Program.Storage.calls`.
  case call(Int32, start: Int32, count: Int32)
  case unaryCall(Int32, Index)
  case binaryCall(Int32, Index, Index)
  case optionalOr(Index, Index)
  case optionalOrValue(Index, Index)
  /// Elements are entries of `Program.Storage.operands`; `optional` of `optionalIndices`, or -1.
  case list(start: Int32, count: Int32, optional: Int32)
  /// Keys and values in turn.
  case map(start: Int32, count: Int32, optional: Int32)
  case message(Int32)
  /// `accumulator + [elements]`, in place.
  case append(slot: Int32, start: Int32, count: Int32, isConstant: Bool)
  /// An entry of `Program.Storage.folds`.
  case fold(Int32)

  enum Ordering: UInt8, Sendable {
    case less, lessEquals, greater, greaterEquals
  }

  enum Arithmetic: UInt8, Sendable {
    case add, subtract, multiply, divide, modulo
  }
}

/// How a call is charged beyond its arguments; a tenth of a unit a character or byte that it reads.
enum CostRule: UInt8, Sendable {
  /// One unit.
  case one
  /// The first argument is read.
  case traversal
  /// Both arguments are read.
  case traversalOfBoth
  /// As far as the shorter argument.
  case traversalOfShorter
  case contains
  case matches
  /// Each element of the second argument.
  case elements
}

/// A variable, or the value of an instruction, with selections and indexing upon it.
struct Attribute: Sendable {
  enum Base: Sendable {
    case local(Int32)
    /// An entry of `Program.Storage.names`.
    case global(Int32)
    /// An entry of `Program.Storage.candidates`.
    case candidates(Int32)
    case relative(Instruction.Index)
  }

  var base: Base
  /// Entries of `Program.Storage.qualifiers`.
  var start: Int32
  var count: Int32
  /// Whether the last selection asks for presence only.
  var isTest: Bool
  /// Whether resolving it costs a unit beside its qualifiers.
  var isCharged: Bool
  /// Whether no qualifier is optional.
  var isPlain: Bool
}

struct Qualifier: Sendable {
  enum Kind: Sendable {
    /// An entry of `Program.Storage.names`.
    case field(Int32)
    /// An entry of `Program.Storage.constants`.
    case constant(Int32)
    case dynamic(Instruction.Index)
  }

  var kind: Kind
  var isOptional: Bool
  /// Where its problems point to.
  var offset: Int32
}

/// Names that a name of an unchecked expression may mean, the longest first, with the number of
/// selections that each has taken in.
struct Candidates: Sendable {
  var names: [(name: String, consumed: Int)]
  var constants: [String: Value]
}

struct FoldPlan: Sendable {
  var range: Instruction.Index
  var condition: Instruction.Index
  var step: Instruction.Index
  var result: Instruction.Index
  var accumulator: Int32
  var variable: Int32
  var secondVariable: Int32?
  /// Whether the condition is always true.
  var isUnconditional: Bool
  /// What is asked of every element, where the fold is the one that `all` or `exists` expands to.
  var quantifier: Quantifier?
  /// Whether the accumulator begins as an empty list, which the steps append to.
  var isCollecting: Bool

  struct Quantifier: Sendable {
    var predicate: Instruction.Index
    /// The answer for an element that decides the whole.
    var deciding: Bool
  }
}

struct MessagePlan: Sendable {
  var name: String
  var fields: [(name: String, value: Instruction.Index, isOptional: Bool)]
  var providers: [any TypeProvider]
}
