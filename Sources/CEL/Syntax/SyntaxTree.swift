/// A parsed expression: an arena of nodes (language definition, "Syntax").
struct SyntaxTree: Sendable {
  typealias ID = Int

  var nodes: [Node] = []
  var root: ID = 0
  let source: SourceText

  init(source: SourceText) {
    self.source = source
  }

  struct Node: Sendable {
    var kind: Kind
    /// The byte of the text that the node's problems point to: the operator of a call.
    var offset: Int
    /// How many operators, selections and calls lie on the deepest way down.
    var height = 0
  }

  indirect enum Kind: Sendable {
    case literal(Value)
    /// With a leading dot where the name is absolute.
    case identifier(String)
    case select(ID, field: String, isTest: Bool)
    case call(String, target: ID?, arguments: [ID])
    case list([ID], optional: Set<Int>)
    case map([Entry])
    case message(String, [Field])
    case comprehension(Comprehension)
    /// What stands where an error was reported.
    case invalid
  }

  struct Entry: Sendable {
    var key: ID
    var value: ID
    var isOptional: Bool
  }

  struct Field: Sendable {
    var name: String
    var value: ID
    var isOptional: Bool
    var offset: Int
  }

  /// A fold over a list or map, which all macros with variables expand to.
  struct Comprehension: Sendable {
    var range: ID
    var variable: String
    var secondVariable: String?
    var accumulator: String
    var initial: ID
    var condition: ID
    var step: ID
    var result: ID
  }

  subscript(id: ID) -> Node {
    get { nodes[id] }
    set { nodes[id] = newValue }
  }

  mutating func add(_ kind: Kind, at offset: Int) -> ID {
    nodes.append(Node(kind: kind, offset: offset))
    return nodes.count - 1
  }

  /// `a.b.c` of a chain of selections on an identifier; nil for anything else.
  func qualifiedName(_ id: ID) -> String? {
    switch nodes[id].kind {
    case .identifier(let name): return name
    case .select(let operand, let field, isTest: false):
      return qualifiedName(operand).map { $0 + "." + field }
    default: return nil
    }
  }
}

/// The names of operators as functions.
enum Operator {
  static let and = "_&&_"
  static let or = "_||_"
  static let not = "!_"
  static let negate = "-_"
  static let conditional = "_?_:_"
  static let equals = "_==_"
  static let notEquals = "_!=_"
  static let less = "_<_"
  static let lessEquals = "_<=_"
  static let greater = "_>_"
  static let greaterEquals = "_>=_"
  static let add = "_+_"
  static let subtract = "_-_"
  static let multiply = "_*_"
  static let divide = "_/_"
  static let modulo = "_%_"
  static let `in` = "@in"
  static let index = "_[_]"
  static let optionalIndex = "_[?_]"
  static let optionalSelect = "_?._"
  static let notStrictlyFalse = "@not_strictly_false"
  static let accumulator = "@result"
}
