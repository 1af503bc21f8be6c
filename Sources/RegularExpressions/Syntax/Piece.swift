/// A part of the tree under construction, with the measures that Go's limits are about.
struct Piece {
  var tree: SyntaxTree
  /// The levels of the tree; a group that does not capture adds none.
  var height = 1
  /// The instructions that Go's `calcSize` counts.
  var size = 1
  /// The greatest product of nested repetition counts.
  var product = 1

  init(leaf: SyntaxTree) {
    tree = leaf
  }

  init(capturing piece: Piece) {
    self = piece
    tree = .capture(piece.tree)
    height += 1
    size = saturating(size, plus: 2)
  }

  init(concatenating pieces: [Piece]) {
    guard pieces.count != 1 else {
      self = pieces[0]
      return
    }
    guard !pieces.isEmpty else {
      self.init(leaf: .empty)
      return
    }
    self.init(joining: pieces, into: .concatenation(pieces.map(\.tree)))
    // What a group holds becomes part of the sequence around it.
    tree = .concatenation(
      pieces.flatMap { piece in
        if case .concatenation(let children) = piece.tree { children } else { [piece.tree] }
      })
  }

  init(alternating pieces: [Piece]) {
    guard pieces.count != 1 else {
      self = pieces[0]
      return
    }
    self.init(joining: pieces, into: .empty)
    size = saturating(size, plus: pieces.count - 1)
    tree = .alternation(
      pieces.flatMap { piece in
        if case .alternation(let children) = piece.tree { children } else { [piece.tree] }
      })
  }

  /// - Parameter counted: whether it is written with braces.
  init(repeating piece: Piece, _ repetition: Repetition, counted: Bool) {
    self = piece
    tree = .repetition(piece.tree, repetition)
    height += 1
    if let maximum = repetition.maximum {
      size = saturating(
        saturating(piece.size, times: max(maximum, 1)), plus: maximum - repetition.minimum)
    } else {
      size = saturating(saturating(piece.size, times: max(repetition.minimum, 1)), plus: 2)
    }
    size = max(1, size)
    guard counted else { return }
    switch repetition.maximum {
    case 0: product = 1
    case let maximum?: product = saturating(product, times: maximum)
    case nil: product = saturating(product, times: max(repetition.minimum, 1))
    }
  }

  private init(joining pieces: [Piece], into tree: SyntaxTree) {
    self.tree = tree
    size = 0
    for piece in pieces {
      height = max(height, piece.height(insideOf: tree))
      size = saturating(size, plus: piece.size)
      product = max(product, piece.product)
    }
  }

  /// The height of a list of pieces, one of which this is: lists of the same kind merge.
  private func height(insideOf list: SyntaxTree) -> Int {
    switch (tree, list) {
    case (.concatenation, .concatenation), (.alternation, .empty): height
    default: height + 1
    }
  }
}

private func saturating(_ left: Int, plus right: Int) -> Int {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? Int.max : sum
}

private func saturating(_ left: Int, times right: Int) -> Int {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  return overflow ? Int.max : product
}
