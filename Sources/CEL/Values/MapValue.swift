import Values

/// A map that an expression built: entries in the order of their insertion.
public final class MapValue: Sendable {
  public let entries: [Entry]
  /// Built for larger maps only; small ones are searched.
  private let index: [Key: Int]?

  public struct Entry: Sendable {
    public let key: Value
    public let value: Value

    public init(key: Value, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// A key by value: numbers of equal value are one key, whatever their type (language definition,
  /// "Equality").
  enum Key: Hashable {
    case bool(Bool)
    case int(Int64)
    case large(UInt64)
    case string(Bytes)

    /// A string that equals another by its code points.
    struct Bytes: Hashable {
      let string: String

      static func == (left: Bytes, right: Bytes) -> Bool {
        left.string.hasSameBytes(as: right.string)
      }

      func hash(into hasher: inout Hasher) {
        var string = string
        string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
      }
    }

    init?(_ value: Value) {
      switch value {
      case .bool(let bool): self = .bool(bool)
      case .int(let int): self = .int(int)
      case .uint(let uint): self = Int64(exactly: uint).map(Key.int) ?? .large(uint)
      case .double(let double):
        if let int = Int64(exactly: double) {
          self = .int(int)
        } else if let uint = UInt64(exactly: double) {
          self = .large(uint)
        } else {
          return nil
        }
      case .string(let string): self = .string(Bytes(string: string))
      case .text(let node): self = .string(Bytes(string: node.text))
      default: return nil
      }
    }
  }

  private static let searchable = 8

  /// Entries with distinct keys.
  public init(entries: [Entry]) {
    self.entries = entries
    guard entries.count > Self.searchable else {
      index = nil
      return
    }
    var index: [Key: Int] = [:]
    index.reserveCapacity(entries.count)
    for (position, entry) in entries.enumerated() {
      // Only a double finds an entry that lenient literals put under one.
      if case .double = entry.key { continue }
      if let key = Key(entry.key), index[key] == nil { index[key] = position }
    }
    self.index = index
  }

  public static let empty = MapValue(entries: [])

  public var count: Int { entries.count }

  public subscript(key: Value) -> Value? {
    if let index {
      if let position = Key(key).flatMap({ index[$0] }) { return entries[position].value }
      guard case .double = key else { return nil }
    }
    for entry in entries where entry.key.isSameKey(as: key) { return entry.value }
    return nil
  }

  public subscript(key: String) -> Value? { self[.string(key)] }
}

extension Value {
  /// Whether two values name the same entry of a map.
  func isSameKey(as other: Value) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.double(let left), .double(let right)): left == right
    case (.double, _): false
    default: isEqual(to: other)
    }
  }
}
