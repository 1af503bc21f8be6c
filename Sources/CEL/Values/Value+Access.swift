public import Values

extension Value {
  /// The string that this is, whether built or standing in a document.
  @inlinable public var string: String? {
    switch self {
    case .string(let string): string
    case .text(let node): node.text
    default: nil
    }
  }

  @inlinable public var int: Int64? {
    if case .int(let int) = self { return int }
    return nil
  }

  @inlinable public var bool: Bool? {
    if case .bool(let bool) = self { return bool }
    return nil
  }

  @inlinable public var bytes: [UInt8]? {
    if case .bytes(let bytes) = self { return bytes }
    return nil
  }

  /// The object that this is, if it is one of the given class.
  public func object<Object>(as type: Object.Type) -> Object? {
    if case .object(let object) = self { return object as? Object }
    return nil
  }

  @inlinable public var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  /// Whether this is an error or unknown, which strict functions return as they got it.
  @inlinable public var isErrorOrUnknown: Bool {
    switch self {
    case .error, .unknown: true
    default: false
    }
  }

  /// The UTF-8 of a string; nil for any other value.
  @inlinable
  public func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
    switch self {
    case .string(var string): string.withUTF8(body)
    case .text(let node): node.withTextBytes(body)
    default: nil
    }
  }

  /// The node of a document that this value stands for, if it does.
  public var node: Node? {
    switch self {
    case .text(let node), .sequence(let node), .mapping(let node): node
    default: nil
    }
  }
}

// MARK: - Lists

extension Value {
  @inlinable public var isList: Bool {
    switch self {
    case .list, .sequence, .adaptedList: true
    default: false
    }
  }

  /// The elements of a list, however it is stored; nil for any other value.
  @inlinable public var elements: Elements? {
    switch self {
    case .list(let values): Elements(storage: .values(values), count: values.count)
    case .sequence(let node): Elements(storage: .node(node), count: node.count)
    case .adaptedList(let list): Elements(storage: .adapter(list), count: list.count)
    default: nil
    }
  }

  public struct Elements: RandomAccessCollection, Sendable {
    @usableFromInline
    enum Storage: Sendable {
      case values([Value])
      case node(Node)
      case adapter(any ListAdapter)
    }

    @usableFromInline let storage: Storage
    public let startIndex = 0
    public let endIndex: Int

    @inlinable
    init(storage: Storage, count: Int) {
      self.storage = storage
      endIndex = count
    }

    @inlinable
    public subscript(index: Int) -> Value {
      switch storage {
      case .values(let values): values[index]
      case .node(let node): node[index].map { Value($0) } ?? .null
      case .adapter(let list): list.element(at: index)
      }
    }
  }
}

// MARK: - Maps

extension Value {
  /// The key of a mapping, which is a string however it was written.
  init(key node: Node) {
    self = node.kind == .string ? .text(node) : .string(node.text)
  }

  @inlinable public var isMap: Bool {
    switch self {
    case .map, .mapping, .adaptedMap: true
    default: false
    }
  }

  /// The number of entries of a map; nil for any other value.
  public var entryCount: Int? {
    switch self {
    case .map(let map): map.count
    case .mapping(let node): node.count
    case .adaptedMap(let map): map.count
    default: nil
    }
  }

  /// The keys of a map in their order; nil for any other value.
  public var keys: [Value]? {
    switch self {
    case .map(let map): map.entries.map(\.key)
    case .mapping(let node): node.entries.map { Value(key: $0.key) }
    case .adaptedMap(let map): map.keys
    default: nil
    }
  }

  /// The value under a key of a map; nil where there is none and where this is no map.
  public func value(forKey key: Value) -> Value? {
    switch self {
    case .map(let map): map[key]
    case .mapping(let node): key.string.flatMap { node[$0] }.map { Value($0) }
    case .adaptedMap(let map): map.value(forKey: key)
    default: nil
    }
  }

  /// The entries of a map in their order; nil for any other value.
  public var entries: [MapValue.Entry]? {
    switch self {
    case .map(let map): map.entries
    case .mapping(let node):
      node.entries.map { MapValue.Entry(key: Value(key: $0.key), value: Value($0.value)) }
    case .adaptedMap(let map):
      map.keys.map { MapValue.Entry(key: $0, value: map.value(forKey: $0) ?? .null) }
    default: nil
    }
  }
}
