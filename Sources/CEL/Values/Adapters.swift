/// A list that an environment supplies: schema-typed elements, or equality and `+` of its own.
public protocol ListAdapter: AnyObject, Sendable {
  var count: Int { get }
  /// The element at an index within bounds.
  func element(at index: Int) -> Value
  /// Whether the lists are equal; nil leaves it to equality by position.
  func isEqual(to other: Value) -> Bool?
  /// `self + other`; nil leaves it to concatenation.
  func adding(_ other: Value) -> Value?
}

extension ListAdapter {
  public func isEqual(to other: Value) -> Bool? { nil }
  public func adding(_ other: Value) -> Value? { nil }
}

/// A map that an environment supplies.
public protocol MapAdapter: AnyObject, Sendable {
  var count: Int { get }
  /// The value under a key; nil where there is none.
  func value(forKey key: Value) -> Value?
  /// The keys in their order.
  var keys: [Value] { get }
  func isEqual(to other: Value) -> Bool?
}

extension MapAdapter {
  public func isEqual(to other: Value) -> Bool? { nil }
}

/// A message, an object with a schema, or an opaque value of a library.
public protocol ObjectValue: AnyObject, Sendable {
  /// The type that `type()` gives.
  var type: Type { get }
  /// The value of a field; nil where the type has no such field. A field that is not set has its
  /// default, or `.error` where there is none.
  func field(_ name: String) -> Value?
  /// Whether the field is set (`has`); nil where the type has no such field.
  func hasField(_ name: String) -> Bool?
  func isEqual(to other: any ObjectValue) -> Bool
  /// What `size` accounts for in the cost of a comparison; 1 for most.
  var costSize: Int { get }
  /// Whether the value is the default of its type (`optional.ofNonZeroValue`).
  var isZero: Bool { get }
  /// The text by which results are printed.
  var description: String { get }
  /// A result of `self + other` and the like where the type overloads operators.
  func adding(_ other: Value) -> Value?
}

extension ObjectValue {
  public func field(_ name: String) -> Value? { nil }
  public func hasField(_ name: String) -> Bool? { nil }
  public func isEqual(to other: any ObjectValue) -> Bool { self === other }
  public var costSize: Int { 1 }
  public var isZero: Bool { false }
  public var description: String { type.description }
  public func adding(_ other: Value) -> Value? { nil }
}
