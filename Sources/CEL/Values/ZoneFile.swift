import Glibc

/// The history of one time zone as the system's database has it (RFC 9636, TZif).
struct ZoneFile: Sendable {
  private var transitions: [Int64] = []
  private var kinds: [UInt8] = []
  private var offsets: [Int64] = []
  private var standard: [Bool] = []
  /// What holds after the last transition.
  private var rule: ZoneRule?

  func offset(at seconds: Int64) -> Int64 {
    guard let last = transitions.last else { return rule?.offset(at: seconds) ?? firstOffset }
    if seconds >= last, let rule { return rule.offset(at: seconds) }
    if seconds < transitions[0] { return firstOffset }
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle } else { high = middle }
    }
    return offsets[Int(kinds[low])]
  }

  /// Before the first transition the first standard time holds.
  private var firstOffset: Int64 {
    for (index, offset) in offsets.enumerated() where standard[index] { return offset }
    return offsets.first ?? 0
  }

  // MARK: Reading

  private static let directories = ["/usr/share/zoneinfo/", "/usr/lib/zoneinfo/"]

  /// Nil for a name that the database has not, or that is no name: a path out of it above all.
  static func named(_ name: String) -> ZoneFile? {
    guard name.utf8.count < 64, let first = name.utf8.first, first.isLetter,
      name.utf8.allSatisfy({
        $0.isLetter || $0.isDigit || [0x2F, 0x2D, 0x2B].contains($0)
      })
    else { return nil }
    for directory in directories {
      if let bytes = read(directory + name) { return ZoneFile(bytes) }
    }
    return nil
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    let count = fread(&bytes, 1, bytes.count, file)
    return count > 0 ? Array(bytes[..<count]) : nil
  }

  init?(_ bytes: [UInt8]) {
    guard let first = Header(bytes, at: 0), bytes[4] >= UInt8(ascii: "2"),
      let header = Header(bytes, at: 44 + first.size(timeSize: 4))
    else { return nil }
    var position = 44 + first.size(timeSize: 4) + 44
    guard position + header.size(timeSize: 8) <= bytes.count else { return nil }
    func integer(_ size: Int) -> Int64 {
      var value: UInt64 = 0
      for byte in bytes[position..<position + size] { value = value << 8 | UInt64(byte) }
      position += size
      return size == 8
        ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
    }
    for _ in 0..<header.times { transitions.append(integer(8)) }
    for _ in 0..<header.times {
      kinds.append(bytes[position])
      position += 1
    }
    for _ in 0..<header.kinds {
      offsets.append(integer(4))
      standard.append(bytes[position] == 0)
      position += 2
    }
    guard kinds.allSatisfy({ Int($0) < offsets.count }) else { return nil }
    position += header.characters + header.leaps * 12 + header.standards + header.universals
    let footer = bytes[min(position + 1, bytes.count)...].prefix { $0 != UInt8(ascii: "\n") }
    rule = ZoneRule(String(decoding: footer, as: UTF8.self))
  }

  private struct Header {
    var universals: Int
    var standards: Int
    var leaps: Int
    var times: Int
    var kinds: Int
    var characters: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
        return nil
      }
      func count(_ index: Int) -> Int {
        bytes[start + 20 + 4 * index..<start + 24 + 4 * index].reduce(0) { $0 << 8 | Int($1) }
      }
      (universals, standards, leaps) = (count(0), count(1), count(2))
      (times, kinds, characters) = (count(3), count(4), count(5))
      guard max(universals, standards, leaps, times, kinds, characters) <= bytes.count else {
        return nil
      }
    }

    func size(timeSize: Int) -> Int {
      times * (timeSize + 1) + kinds * 6 + characters + leaps * (timeSize + 4) + standards
        + universals
    }
  }
}
