/// A pattern as an automaton without memory but its place: each character of the text is read
/// once, whatever the pattern.
struct Program: Sendable {
  enum Instruction: Sendable {
    case literal(UInt32)
    case test(Int)
    /// Goes on at both, the first preferred.
    case split(Int, Int)
    case jump(Int)
    case save(Int)
    case assert(Assertion)
    case match
    case fail
  }

  private(set) var instructions: [Instruction] = []
  private(set) var tests: [CharacterTest] = []
  private var testIndices: [String: Int] = [:]
  private var nextSlot = 2

  /// A bound on memory; Go's own is three times as large.
  static let maximumSize = 1_000_000

  init(_ tree: SyntaxTree) throws(RegularExpressionError) {
    try append(.save(0))
    try append(tree)
    try append(.save(1))
    try append(.match)
  }
}

// MARK: - Compiling

extension Program {
  @discardableResult
  private mutating func append(
    _ instruction: Instruction
  ) throws(RegularExpressionError) -> Int {
    guard instructions.count < Self.maximumSize else { throw .limit(.patternSize) }
    instructions.append(instruction)
    return instructions.count - 1
  }

  private var end: Int { instructions.count }

  private mutating func append(_ tree: SyntaxTree) throws(RegularExpressionError) {
    switch tree {
    case .empty: break
    case .literal(let value, foldsCase: false):
      try append(Unicode.Scalar(value) == nil ? .fail : .literal(value))
    case .literal, .anyCharacter, .characterClass: try append(.test(index(ofTest: tree)))
    case .assertion(let assertion): try append(.assert(assertion))
    case .capture(let child):
      // A repeated group is compiled several times over, with the same slots.
      let slot = nextSlot
      nextSlot += 2
      try append(.save(slot))
      try append(child)
      try append(.save(slot + 1))
    case .concatenation(let children): for child in children { try append(child) }
    case .alternation(let children):
      var jumps: [Int] = []
      for child in children.dropLast() {
        let split = try append(.fail)
        try append(child)
        jumps.append(try append(.fail))
        instructions[split] = .split(split + 1, end)
      }
      if let last = children.last { try append(last) }
      for jump in jumps { instructions[jump] = .jump(end) }
    case .repetition(let child, let repetition): try append(child, repeated: repetition)
    }
  }

  private mutating func append(
    _ child: SyntaxTree, repeated repetition: Repetition
  ) throws(RegularExpressionError) {
    let slot = nextSlot
    func copy(_ program: inout Program) throws(RegularExpressionError) {
      program.nextSlot = slot
      try program.append(child)
    }
    if repetition.maximum == 0 {
      // Compiled for its slots alone, then forgotten.
      let start = end
      try copy(&self)
      instructions.removeSubrange(start...)
      return
    }
    let isGreedy = repetition.isGreedy
    for _ in 0..<max(repetition.minimum - (repetition.maximum == nil ? 1 : 0), 0) {
      try copy(&self)
    }
    guard let maximum = repetition.maximum else {
      guard repetition.minimum == 0 else { return try loop(isGreedy, copy) }
      let split = try append(.fail)
      if child.mayBeEmpty {
        try loop(isGreedy, copy)
      } else {
        try copy(&self)
        try append(.jump(split))
      }
      instructions[split] = choice(split + 1, end, isGreedy)
      return
    }
    var splits: [Int] = []
    for _ in repetition.minimum..<max(maximum, repetition.minimum) {
      splits.append(try append(.fail))
      try copy(&self)
    }
    for split in splits { instructions[split] = choice(split + 1, end, isGreedy) }
  }

  /// Once or more.
  private mutating func loop(
    _ isGreedy: Bool, _ copy: (inout Program) throws(RegularExpressionError) -> Void
  ) throws(RegularExpressionError) {
    let start = end
    try copy(&self)
    let split = try append(.fail)
    instructions[split] = choice(start, split + 1, isGreedy)
  }

  private func choice(_ body: Int, _ exit: Int, _ isGreedy: Bool) -> Instruction {
    isGreedy ? .split(body, exit) : .split(exit, body)
  }

  private mutating func index(ofTest tree: SyntaxTree) -> Int {
    let pattern = Emitter.emit(tree, captures: false)
    if let known = testIndices[pattern] { return known }
    tests.append(CharacterTest(pattern))
    testIndices[pattern] = tests.count - 1
    return tests.count - 1
  }
}
