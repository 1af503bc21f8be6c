import Glibc

/// The environment variables by which Git names a repository. A hook runs with them set: with
/// `GIT_DIR`, and before a push is accepted with the directories of the quarantined objects.
package struct Environment: Sendable {
  private let variables: [String: String]

  package init(_ variables: [String: String] = [:]) {
    self.variables = variables
  }

  /// The variables of this process that matter here.
  package static var process: Environment {
    var variables: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return Environment(variables)
  }

  package subscript(name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

  var gitDirectory: String? { self["GIT_DIR"] }
  var objectDirectory: String? { self["GIT_OBJECT_DIRECTORY"] }

  /// Further object directories, separated by colons; one in double quotes is written with C's
  /// escapes.
  var alternateObjectDirectories: [String] {
    guard let list = self["GIT_ALTERNATE_OBJECT_DIRECTORIES"] else { return [] }
    var directories: [String] = []
    var rest = Array(list.utf8)[...]
    while let first = rest.first {
      if first == UInt8(ascii: ":") {
        rest.removeFirst()
      } else if first == UInt8(ascii: "\"") {
        rest.removeFirst()
        directories.append(String(decoding: Self.unquote(&rest), as: UTF8.self))
      } else {
        let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
        directories.append(String(decoding: rest[..<end], as: UTF8.self))
        rest = rest[end...]
      }
    }
    return directories.filter { !$0.isEmpty }
  }

  private static func unquote(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let escapes: [UInt8: UInt8] = [
      UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10,
      UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    ]
    var bytes: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      if (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(escaped) {
        var value = escaped - UInt8(ascii: "0")
        for _ in 0..<2 {
          guard let digit = rest.popFirst() else { break }
          value = value &* 8 &+ (digit &- UInt8(ascii: "0"))
        }
        bytes.append(value)
      } else {
        bytes.append(escapes[escaped] ?? escaped)
      }
    }
    return bytes
  }

  /// What a `git` that is run in our name must see of them.
  var repositoryVariables: [(name: String, value: String)] {
    Self.names.compactMap { name in self[name].map { (name, $0) } }
  }

  private static let names = [
    "GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
  ]
}
