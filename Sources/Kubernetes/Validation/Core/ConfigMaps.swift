import Values

enum ConfigMaps {
  static let sizeLimit = 1024 * 1024

  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain, validate) { new, old in
    if old["immutable"].bool {
      let message = "field is immutable when `immutable` is set"
      if !new["immutable"].bool { new["immutable"].forbidden(message) }
      for name in ["data", "binaryData"] where !new[name].says(old[name]) {
        new[name].forbidden(message)
      }
    }
    Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
    validate(new)
  }

  private static func validate(_ object: Field) {
    let (data, binary) = (object["data"], object["binaryData"])
    var size = 0
    for entry in data.node?.entries ?? Document().root.entries {
      if !entry.key.withTextBytes({ Format.configMapKey.accepts($0) }) {
        data.key(entry.name).beside(entry.key).check(.configMapKey)
      }
      if binary.node?[entry.name] != nil {
        data.key(entry.name).beside(entry.key).invalid("duplicate of key present in binaryData")
      }
      size += entry.value.withTextBytes(\.count)
    }
    for entry in binary.node?.entries ?? Document().root.entries {
      binary.key(entry.name).beside(entry.key).check(.configMapKey)
      size += entry.value.withTextBytes { Base64.decodedCount($0) }
    }
    if size > sizeLimit { object.tooLong(sizeLimit) }
  }
}

/// Standard base64, as `encoding/json` keeps bytes.
enum Base64 {
  /// How many bytes a valid text stands for.
  static func decodedCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    text.count / 4 * 3 - text.suffix(2).filter { $0 == UInt8(ascii: "=") }.count
  }

  static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var buffer: UInt32 = 0
    var bits = 0
    for byte in text where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="): continue
      default: return nil
      }
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return bytes
  }

  static func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var group: UInt32 = 0
      for offset in 0..<3 {
        group = group << 8 | (offset < count ? UInt32(bytes[index + offset]) : 0)
      }
      for offset in 0..<4 {
        let shift = UInt32(18 - 6 * offset)
        text.append(
          offset <= count ? alphabet[Int(group >> shift & 63)] : UInt8(ascii: "="))
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
