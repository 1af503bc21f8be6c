/// Which syntax an environment takes, and how much of it.
public struct SyntaxOptions: Sendable {
  /// `a.?b`, `a[?b]`, `[?a]`, `{?k: v}`.
  public var optionalSyntax = true
  /// Backticks around field names.
  public var escapedIdentifiers = true
  /// How deep expressions may stand in one another.
  public var depthLimit = 250
  /// How long an expression may be, in code points.
  public var sizeLimit = 100_000

  public init() {}
}

/// Reads an expression (language definition, "Syntax") and expands its macros.
struct Parser {
  let source: SourceText
  let options: SyntaxOptions
  let macros: [Macro.Key: Macro]
  var tree: SyntaxTree
  var issues: [Issue]
  private let tokens: [Token]
  private var position = 0
  private var depth = 0
  /// How many brackets are open.
  private var openCount = 0

  /// Ends the parse: the rest cannot be read.
  struct Stop: Error {}

  init(_ source: SourceText, options: SyntaxOptions, macros: [Macro.Key: Macro]) {
    self.source = source
    self.options = options
    self.macros = macros
    tree = SyntaxTree(source: source)
    var lexer = Lexer(source)
    tokens = lexer.tokens()
    issues = lexer.issues
  }

  static func parse(
    _ text: String, options: SyntaxOptions, macros: [Macro.Key: Macro]
  ) throws(CompileError) -> SyntaxTree {
    let size = text.unicodeScalars.count
    guard size <= options.sizeLimit else {
      let message =
        "expression code point size exceeds limit: size: \(size), limit \(options.sizeLimit)"
      throw CompileError([Issue(message: message)], source: SourceText(text))
    }
    var parser = Parser(SourceText(text), options: options, macros: macros)
    parser.parseAll()
    guard parser.issues.isEmpty else {
      throw CompileError(parser.issues, source: parser.source)
    }
    return parser.tree
  }

  private mutating func parseAll() {
    do throws(Stop) {
      tree.root = try expression()
      if current.kind != .end { try fail(expecting: .end) }
    } catch {}
  }

  // MARK: Tokens

  private var current: Token { tokens[position] }

  private func token(after distance: Int) -> Token {
    tokens[min(position + distance, tokens.count - 1)]
  }

  private func text(_ token: Token) -> String {
    token.kind == .end ? "<EOF>" : source[token.start..<token.end]
  }

  private mutating func advance() -> Token {
    let token = tokens[position]
    switch token.kind {
    case .leftParenthesis, .leftBracket, .leftBrace: openCount += 1
    case .rightParenthesis, .rightBracket, .rightBrace: openCount -= 1
    case .end: return token
    default: break
    }
    position += 1
    return token
  }

  private mutating func take(_ kind: Token.Kind) -> Token? {
    current.kind == kind ? advance() : nil
  }

  private mutating func expect(_ kind: Token.Kind) throws(Stop) -> Token {
    if let token = take(kind) { return token }
    return try fail(expecting: kind)
  }

  // MARK: Problems

  mutating func report(_ message: String, at offset: Int) {
    issues.append(Issue(message, at: offset, in: source))
  }

  private mutating func stop(_ message: String) throws(Stop) -> Never {
    // After a text that is no token, what follows misleads.
    if issues.isEmpty { report("Syntax error: " + message, at: current.start) }
    throw Stop()
  }

  @discardableResult
  private mutating func fail(expecting kind: Token.Kind) throws(Stop) -> Token {
    if current.kind == .end, openCount == 1, Self.closing.contains(kind) {
      try stop("missing \(Self.names[kind] ?? "") at '<EOF>'")
    }
    let extraneous = current.kind != .end && token(after: 1).kind == kind
    try stop(
      "\(extraneous ? "extraneous" : "mismatched") input '\(text(current).escapedLines)'"
        + " expecting \(Self.names[kind] ?? "IDENTIFIER")")
  }

  private static let names: [Token.Kind: String] = [
    .end: "<EOF>", .rightParenthesis: "')'", .rightBracket: "']'", .rightBrace: "'}'",
    .colon: "':'", .comma: "','",
  ]

  private static let closing: Set<Token.Kind> = [.rightParenthesis, .rightBracket, .rightBrace]

  /// What an operand begins with.
  private static let operands: Set<Token.Kind> = [
    .leftBracket, .leftBrace, .leftParenthesis, .dot, .minus, .exclamation, .true, .false, .null,
    .float, .int, .uint, .string, .bytes, .identifier,
  ]

  /// After a dot, or a sign, that what follows does not go with.
  private mutating func stop(after prefix: String) throws(Stop) -> Never {
    let isWord = [.true, .false, .null].contains(current.kind)
    if prefix == ".", isWord {
      try stop("mismatched input '\(text(current))' expecting IDENTIFIER")
    }
    let text = current.kind == .end ? "" : text(current)
    try stop("no viable alternative at input '\(prefix)\(text.escapedLines)'")
  }

  private static let operandNames =
    "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, "
    + "STRING, BYTES, IDENTIFIER}"

  private mutating func stop(limit message: String) throws(Stop) -> Never {
    issues.append(Issue(message: message))
    throw Stop()
  }

  // MARK: Nodes

  mutating func add(_ kind: SyntaxTree.Kind, at offset: Int) -> SyntaxTree.ID {
    tree.add(kind, at: offset)
  }

  /// Adds an operation on operands, and counts how deep it stands.
  private mutating func addOperation(
    _ kind: SyntaxTree.Kind, at offset: Int, over operands: [SyntaxTree.ID]
  ) throws(Stop) -> SyntaxTree.ID {
    try raise(tree.add(kind, at: offset), over: operands, by: 1)
  }

  private mutating func raise(
    _ id: SyntaxTree.ID, over operands: [SyntaxTree.ID], by step: Int
  ) throws(Stop) -> SyntaxTree.ID {
    var height = tree[id].height
    for operand in operands { height = max(height, tree[operand].height + step) }
    if height > options.depthLimit { try stop(limit: "max recursion depth exceeded") }
    tree[id].height = height
    return id
  }

  /// A call, or what its macro expands to.
  private mutating func call(
    _ function: String, on target: SyntaxTree.ID? = nil, _ arguments: [SyntaxTree.ID],
    at offset: Int, step: Int
  ) throws(Stop) -> SyntaxTree.ID {
    let operands = target.map { [$0] + arguments } ?? arguments
    let key = Macro.Key(
      name: function, argumentCount: arguments.count, isMember: target != nil)
    if let macro = macros[key] ?? macros[key.variadic] {
      switch expand(macro, target, arguments, at: offset) {
      case .success(let expanded?): return try raise(expanded, over: operands, by: step)
      case .success(nil): break
      case .failure(let failure):
        report(failure.message, at: failure.offset ?? offset)
        return add(.invalid, at: offset)
      }
    }
    let id = add(.call(function, target: target, arguments: arguments), at: offset)
    return try raise(id, over: operands, by: step)
  }
}

extension Parser {
  private mutating func expand(
    _ macro: Macro, _ target: SyntaxTree.ID?, _ arguments: [SyntaxTree.ID], at offset: Int
  ) -> Result<SyntaxTree.ID?, MacroFailure> {
    var expansion = MacroExpansion(tree: tree, offset: offset)
    // The tree is not to be copied when the expansion adds to it.
    tree.nodes = []
    defer { tree = expansion.tree }
    return Result { () throws(MacroFailure) in
      try macro.expand(&expansion, target, arguments)
    }
  }
}

// MARK: - Operators

extension Parser {
  mutating func expression() throws(Stop) -> SyntaxTree.ID {
    depth += 1
    defer { depth -= 1 }
    if depth > options.depthLimit {
      try stop(limit: "expression recursion limit exceeded: \(options.depthLimit)")
    }
    let condition = try logical(.or)
    guard let question = take(.question) else { return condition }
    let yes = try logical(.or)
    _ = try expect(.colon)
    let no = try expression()
    return try call(Operator.conditional, [condition, yes, no], at: question.start, step: 1)
  }

  /// A chain of `||` of chains of `&&`, each of them one call on all its terms.
  private mutating func logical(_ kind: Token.Kind) throws(Stop) -> SyntaxTree.ID {
    let first = kind == .or ? try logical(.and) : try binary(0)
    guard current.kind == kind else { return first }
    var terms = [first]
    let offset = current.start
    while take(kind) != nil { terms.append(kind == .or ? try logical(.and) : try binary(0)) }
    let name = kind == .or ? Operator.or : Operator.and
    return try raise(
      add(.call(name, target: nil, arguments: terms), at: offset), over: terms, by: 0)
  }

  private static let levels: [[Token.Kind: String]] = [
    [
      .less: Operator.less, .lessEquals: Operator.lessEquals, .greater: Operator.greater,
      .greaterEquals: Operator.greaterEquals, .equals: Operator.equals,
      .notEquals: Operator.notEquals, .in: Operator.in,
    ],
    [.plus: Operator.add, .minus: Operator.subtract],
    [.star: Operator.multiply, .slash: Operator.divide, .percent: Operator.modulo],
  ]

  private mutating func binary(_ level: Int) throws(Stop) -> SyntaxTree.ID {
    guard level < Self.levels.count else { return try unary() }
    var left = try binary(level + 1)
    while let name = Self.levels[level][current.kind] {
      let token = advance()
      let right = try binary(level + 1)
      left = try call(name, [left, right], at: token.start, step: 1)
    }
    return left
  }

  private mutating func unary() throws(Stop) -> SyntaxTree.ID {
    let kind = current.kind
    guard kind == .minus || kind == .exclamation else { return try member() }
    let next = token(after: 1).kind
    if kind == .minus, next == .int || next == .float { return try member() }
    let first = current
    var count = 0
    while take(kind) != nil { count += 1 }
    if current.kind == .minus || current.kind == .exclamation {
      let isLiteral = current.kind == .minus && [.int, .float].contains(token(after: 1).kind)
      if !isLiteral, kind == .minus { try stop(after: "-") }
    }
    if kind == .minus, !Self.operands.contains(current.kind) { try stop(after: "-") }
    let operand = try member()
    guard count % 2 == 1 else { return operand }
    let name = kind == .minus ? Operator.negate : Operator.not
    return try call(name, [operand], at: first.start, step: 0)
  }
}

// MARK: - Members

extension Parser {
  private mutating func member() throws(Stop) -> SyntaxTree.ID {
    var operand = try primary()
    while true {
      switch current.kind {
      case .dot: operand = try selection(of: operand)
      case .leftBracket: operand = try indexing(of: operand)
      default: return operand
      }
    }
  }

  private mutating func selection(of operand: SyntaxTree.ID) throws(Stop) -> SyntaxTree.ID {
    let dot = advance()
    let isOptional = take(.question) != nil
    guard current.kind == .identifier || current.kind == .escapedIdentifier else {
      try stop(after: ".")
    }
    let token = advance()
    if token.kind == .identifier, !isOptional, let open = take(.leftParenthesis) {
      let arguments = try self.arguments()
      return try call(
        text(token), on: operand, arguments, at: open.start, step: 1)
    }
    let name = fieldName(token)
    guard isOptional else {
      return try addOperation(
        .select(operand, field: name, isTest: false), at: dot.start, over: [operand])
    }
    guard options.optionalSyntax else {
      report("unsupported syntax '.?'", at: dot.start)
      return add(.invalid, at: dot.start)
    }
    let field = add(.literal(.string(name)), at: token.start)
    return try addOperation(
      .call(Operator.optionalSelect, target: nil, arguments: [operand, field]), at: dot.start,
      over: [operand])
  }

  private mutating func fieldName(_ token: Token) -> String {
    guard token.kind == .escapedIdentifier else { return text(token) }
    if !options.escapedIdentifiers { report("unsupported syntax: '`'", at: token.start) }
    return source[token.start + 1..<token.end - 1]
  }

  private mutating func indexing(of operand: SyntaxTree.ID) throws(Stop) -> SyntaxTree.ID {
    let bracket = advance()
    let isOptional = take(.question) != nil
    let index = try expression()
    _ = try expect(.rightBracket)
    guard !isOptional || options.optionalSyntax else {
      report("unsupported syntax '[?'", at: bracket.start)
      return add(.invalid, at: bracket.start)
    }
    return try call(
      isOptional ? Operator.optionalIndex : Operator.index, [operand, index], at: bracket.start,
      step: 1)
  }

  /// Up to and with the closing parenthesis.
  private mutating func arguments() throws(Stop) -> [SyntaxTree.ID] {
    var arguments: [SyntaxTree.ID] = []
    if take(.rightParenthesis) != nil { return arguments }
    repeat { arguments.append(try expression()) } while take(.comma) != nil
    _ = try expect(.rightParenthesis)
    return arguments
  }
}

// MARK: - Primaries

extension Parser {
  private mutating func primary() throws(Stop) -> SyntaxTree.ID {
    let token = current
    switch token.kind {
    case .identifier, .dot: return try name()
    case .leftParenthesis:
      _ = advance()
      let inner = try expression()
      _ = try expect(.rightParenthesis)
      return inner
    case .leftBracket: return try list()
    case .leftBrace: return try map()
    case .minus:
      _ = advance()
      guard current.kind == .int || current.kind == .float else {
        try stop(after: "-")
      }
      return number(isNegative: true, at: token.start)
    case .int, .float: return number(isNegative: false, at: token.start)
    case .uint:
      _ = advance()
      guard let value = Literal.uint(text(token)) else {
        report("invalid uint literal", at: token.start)
        return add(.invalid, at: token.start)
      }
      return add(.literal(.uint(value)), at: token.start)
    case .string, .bytes: return string(advance())
    case .true, .false:
      _ = advance()
      return add(.literal(.bool(token.kind == .true)), at: token.start)
    case .null:
      _ = advance()
      return add(.literal(.null), at: token.start)
    default:
      let isExtraneous = token.kind != .end && Self.operands.contains(self.token(after: 1).kind)
      try stop(
        "\(isExtraneous ? "extraneous" : "mismatched") input '\(text(token).escapedLines)'"
          + " expecting \(Self.operandNames)")
    }
  }

  private mutating func number(isNegative: Bool, at offset: Int) -> SyntaxTree.ID {
    let token = advance()
    if token.kind == .int {
      guard let value = Literal.int(text(token), isNegative: isNegative) else {
        report("invalid int literal", at: offset)
        return add(.invalid, at: offset)
      }
      return add(.literal(.int(value)), at: offset)
    }
    guard let value = Literal.double(text(token), isNegative: isNegative) else {
      report("invalid double literal", at: offset)
      return add(.invalid, at: offset)
    }
    return add(.literal(.double(value)), at: offset)
  }

  private mutating func string(_ token: Token) -> SyntaxTree.ID {
    do throws(Literal.Failure) {
      let bytes = try Literal.bytes(
        of: source.bytes[token.start..<token.end], isBytes: token.kind == .bytes)
      let value: Value =
        token.kind == .bytes ? .bytes(bytes) : .string(String(decoding: bytes, as: UTF8.self))
      return add(.literal(value), at: token.start)
    } catch {
      report(error.message, at: token.start)
      return add(.invalid, at: token.start)
    }
  }

  /// An identifier, a call of a function, or a message.
  private mutating func name() throws(Stop) -> SyntaxTree.ID {
    let isAbsolute = take(.dot) != nil
    guard current.kind == .identifier else {
      if isAbsolute { try stop(after: ".") }
      try fail(expecting: .identifier)
      throw Stop()
    }
    if let message = messageName() {
      return try self.message((isAbsolute ? "." : "") + message)
    }
    let token = advance()
    let name = text(token)
    if Self.reserved.contains(name) {
      report("reserved identifier: \(name)", at: token.start)
      if take(.leftParenthesis) != nil { _ = try arguments() }
      return add(.invalid, at: token.start)
    }
    let absolute = (isAbsolute ? "." : "") + name
    if let open = take(.leftParenthesis) {
      return try call(absolute, try arguments(), at: open.start, step: 0)
    }
    return add(.identifier(absolute), at: token.start)
  }

  /// Takes `a.b.c` where a brace follows it.
  private mutating func messageName() -> String? {
    var distance = 1
    while token(after: distance).kind == .dot, token(after: distance + 1).kind == .identifier {
      distance += 2
    }
    guard token(after: distance).kind == .leftBrace else { return nil }
    let names = stride(from: 0, to: distance, by: 2).map { text(token(after: $0)) }
    position += distance
    return names.joined(separator: ".")
  }

  private mutating func message(_ name: String) throws(Stop) -> SyntaxTree.ID {
    let brace = advance()
    var fields: [SyntaxTree.Field] = []
    while current.kind != .rightBrace, current.kind != .comma || fields.isEmpty == false {
      if current.kind == .comma { _ = advance() }
      if current.kind == .rightBrace { break }
      let isOptional = takeOptionalMark()
      guard current.kind == .identifier || current.kind == .escapedIdentifier else {
        try fail(expecting: .rightBrace)
        throw Stop()
      }
      let field = fieldName(advance())
      let colon = try expect(.colon)
      fields.append(
        SyntaxTree.Field(
          name: field, value: try expression(), isOptional: isOptional, offset: colon.start))
      if current.kind != .comma { break }
    }
    _ = take(.comma)
    _ = try expect(.rightBrace)
    return try raise(
      add(.message(name, fields), at: brace.start), over: fields.map(\.value), by: 0)
  }

  private mutating func list() throws(Stop) -> SyntaxTree.ID {
    let bracket = advance()
    var elements: [SyntaxTree.ID] = []
    var optional: Set<Int> = []
    while current.kind != .rightBracket, current.kind != .comma {
      if takeOptionalMark() { optional.insert(elements.count) }
      elements.append(try expression())
      guard current.kind == .comma, token(after: 1).kind != .rightBracket else { break }
      _ = advance()
    }
    _ = take(.comma)
    _ = try expect(.rightBracket)
    return try raise(
      add(.list(elements, optional: optional), at: bracket.start), over: elements, by: 0)
  }

  private mutating func map() throws(Stop) -> SyntaxTree.ID {
    let brace = advance()
    var entries: [SyntaxTree.Entry] = []
    while current.kind != .rightBrace, current.kind != .comma {
      let isOptional = takeOptionalMark()
      let key = try expression()
      _ = try expect(.colon)
      entries.append(
        SyntaxTree.Entry(key: key, value: try expression(), isOptional: isOptional))
      guard current.kind == .comma, token(after: 1).kind != .rightBrace else { break }
      _ = advance()
    }
    _ = take(.comma)
    _ = try expect(.rightBrace)
    return try raise(
      add(.map(entries), at: brace.start), over: entries.flatMap { [$0.key, $0.value] }, by: 0)
  }

  private mutating func takeOptionalMark() -> Bool {
    guard let mark = take(.question) else { return false }
    if !options.optionalSyntax { report("unsupported syntax '?'", at: mark.start) }
    return true
  }

  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]
}
