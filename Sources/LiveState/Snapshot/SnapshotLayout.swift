import Git
import Resources

/// Where things stand in the tree of a snapshot:
///
///     snapshot.json                                       SnapshotContents
///     objects/<group>/<kind>/<namespace>/<name>.json      one object each
///     index/namespaces/<namespace>                        the kinds that a namespace holds
///     index/owners/<two digits>                           who owns what, in 256 parts
///
/// `core` stands for the core group and `_` for cluster scope.
enum SnapshotLayout {
  static let version: Int64 = 1
  static let contents: TreePath = "snapshot.json"

  static func kind(_ group: String, _ kind: String) -> TreePath {
    TreePath("objects/\(encode(group.isEmpty ? "core" : group))/\(encode(kind))")
  }

  static func directory(_ group: String, _ kind: String, _ namespace: String?) -> TreePath {
    self.kind(group, kind).appending(encode(namespace ?? "_"))
  }

  static func file(_ name: String) -> String { encode(name) + ".json" }

  static func object(_ identity: ResourceIdentity) -> TreePath {
    directory(identity.group, identity.kind, identity.namespace).appending(file(identity.name))
  }

  static func namespaceIndex(_ namespace: String?) -> TreePath {
    TreePath("index/namespaces").appending(encode(namespace ?? "_"))
  }

  static func ownerIndex(_ owner: ResourceIdentity) -> TreePath {
    TreePath("index/owners").appending(ownerPart(owner))
  }

  /// The part of the owners' index that an owner stands in.
  static func ownerPart(_ owner: ResourceIdentity) -> String {
    // FNV-1a.
    var hash: UInt32 = 0x811c_9dc5
    for byte in text(owner).utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    let digits = Array("0123456789abcdef")
    let part = Int((hash ^ hash >> 16) & 0xFF)
    return "\(digits[part >> 4])\(digits[part & 15])"
  }

  // MARK: Names

  /// A name as a tree can hold it on every system: what is not plain stands as `%` and two digits,
  /// which names of Kubernetes never contain.
  static func encode(_ name: String) -> String {
    var text = ""
    var isFirst = true
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: ":"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: ".") where !isFirst: text += "."
      default:
        text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
      isFirst = false
    }
    return text.isEmpty ? "%" : text
  }

  static func decode(_ text: some Collection<UInt8>) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { continue }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// An identity as a word of an index.
  static func text(_ identity: ResourceIdentity) -> String {
    [
      identity.group.isEmpty ? "core" : identity.group, identity.kind, identity.namespace ?? "_",
      identity.name,
    ].map(encode).joined(separator: "/")
  }

  static func identity(_ text: some Collection<UInt8>) -> ResourceIdentity? {
    let parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { decode($0) }
    guard parts.count == 4 else { return nil }
    return ResourceIdentity(
      group: parts[0] == "core" ? "" : parts[0], kind: parts[1],
      namespace: parts[2] == "_" ? nil : parts[2], name: parts[3])
  }
}
