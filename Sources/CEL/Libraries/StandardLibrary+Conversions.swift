extension StandardLibrary {
  /// `int`, `string` and the like ("Standard definitions", "Type conversions").
  static let conversionFunctions: [Function] = [
    Function("dyn", Overload("to_dyn", .parameter("A"), .dyn) { $0 }),
    Function(
      "bool",
      Overload("bool_to_bool", .bool, .bool) { $0 },
      Overload("string_to_bool", .string, .bool) { value in
        value.string.flatMap { booleans[$0] }.map { .bool($0) } ?? failure(value, "bool")
      }),
    Function(
      "bytes",
      Overload("bytes_to_bytes", .bytes, .bytes) { $0 },
      Overload("string_to_bytes", .string, .bytes) { value in
        .bytes(value.withUTF8 { Array($0) } ?? [])
      }),
    Function(
      "double",
      Overload("double_to_double", .double, .double) { $0 },
      Overload("int64_to_double", .int, .double, unary: double),
      Overload("string_to_double", .string, .double, unary: double),
      Overload("uint64_to_double", .uint, .double, unary: double)),
    Function(
      "int",
      Overload("int64_to_int64", .int, .int) { $0 },
      Overload("double_to_int64", .double, .int, unary: int),
      Overload("duration_to_int64", .duration, .int, unary: int),
      Overload("string_to_int64", .string, .int, unary: int),
      Overload("timestamp_to_int64", .timestamp, .int, unary: int),
      Overload("uint64_to_int64", .uint, .int, unary: int)),
    Function(
      "uint",
      Overload("uint64_to_uint64", .uint, .uint) { $0 },
      Overload("double_to_uint64", .double, .uint, unary: uint),
      Overload("int64_to_uint64", .int, .uint, unary: uint),
      Overload("string_to_uint64", .string, .uint, unary: uint)),
    Function(
      "string",
      Overload("string_to_string", .string, .string) { $0 },
      Overload("bool_to_string", .bool, .string, unary: string),
      Overload("bytes_to_string", .bytes, .string, unary: string),
      Overload("double_to_string", .double, .string, unary: string),
      Overload("duration_to_string", .duration, .string, unary: string),
      Overload("int64_to_string", .int, .string, unary: string),
      Overload("timestamp_to_string", .timestamp, .string, unary: string),
      Overload("uint64_to_string", .uint, .string, unary: string)),
    Function(
      "duration",
      Overload("duration_to_duration", .duration, .duration) { $0 },
      Overload("int64_to_duration", .int, .duration) {
        .duration(Duration(nanoseconds: $0.int ?? 0))
      },
      Overload("string_to_duration", .string, .duration) { value in
        value.string.flatMap { Duration($0) }.map { .duration($0) }
          ?? failure(value, "google.protobuf.Duration")
      }),
    Function(
      "timestamp",
      Overload("timestamp_to_timestamp", .timestamp, .timestamp) { $0 },
      Overload("int64_to_timestamp", .int, .timestamp) { value in
        value.int.flatMap { Timestamp(seconds: $0) }.map { .timestamp($0) }
          ?? .error("timestamp overflow")
      },
      Overload("string_to_timestamp", .string, .timestamp) { value in
        value.string.flatMap { Timestamp($0) }.map { .timestamp($0) }
          ?? failure(value, "google.protobuf.Timestamp")
      }),
  ]

  private static let booleans: [String: Bool] = [
    "1": true, "t": true, "T": true, "true": true, "TRUE": true, "True": true,
    "0": false, "f": false, "F": false, "false": false, "FALSE": false, "False": false,
  ]

  private static func failure(_ value: Value, _ type: String) -> Value {
    .error("type conversion error from '\(value.type.runtimeName)' to '\(type)'")
  }

  private static func double(_ value: Value) -> Value {
    switch value {
    case .int(let int): .double(Double(int))
    case .uint(let uint): .double(Double(uint))
    default: value.string.flatMap(parseDouble).map { .double($0) } ?? failure(value, "double")
    }
  }

  /// As Go's `strconv.ParseFloat`: what is too large is an error, not infinity.
  private static func parseDouble(_ text: String) -> Double? {
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.dropFirst()) : text
    let word = digits.lowercased()
    if ["inf", "infinity", "nan"].contains(word) { return Double(text) }
    guard let first = word.utf8.first, first.isDigit || first == UInt8(ascii: "."),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }

  private static func int(_ value: Value) -> Value {
    switch value {
    case .double(let double):
      guard double > -0x1p63, double < 0x1p63 else { return .error("integer overflow") }
      return .int(Int64(double))
    case .uint(let uint):
      return Int64(exactly: uint).map { .int($0) } ?? .error("integer overflow")
    case .duration(let duration): return .int(duration.nanoseconds)
    case .timestamp(let timestamp): return .int(timestamp.seconds)
    default: return value.string.flatMap { Int64($0) }.map { .int($0) } ?? failure(value, "int")
    }
  }

  private static func uint(_ value: Value) -> Value {
    switch value {
    case .double(let double):
      guard double >= 0, double < 0x1p64 else { return .error("unsigned integer overflow") }
      return .uint(UInt64(double))
    case .int(let int):
      return UInt64(exactly: int).map { .uint($0) } ?? .error("unsigned integer overflow")
    default:
      guard let text = value.string, text.utf8.first?.isDigit ?? false, let uint = UInt64(text)
      else { return failure(value, "uint") }
      return .uint(uint)
    }
  }

  static func string(_ value: Value) -> Value {
    switch value {
    case .bool(let bool): .string(String(bool))
    case .int(let int): .string(String(int))
    case .uint(let uint): .string(String(uint))
    case .double(let double): .string(GoNumber.general(double))
    case .timestamp(let timestamp): .string(timestamp.description)
    case .duration(let duration): .string(duration.description)
    case .bytes(let bytes):
      String(validating: bytes, as: UTF8.self).map { .string($0) }
        ?? .error("invalid UTF-8 in bytes, cannot convert to string")
    default: value
    }
  }
}
