/// Runs a program over a text, following all ways through it side by side (Pike's machine): time is
/// bounded by the product of both sizes. Ways are kept in order of preference, so that the match
/// found is the one that RE2 finds.
struct Machine {
  /// The steps of one search. About a second.
  static let maximumSteps = 100_000_000
  /// The numbers that all ways together may keep.
  static let maximumSlots = 8_000_000

  private let program: Program
  private let text: UnsafeBufferPointer<UInt8>
  private let slotCount: Int
  private var now: Ways
  private var next: Ways
  private var slots: [Int]
  private var pending: [Pending] = []
  private var steps = 0

  private enum Pending {
    case visit(Int)
    case restore(slot: Int, value: Int)
  }

  /// - Parameter groupCount: the groups to keep the bounds of; nil to find out no more than whether
  ///   there is a match.
  init(
    _ program: Program, _ text: UnsafeBufferPointer<UInt8>, groupCount: Int?
  ) throws(RegularExpressionError) {
    self.program = program
    self.text = text
    slotCount = groupCount.map { 2 * $0 + 2 } ?? 0
    let size = program.instructions.count
    guard size.multipliedReportingOverflow(by: slotCount).partialValue <= Self.maximumSlots
    else { throw .limit(.memory) }
    now = Ways(size: size, slotCount: slotCount)
    next = now
    slots = Array(repeating: -1, count: slotCount)
  }

  /// The bounds of the leftmost match and its groups, -1 where there are none; nil without a match.
  mutating func search(from start: Int) throws(RegularExpressionError) -> [Int]? {
    var found: [Int]?
    var position = start
    while true {
      if found == nil {
        for slot in slots.indices { slots[slot] = -1 }
        try follow(from: 0, at: position, isNext: false)
      } else if now.isEmpty {
        break
      }
      let character = character(at: position)
      var index = 0
      scan: while index < now.count {
        let place = now[index]
        index += 1
        steps += 1
        switch program.instructions[place] {
        case .match:
          found = now.slots(of: place)
          if slotCount == 0 { return found }
          break scan
        case .literal(let value):
          guard character.length > 0, character.value == value else { continue }
        case .test(let test):
          guard character.length > 0,
            program.tests[test].accepts(character.value, character.bytes(of: text, position))
          else { continue }
        default: continue
        }
        now.load(place, into: &slots)
        try follow(from: place + 1, at: position + character.length, isNext: true)
      }
      guard character.length > 0 else { break }
      position += character.length
      swap(&now, &next)
      next.removeAll()
    }
    return found
  }

  /// Adds all places that can be reached without reading a character.
  private mutating func follow(
    from place: Int, at position: Int, isNext: Bool
  ) throws(RegularExpressionError) {
    pending.append(.visit(place))
    while let item = pending.popLast() {
      guard case .visit(var place) = item else {
        if case .restore(let slot, let value) = item { slots[slot] = value }
        continue
      }
      walk: while isNext ? next.insert(place) : now.insert(place) {
        steps += 1
        switch program.instructions[place] {
        case .jump(let target): place = target
        case .split(let first, let second):
          pending.append(.visit(second))
          place = first
        case .save(let slot):
          if slot < slotCount {
            pending.append(.restore(slot: slot, value: slots[slot]))
            slots[slot] = position
          }
          place += 1
        case .assert(let assertion):
          guard holds(assertion, at: position) else { break walk }
          place += 1
        case .literal, .test, .match:
          if isNext { next.keep(slots, at: place) } else { now.keep(slots, at: place) }
          break walk
        case .fail: break walk
        }
      }
    }
    guard steps <= Self.maximumSteps else { throw .limit(.steps) }
  }

  private func holds(_ assertion: Assertion, at position: Int) -> Bool {
    let before = position > 0 ? text[position - 1] : nil
    let after = position < text.count ? text[position] : nil
    func isWord(_ byte: UInt8?) -> Bool {
      byte.map { $0.isAlphanumeric || $0 == UInt8(ascii: "_") } ?? false
    }
    return switch assertion {
    case .beginText: before == nil
    case .endText: after == nil
    case .beginLine: before == nil || before == UInt8(ascii: "\n")
    case .endLine: after == nil || after == UInt8(ascii: "\n")
    case .wordBoundary: isWord(before) != isWord(after)
    case .notWordBoundary: isWord(before) == isWord(after)
    }
  }

  private struct Character {
    var value: UInt32
    /// In bytes; 0 at the end of the text.
    var length: Int

    func bytes(
      of text: UnsafeBufferPointer<UInt8>, _ position: Int
    ) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(rebasing: text[position..<position + length])
    }
  }

  /// The text is valid UTF-8.
  private func character(at position: Int) -> Character {
    guard position < text.count else { return Character(value: 0, length: 0) }
    let first = text[position]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(first) & (length == 1 ? 0x7F : 0x7F >> UInt32(length))
    for offset in 1..<length where position + offset < text.count {
      value = value << 6 | UInt32(text[position + offset] & 0x3F)
    }
    return Character(value: value, length: min(length, text.count - position))
  }
}
