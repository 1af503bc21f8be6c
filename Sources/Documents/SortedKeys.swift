import Values

/// The order in which go-yaml prints the keys of a map: letters behind everything else, runs of
/// digits by their value, the rest by code point (keyList.Less in sorter.go).
enum SortedKeys {
  private typealias Key = UnsafeBufferPointer<UInt8>

  /// The indices of a mapping's entries in that order.
  static func order(of mapping: Node) -> [Int] {
    let entries = mapping.entries
    var order = Array(entries.indices)
    var index = 1
    while index < entries.count {
      if precedes(entries[index].key, entries[index - 1].key) {
        order.sort { precedes(entries[$0].key, entries[$1].key) }
        break
      }
      index += 1
    }
    return order
  }

  private static func precedes(_ left: Node, _ right: Node) -> Bool {
    left.withTextBytes { left in right.withTextBytes { precedes(left, $0) } }
  }

  private static func precedes(_ left: Key, _ right: Key) -> Bool {
    // Equal beginnings decide nothing, but a run of digits must be seen from its first digit that
    // differs, and letters may have several bytes.
    var index = 0
    while index < left.count, index < right.count, left[index] == right[index] { index += 1 }
    while index > 0, index < left.count, left[index] & 0xC0 == 0x80 { index -= 1 }
    guard index < left.count, index < right.count else { return left.count < right.count }
    let leftScalar = ScalarShape.scalar(left, index).value
    let rightScalar = ScalarShape.scalar(right, index).value
    let leftIsLetter = isLetter(leftScalar)
    let rightIsLetter = isLetter(rightScalar)
    if leftIsLetter, rightIsLetter { return leftScalar < rightScalar }
    if leftIsLetter || rightIsLetter { return rightIsLetter }
    let leading: Int64 = hasLeadingDigits(left, before: index, leftScalar, rightScalar) ? 1 : 0
    let (leftNumber, leftEnd) = number(left, from: index, after: leading)
    let (rightNumber, rightEnd) = number(right, from: index, after: leading)
    if leftNumber != rightNumber { return leftNumber < rightNumber }
    if leftEnd != rightEnd { return leftEnd < rightEnd }
    return leftScalar < rightScalar
  }

  /// Whether a zero at this place belongs to a number that began before it.
  private static func hasLeadingDigits(
    _ key: Key, before index: Int, _ left: UInt32, _ right: UInt32
  ) -> Bool {
    guard left == 0x30 || right == 0x30 else { return false }
    var place = index - 1
    while place >= 0, NumberText.isDigit(key[place]) {
      if key[place] != UInt8(ascii: "0") { return true }
      place -= 1
    }
    return false
  }

  private static func number(_ key: Key, from index: Int, after leading: Int64) -> (Int64, Int) {
    var value = leading
    var end = index
    while end < key.count, NumberText.isDigit(key[end]) {
      // As in Go, what does not fit wraps around.
      value = value &* 10 &+ Int64(key[end] - UInt8(ascii: "0"))
      end += 1
    }
    return (value, end)
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x41...0x5A, 0x61...0x7A: return true
    case 0..<0x80: return false
    default:
      guard let scalar = Unicode.Scalar(scalar) else { return false }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        return true
      default: return false
      }
    }
  }
}
