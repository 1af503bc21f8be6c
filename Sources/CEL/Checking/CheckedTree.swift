/// A syntax tree with what checking found out about its nodes.
struct CheckedTree: Sendable {
  let tree: SyntaxTree
  /// Nil for a tree that was not checked.
  private let types: [Type]?
  private let references: [Reference]

  /// What a name or call means.
  enum Reference: Sendable {
    /// Nothing was resolved: an operation on what its operands give.
    case none
    /// A variable of a surrounding fold.
    case local(String)
    /// A declared variable, by its full name.
    case global(String)
    case constant(Value)
    /// A function by its full name, with the overloads that fit, and whether its target is one
    /// (and not part of its name).
    case function(String, overloads: [String], isMember: Bool)
    case message(String)
  }

  init(tree: SyntaxTree, types: [Type], references: [Reference]) {
    self.tree = tree
    self.types = types
    self.references = references
  }

  init(unchecked tree: SyntaxTree) {
    self.tree = tree
    types = nil
    references = []
  }

  var isChecked: Bool { types != nil }

  func type(of id: SyntaxTree.ID) -> Type { types?[id] ?? .dyn }

  func reference(of id: SyntaxTree.ID) -> Reference {
    id < references.count ? references[id] : .none
  }
}
