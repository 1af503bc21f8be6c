import CPolicyPacks
package import Values

/// The policies that ship with the tool: the files of `Policies/`, inside the binary.
package struct PolicyPack: Sendable {
  /// `change-safety`; a configuration names it `builtin:change-safety`.
  package let name: String
  package let files: [File]

  package struct File: Sendable {
    package let source: Source
    package let bytes: [UInt8]
  }

  /// How a configuration refers to a pack.
  package static let prefix = "builtin:"

  package static var all: [PolicyPack] {
    var packs: [String: [File]] = [:]
    for index in 0..<policy_file_count() {
      let file = policy_file_at(index)
      let path = String(cString: file.path)
      let name = String(path.prefix { $0 != "/" })
      packs[name, default: []].append(
        File(
          source: Source(path: "\(prefix)\(path)"),
          bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.size))))
    }
    return packs.keys.sorted().map { PolicyPack(name: $0, files: packs[$0] ?? []) }
  }

  package static func named(_ name: String) -> PolicyPack? {
    all.first { $0.name == name }
  }
}
