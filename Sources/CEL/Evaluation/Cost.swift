import Values

/// Run-time cost as the reference implementation counts it (`interpreter/runtimecost.go`).
public enum Cost {
  static let list: UInt64 = 10
  static let map: UInt64 = 30
  static let message: UInt64 = 40

  /// Reading text costs a unit for every ten characters, begun ones included: `ceil(size * 0.1)`
  /// in floating point.
  @inlinable
  public static func tenth(of size: UInt64) -> UInt64 {
    size <= 10 ? (size == 0 ? 0 : 1) : UInt64((Double(size) * 0.1).rounded(.up))
  }

  /// What reading as far as the smaller of two values costs. Most are so small that their size need
  /// not be counted.
  static func comparison(_ left: Value, _ right: Value) -> UInt64 {
    let (leftBound, rightBound) = (left.costBound, right.costBound)
    if min(leftBound, rightBound) <= 10 { return leftBound == 0 || rightBound == 0 ? 0 : 1 }
    return tenth(of: min(left.costSize, right.costSize))
  }
}

extension Value {
  /// What the value counts for where it is read whole: characters, bytes, elements, entries, and 1
  /// for a value without a size.
  public var costSize: UInt64 {
    switch self {
    case .string, .text: withUTF8 { UInt64($0.codePointCount) } ?? 1
    case .bytes(let bytes): UInt64(bytes.count)
    case .list(let values): UInt64(values.count)
    case .sequence(let node), .mapping(let node): UInt64(node.count)
    case .adaptedList(let list): UInt64(list.count)
    case .map(let map): UInt64(map.count)
    case .adaptedMap(let map): UInt64(map.count)
    case .optional(let optional): optional.value?.costSize ?? 1
    case .object(let object): UInt64(object.costSize)
    default: 1
    }
  }
}

extension Value {
  /// No less than `costSize`, and 0 only if that is.
  fileprivate var costBound: Int {
    switch self {
    case .string(let string): string.utf8.count
    case .text(let node): node.withTextBytes { $0.count }
    case .null, .bool, .int, .uint, .double: 1
    default: Int(clamping: costSize)
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The number of code points of UTF-8: of bytes that do not continue one, eight at a time.
  var codePointCount: Int {
    let raw = UnsafeRawBufferPointer(self)
    var continuing = 0
    var offset = 0
    while offset + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      continuing += (word >> 7 & ~(word >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
      offset += 8
    }
    while offset < raw.count {
      if raw[offset] & 0xC0 == 0x80 { continuing += 1 }
      offset += 1
    }
    return raw.count - continuing
  }
}

extension CostRule {
  func cost(_ first: Value, _ second: Value) -> UInt64 {
    switch self {
    case .one: return 1
    case .traversal: return Cost.tenth(of: first.costSize)
    case .traversalOfBoth: return Cost.tenth(of: first.costSize + second.costSize)
    case .traversalOfShorter: return Cost.tenth(of: min(first.costSize, second.costSize))
    case .elements: return second.costSize
    case .contains: return Cost.tenth(of: first.costSize) * Cost.tenth(of: second.costSize)
    case .matches:
      let pattern = UInt64((Double(second.costSize) * 0.25).rounded(.up))
      return Cost.tenth(of: first.costSize + 1) * pattern
    }
  }
}
