/// A set of code points: what `[...]`, `\d` and `\pL` stand for.
struct CharacterClass: Sendable {
  var ranges = CodePointRanges()
  var properties: [UnicodeProperty] = []
  var isNegated = false
  /// Whether the ranges stand for their case variants too. Properties say so for themselves.
  var foldsCase = false

  /// Adds one of the named sets, or all that it leaves out. With folding, the set is folded first
  /// and then turned round, as in Go's `appendGroup`.
  mutating func add(_ set: CodePointRanges, negated: Bool) {
    guard negated else { return ranges.add(set) }
    var set = set
    if foldsCase { set.addVariantsOfASCII() }
    ranges.add(set.complement)
  }
}

/// One `\p{…}`, in a class or alone.
struct UnicodeProperty: Sendable {
  /// What PCRE2 calls it.
  var name: String
  var isNegated: Bool
  /// The case variants outside the property, where case is folded.
  var variants = CodePointRanges()
}

/// Ordered, disjoint, not adjacent ranges of code points up to U+10FFFF.
struct CodePointRanges: Sendable, Equatable {
  private(set) var ranges: [ClosedRange<UInt32>] = []

  static let maximum: UInt32 = 0x10_FFFF
  static let all = CodePointRanges([0...maximum])

  init(_ ranges: [ClosedRange<UInt32>] = []) {
    self.ranges = ranges
    normalize()
  }

  var isEmpty: Bool { ranges.isEmpty }

  mutating func add(_ range: ClosedRange<UInt32>) {
    if let last = ranges.last, last.upperBound < range.lowerBound,
      range.lowerBound - last.upperBound > 1
    {
      return ranges.append(range)
    }
    ranges.append(range)
    normalize()
  }

  mutating func add(_ other: CodePointRanges) {
    ranges += other.ranges
    normalize()
  }

  var complement: CodePointRanges {
    var result = CodePointRanges()
    var next: UInt32 = 0
    for range in ranges {
      if next < range.lowerBound { result.ranges.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.maximum { result.ranges.append(next...Self.maximum) }
    return result
  }

  /// The ranges without the surrogates, which no text holds.
  var scalars: CodePointRanges {
    var outside = complement
    outside.add(0xD800...0xDFFF)
    return outside.complement
  }

  func contains(_ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= value
  }

  /// Adds the two characters beyond ASCII that fold to ASCII letters: ſ to s, the Kelvin sign to k;
  /// and the other case of every ASCII letter.
  mutating func addVariantsOfASCII() {
    for letter in UInt32(UInt8(ascii: "a"))...UInt32(UInt8(ascii: "z")) {
      let capital = letter - 32
      guard contains(letter) || contains(capital) else { continue }
      ranges += [letter...letter, capital...capital]
      if letter == UInt8(ascii: "s") { ranges.append(0x17F...0x17F) }
      if letter == UInt8(ascii: "k") { ranges.append(0x212A...0x212A) }
      normalize()
    }
  }

  private mutating func normalize() {
    guard ranges.count > 1 else { return }
    ranges.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] =
          last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    ranges = merged
  }
}

extension CharacterClass {
  /// Adds what `\p{…}` names.
  mutating func add(_ meaning: UnicodeNames.Meaning, negated: Bool) {
    switch meaning {
    case .ranges(let set): add(set, negated: negated)
    case .unassigned(let inner): addProperty("Cn", negated: negated != inner)
    case .category(let name): addProperty(name == "LC" ? "L&" : name, negated: negated)
    case .script(let name): addProperty("sc:\(name)", negated: negated)
    }
  }

  private mutating func addProperty(_ name: String, negated: Bool) {
    var property = UnicodeProperty(name: name, isNegated: negated)
    if foldsCase {
      property.variants =
        Self.variants[name].map { CodePointRanges($0) } ?? CaseVariants.byCategory[name]
        ?? CodePointRanges()
    }
    properties.append(property)
  }

  /// The code points outside a property that are the other case of one inside; those of the cased
  /// letters are many.
  private static let variants: [String: [ClosedRange<UInt32>]] = [
    "L": [0x345...0x345],
    "M": [0x399...0x399, 0x3B9...0x3B9, 0x1FBE...0x1FBE],
    "Mn": [0x399...0x399, 0x3B9...0x3B9, 0x1FBE...0x1FBE],
    "sc:common": [0x39C...0x39C, 0x3BC...0x3BC],
    "sc:greek": [0xB5...0xB5, 0x345...0x345],
    "sc:inherited": [0x399...0x399, 0x3B9...0x3B9, 0x1FBE...0x1FBE],
  ]
}
