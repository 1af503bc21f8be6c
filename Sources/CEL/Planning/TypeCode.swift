/// The kinds of values that most functions take, to be told apart at once.
enum TypeCode: UInt8, Sendable {
  case any, bool, int, uint, double, string, bytes, timestamp, duration, list, map
  /// Any other; `Value.fits` tells.
  case other

  init(_ type: Type) {
    self =
      switch type {
      case .dyn, .any, .parameter, .variable: .any
      case .bool: .bool
      case .int: .int
      case .uint: .uint
      case .double: .double
      case .string: .string
      case .bytes: .bytes
      case .timestamp: .timestamp
      case .duration: .duration
      case .list: .list
      case .map: .map
      default: .other
      }
  }

  @inline(__always)
  func takes(_ value: Value) -> Bool {
    switch value {
    case .string, .text: self == .string || self == .any
    case .bool: self == .bool || self == .any
    case .int: self == .int || self == .any
    case .uint: self == .uint || self == .any
    case .double: self == .double || self == .any
    case .bytes: self == .bytes || self == .any
    case .timestamp: self == .timestamp || self == .any
    case .duration: self == .duration || self == .any
    case .list, .sequence, .adaptedList: self == .list || self == .any
    case .map, .mapping, .adaptedMap: self == .map || self == .any
    case .null, .type, .optional, .object, .error, .unknown: self == .any
    }
  }
}
