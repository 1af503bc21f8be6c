/// Formats that no regular expression tells.
extension StringFormat {
  // MARK: - Addresses

  /// - Parameter isStrict: leading zeros are not tolerated.
  static func isIPv4(_ text: Substring, isStrict: Bool = false) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy(isDigit) && Int(part).map { $0 <= 255 } ?? false
          && !(isStrict && part.utf8.count > 1 && part.hasPrefix("0"))
      }
  }

  static func isIPv6(_ text: Substring, isStrict: Bool = false) -> Bool {
    var rest = text
    var groups = 0
    var hasGap = false
    if rest.hasPrefix("::") {
      hasGap = true
      rest = rest.dropFirst(2)
      if rest.isEmpty { return true }
    }
    while true {
      let group = rest.prefix { $0 != ":" }
      if group.contains(".") {
        guard group.endIndex == rest.endIndex, isIPv4(group, isStrict: isStrict) else {
          return false
        }
        groups += 2
        break
      }
      guard (1...4).contains(group.utf8.count), group.utf8.allSatisfy(isHexDigit) else {
        return false
      }
      groups += 1
      rest = rest.dropFirst(group.count)
      if rest.isEmpty { break }
      rest = rest.dropFirst()
      if rest.hasPrefix(":") {
        guard !hasGap else { return false }
        hasGap = true
        rest = rest.dropFirst()
        if rest.isEmpty { break }
      } else if rest.isEmpty {
        return false
      }
      if groups > 8 { return false }
    }
    return hasGap ? groups < 8 : groups == 8
  }

  static func isCIDR(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.allSatisfy(isDigit),
      let length = Int(parts[1])
    else { return false }
    return isIPv4(parts[0]) && length <= 32 || isIPv6(parts[0]) && length <= 128
  }

  /// 6, 8 or 20 bytes in hexadecimal, parted by colons or hyphens, or by points in fours.
  static func isMAC(_ text: String) -> Bool {
    let separator: Character
    let digits: Int
    if text.contains(":") {
      (separator, digits) = (":", 2)
    } else if text.contains("-") {
      (separator, digits) = ("-", 2)
    } else {
      (separator, digits) = (".", 4)
    }
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    return [6, 8, 20].contains(parts.count * digits / 2)
      && parts.allSatisfy { $0.utf8.count == digits && $0.utf8.allSatisfy(isHexDigit) }
  }

  // MARK: - Times

  static func isDate(_ text: Substring) -> Bool {
    var padded = Array(text.utf8) + Array("T00:00:00Z".utf8)
    return text.utf8.count == 10
      && padded.withUnsafeMutableBufferPointer {
        Timestamp.isRFC3339(UnsafeBufferPointer($0))
      }
  }

  /// A date, `t`, hours, minutes, seconds, a fraction, and `z` or an offset.
  static func isDateTime(_ text: String) -> Bool {
    let lower = text.lowercased()
    let parts = lower.split(separator: "t", omittingEmptySubsequences: false)
    guard parts.count >= 2, isDate(parts[0]) else { return false }
    let time = Array(parts[1].utf8)
    func number(at index: Int) -> Int? {
      guard index + 2 <= time.count, isDigit(time[index]), isDigit(time[index + 1]) else {
        return nil
      }
      return Int(time[index] - 48) * 10 + Int(time[index + 1] - 48)
    }
    guard time.count >= 9, time[2] == UInt8(ascii: ":"), time[5] == UInt8(ascii: ":"),
      let hour = number(at: 0), let minute = number(at: 3), let second = number(at: 6),
      hour <= 23, minute <= 59, second <= 59
    else { return false }
    var index = 8
    let isZone = { (start: Int) -> Bool in
      let rest = time[start...]
      if rest.elementsEqual([UInt8(ascii: "z")]) { return true }
      return rest.count == 6
        && (time[start] == UInt8(ascii: "+") || time[start] == UInt8(ascii: "-"))
        && number(at: start + 1) != nil && time[start + 3] == UInt8(ascii: ":")
        && number(at: start + 4) != nil
    }
    if isZone(index) { return true }
    // Any character may stand before the fraction.
    index += 1
    let start = index
    while index < time.count, isDigit(time[index]) { index += 1 }
    return index > start && index < time.count && isZone(index)
  }

  // MARK: - Check digits

  static func isISBN10(_ text: String) -> Bool {
    let digits = withoutSeparators(text)
    guard digits.count == 10, digits.prefix(9).allSatisfy(isDigit),
      isDigit(digits[9]) || digits[9] == UInt8(ascii: "X")
    else { return false }
    var sum = 0
    for (index, digit) in digits.enumerated() {
      sum += (10 - index) * (digit == UInt8(ascii: "X") ? 10 : Int(digit) - 48)
    }
    return sum % 11 == 0
  }

  static func isISBN13(_ text: String) -> Bool {
    let digits = withoutSeparators(text)
    guard digits.count == 13, digits.allSatisfy(isDigit) else { return false }
    var sum = 0
    for (index, digit) in digits.enumerated() {
      sum += (index % 2 == 0 ? 1 : 3) * (Int(digit) - 48)
    }
    return sum % 10 == 0
  }

  private static func withoutSeparators(_ text: String) -> [UInt8] {
    text.utf8.filter { !" \t\n\u{0C}\r-".utf8.contains($0) }
  }

  static func isCreditCard(_ text: String) -> Bool {
    let digits = text.utf8.filter(isDigit)
    guard isCreditCardNumber(String(decoding: digits, as: UTF8.self)) else { return false }
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      let value = Int(digit) - 48
      sum += index % 2 == 0 ? value : (value * 2 > 9 ? value * 2 - 9 : value * 2)
    }
    return sum % 10 == 0
  }

  // MARK: - Characters

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f")
  }
}
