/// Writes a tree in PCRE2's syntax, so that PCRE2 finds what RE2 would find. Everything that the
/// two read differently is written out: sets as ranges, anchors by their unambiguous escapes,
/// names not at all.
struct Emitter {
  private(set) var pattern = ""
  /// Whether PCRE2, at this point of the text, folds case.
  private var foldsCase = false
  /// Whether groups that capture do so; a search for a mere yes or no is quicker without.
  private let captures: Bool

  static func emit(_ tree: SyntaxTree, captures: Bool) -> String {
    var emitter = Emitter(captures: captures)
    emitter.emit(tree)
    return emitter.pattern
  }

  private init(captures: Bool) {
    self.captures = captures
  }

  private mutating func emit(_ tree: SyntaxTree) {
    switch tree {
    case .empty: pattern += "(?:)"
    case .literal(let value, let foldsCase): emit(value, foldsCase: foldsCase)
    case .anyCharacter(let includingNewline): pattern += includingNewline ? "(?s:.)" : "."
    case .characterClass(let set): emit(set)
    case .assertion(let assertion): pattern += assertion.escape
    case .capture(let child): group(captures ? "(" : "(?:") { $0.emit(child) }
    case .concatenation(let children):
      for child in children {
        if case .alternation = child { emitAtom(child) } else { emit(child) }
      }
    case .alternation(let children):
      for (index, child) in children.enumerated() {
        if index > 0 { pattern += "|" }
        emit(child)
      }
    case .repetition(let child, let repetition):
      emitAtom(child)
      pattern += repetition.quantifier
    }
  }

  /// Writes something that a quantifier may follow.
  private mutating func emitAtom(_ tree: SyntaxTree) {
    switch tree {
    case .literal, .anyCharacter, .characterClass, .capture: emit(tree)
    default: group("(?:") { $0.emit(tree) }
    }
  }

  private mutating func group(_ opening: String, _ body: (inout Emitter) -> Void) {
    pattern += opening
    let foldedBefore = foldsCase
    body(&self)
    foldsCase = foldedBefore
    pattern += ")"
  }

  /// Sets whether PCRE2 folds case from here to the end of the group.
  private mutating func fold(_ wanted: Bool) {
    guard wanted != foldsCase else { return }
    pattern += wanted ? "(?i)" : "(?-i)"
    foldsCase = wanted
  }
}

// MARK: - Characters

extension Emitter {
  /// What never matches.
  private static let nothing = "(?!)"

  private mutating func emit(_ value: UInt32, foldsCase: Bool) {
    guard let scalar = Unicode.Scalar(value) else {
      pattern += Self.nothing
      return
    }
    if !scalar.isASCII || Character(scalar).isLetter { fold(foldsCase) }
    append(scalar)
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    let isPlain = scalar.isASCII ? UInt8(scalar.value).isAlphanumeric : scalar.value > 0xA0
    if isPlain {
      pattern.unicodeScalars.append(scalar)
    } else {
      pattern += "\\x{\(String(scalar.value, radix: 16))}"
    }
  }

  private mutating func emit(_ set: CharacterClass) {
    let ranges = set.ranges.scalars
    if ranges.isEmpty, set.properties.isEmpty {
      pattern += set.isNegated ? "(?s:.)" : Self.nothing
    } else if set.properties.isEmpty {
      fold(set.foldsCase)
      brackets(ranges, [], negated: set.isNegated)
    } else if !set.foldsCase {
      fold(false)
      brackets(ranges, set.properties, negated: set.isNegated)
    } else {
      emitFolded(ranges, set)
    }
  }

  /// PCRE2 folds a property in its own way, so each stands for itself, unfolded, with its variants
  /// written out. One character is matched whichever the alternative.
  private mutating func emitFolded(_ ranges: CodePointRanges, _ set: CharacterClass) {
    if set.isNegated {
      // In a group, so that a quantifier takes hold of both.
      group("(?:") { emitter in
        emitter.group("(?!") { $0.alternatives(ranges, set.properties) }
        emitter.pattern += "(?s:.)"
      }
    } else {
      group("(?:") { $0.alternatives(ranges, set.properties) }
    }
  }

  private mutating func alternatives(
    _ ranges: CodePointRanges, _ properties: [UnicodeProperty]
  ) {
    if !ranges.isEmpty {
      fold(true)
      brackets(ranges, [], negated: false)
    }
    for (index, property) in properties.enumerated() {
      if index > 0 || !ranges.isEmpty { pattern += "|" }
      fold(false)
      var positive = property
      positive.isNegated = false
      brackets(property.variants, [positive], negated: property.isNegated)
    }
  }

  private mutating func brackets(
    _ ranges: CodePointRanges, _ properties: [UnicodeProperty], negated: Bool
  ) {
    pattern += negated ? "[^" : "["
    for range in ranges.ranges {
      guard let low = Unicode.Scalar(range.lowerBound),
        let high = Unicode.Scalar(range.upperBound)
      else { continue }
      append(low)
      guard low != high else { continue }
      if high.value > low.value + 1 { pattern += "-" }
      append(high)
    }
    for property in properties {
      pattern += property.isNegated ? "\\P{" : "\\p{"
      pattern += property.name + "}"
    }
    pattern += "]"
  }
}

extension Assertion {
  fileprivate var escape: String {
    switch self {
    case .beginText: "\\A"
    case .endText: "\\z"
    case .beginLine: "(?m:^)"
    case .endLine: "(?m:$)"
    case .wordBoundary: "\\b"
    case .notWordBoundary: "\\B"
    }
  }
}

extension Repetition {
  fileprivate var quantifier: String {
    let counts =
      switch (minimum, maximum) {
      case (0, nil): "*"
      case (1, nil): "+"
      case (0, 1): "?"
      case (_, nil): "{\(minimum),}"
      case (_, let maximum?): minimum == maximum ? "{\(minimum)}" : "{\(minimum),\(maximum)}"
      }
    return isGreedy ? counts : counts + "?"
  }
}
