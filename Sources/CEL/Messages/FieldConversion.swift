/// The values that fields of messages take ("Protocol buffer data conversion").
enum FieldConversion {
  static func convert(_ value: Value, to kind: MessageDescriptor.Kind) -> Value {
    switch (kind, value) {
    case (.int32, .int(let int)), (.enumeration, .int(let int)):
      Int32(exactly: int) == nil ? .error("int32 overflow") : value
    case (.enumeration("google.protobuf.NullValue"), .null): .int(0)
    case (.int64, .int), (.uint64, .uint), (.double, .double), (.bool, .bool): value
    case (.string, .string), (.string, .text), (.bytes, .bytes): value
    case (.uint32, .uint(let uint)):
      UInt32(exactly: uint) == nil ? .error("uint32 overflow") : value
    case (.float, .double(let double)): .double(Double(Float(double)))
    case (.message(let name), _): message(value, name)
    default: mismatch(value, kind.type.description)
    }
  }

  private static func mismatch(_ value: Value, _ type: String) -> Value {
    .error("unsupported field type: \(value.type.runtimeName) for \(type)")
  }

  private static func message(_ value: Value, _ name: String) -> Value {
    if case .object(let object) = value, object.type.runtimeName == name { return value }
    guard let type = WellKnownTypes.type(named: name) else { return mismatch(value, name) }
    switch type {
    case .any: return value
    case .dyn: return JSONConversion.convert(value) ?? mismatch(value, name)
    case .list:
      return value.isList
        ? JSONConversion.convert(value) ?? mismatch(value, name)
        : mismatch(value, name)
    case .map:
      if value.keys?.contains(where: { $0.string == nil }) ?? false {
        return .error("bad key type: a Struct has keys of type string")
      }
      return value.isMap
        ? JSONConversion.convert(value) ?? mismatch(value, name)
        : mismatch(value, name)
    case .wrapper: return WellKnownTypes.wrapped(name).map { convert(value, to: $0) } ?? value
    default: return value.fits(type) ? value : mismatch(value, name)
    }
  }

  static func list(_ value: Value, of kind: MessageDescriptor.Kind) -> Value {
    guard let elements = value.elements else { return mismatch(value, "list") }
    var result: [Value] = []
    for element in elements where !(element.isNull && kind.dropsNull) {
      let converted = convert(element, to: kind)
      if case .error = converted { return converted }
      result.append(converted)
    }
    return .list(result)
  }

  static func map(
    _ value: Value, _ key: MessageDescriptor.Kind, _ kind: MessageDescriptor.Kind
  ) -> Value {
    guard let entries = value.entries else { return mismatch(value, "map") }
    var result: [MapValue.Entry] = []
    for entry in entries where !(entry.value.isNull && kind.dropsNull) {
      let key = convert(entry.key, to: key)
      let value = convert(entry.value, to: kind)
      if case .error = key { return key }
      if case .error = value { return value }
      result.append(MapValue.Entry(key: key, value: value))
    }
    return .map(MapValue(entries: result))
  }
}

extension MessageDescriptor.Kind {
  /// Whether a collection of this kind leaves out nulls.
  fileprivate var dropsNull: Bool {
    guard case .message(let name) = self else { return false }
    switch WellKnownTypes.type(named: name) {
    case .wrapper, .timestamp, .duration: return true
    default: return false
    }
  }
}

/// Values as JSON has them: `google.protobuf.Value`, `ListValue` and `Struct`.
enum JSONConversion {
  /// The largest integer up to which every one is a double of its own.
  private static let exact: Int64 = 9_007_199_254_740_991

  /// Nil for what JSON cannot hold.
  static func convert(_ value: Value) -> Value? {
    var size = 0
    return convert(value, &size)
  }

  private static func convert(_ value: Value, _ size: inout Int) -> Value? {
    size += 1
    guard size < 1_000_000 else { return nil }
    switch value {
    case .null, .bool, .double, .string, .text: return value
    case .int(let int):
      return int.magnitude <= UInt64(exact) ? .double(Double(int)) : .string(String(int))
    case .uint(let uint):
      return uint <= UInt64(exact) ? .double(Double(uint)) : .string(String(uint))
    case .bytes(let bytes): return .string(Base64.encode(bytes))
    case .timestamp(let timestamp): return .string(timestamp.utcDescription)
    case .duration(let duration): return .string(duration.description)
    case .object(let object) where object.type.runtimeName == "google.protobuf.Empty":
      return .map(.empty)
    case .object(let object) where object.type.runtimeName == "google.protobuf.FieldMask":
      let paths = object.field("paths")?.elements?.compactMap(\.string) ?? []
      return .string(paths.joined(separator: ","))
    default: break
    }
    if let elements = value.elements {
      var converted: [Value] = []
      for element in elements {
        guard let value = convert(element, &size) else { return nil }
        converted.append(value)
      }
      return .list(converted)
    }
    guard let entries = value.entries else { return nil }
    var result: [MapValue.Entry] = []
    for entry in entries {
      guard let key = StandardLibrary.string(entry.key).string,
        let value = convert(entry.value, &size)
      else { return nil }
      result.append(MapValue.Entry(key: .string(key), value: value))
    }
    return .map(MapValue(entries: result))
  }
}
