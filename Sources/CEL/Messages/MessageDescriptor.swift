/// The shape of a protocol buffer message, as data.
public struct MessageDescriptor: Sendable {
  /// Fully qualified.
  public var name: String
  public var fields: [Field]

  public init(_ name: String, fields: [Field]) {
    self.name = name
    self.fields = fields
  }

  public struct Field: Sendable {
    public var name: String
    public var kind: Kind
    public var cardinality: Cardinality
    /// The group of fields of which one at most is set.
    public var oneof: String?
    /// What an unset field reads as, where it is not the default of its kind.
    public var defaultValue: Value?

    public init(
      _ name: String, _ kind: Kind, _ cardinality: Cardinality = .implicit, oneof: String? = nil,
      defaultValue: Value? = nil
    ) {
      self.name = name
      self.kind = kind
      self.cardinality = cardinality
      self.oneof = oneof
      self.defaultValue = defaultValue
    }
  }

  public indirect enum Kind: Sendable, Hashable {
    case int32, int64, uint32, uint64, float, double, bool, string, bytes
    /// An enum by its fully qualified name; its values are integers.
    case enumeration(String)
    /// A message by its fully qualified name, the well-known ones too.
    case message(String)
  }

  public enum Cardinality: Sendable, Hashable {
    /// Set where it differs from the default (proto3 without `optional`).
    case implicit
    /// Knows whether it is set (proto2, `optional`, members of a oneof, messages).
    case explicit
    case repeated
    /// A map with keys of the given kind.
    case map(key: Kind)
  }

  func field(_ name: String) -> Field? { fields.first { $0.name == name } }
}

extension MessageDescriptor.Kind {
  /// The type of one value of this kind.
  var type: Type {
    switch self {
    case .int32, .int64: .int
    case .uint32, .uint64: .uint
    case .float, .double: .double
    case .bool: .bool
    case .string: .string
    case .bytes: .bytes
    // Null stands for the only value of its enum too.
    case .enumeration("google.protobuf.NullValue"): .wrapper(.int)
    case .enumeration: .int
    case .message(let name): WellKnownTypes.type(named: name) ?? .message(name)
    }
  }

  /// What an unset field reads as; nil for a message that has no value of its own.
  var zero: Value? {
    switch self {
    case .int32, .int64, .enumeration: .int(0)
    case .uint32, .uint64: .uint(0)
    case .float, .double: .double(0)
    case .bool: .bool(false)
    case .string: .string("")
    case .bytes: .bytes([])
    case .message(let name): WellKnownTypes.zero(of: name)
    }
  }
}

extension MessageDescriptor.Field {
  var type: Type {
    switch cardinality {
    case .implicit, .explicit: kind.type
    case .repeated: .list(kind.type)
    case .map(let key): .map(key.type, kind.type)
    }
  }

  var zero: Value? {
    switch cardinality {
    case .implicit, .explicit: defaultValue ?? kind.zero
    case .repeated: .emptyList
    case .map: .map(.empty)
    }
  }
}
