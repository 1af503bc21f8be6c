import Diagnostics
import Git
import Values

/// The hash at the end of a generated name (api/hasher/hasher.go).
enum ContentHash {
  static func hash(of root: Node) throws(Diagnostic) -> String {
    let kind = root["kind"]?.text ?? ""
    var json = GoJSON()
    switch kind {
    case "ConfigMap":
      json.write(
        object: fields(root, ["data"], optional: ["binaryData"]) + [
          ("kind", .string("ConfigMap")), ("name", .string("")),
        ])
    case "Secret":
      json.write(
        object: fields(root, ["data", "type"], optional: ["stringData"]) + [
          ("kind", .string("Secret")), ("name", .string("")),
        ])
    default:
      throw Diagnostic(
        code: "kustomize-hash", "the hash of a \(kind.isEmpty ? "object" : kind) is not supported",
        at: root.mark, help: "only ConfigMaps and Secrets have names with a hash")
    }
    return encode(SHA256.hash(of: json.output))
  }

  private static func fields(
    _ root: Node, _ names: [String], optional: [String]
  ) -> [(String, GoJSON.Value)] {
    var fields = names.map { name -> (String, GoJSON.Value) in
      guard let value = root[name] else { return (name, .string("")) }
      return (name, value.isScalar ? .string(value.text) : .node(value))
    }
    for name in optional {
      if let value = root[name], value.isMapping { fields.append((name, .node(value))) }
    }
    return fields
  }

  /// Ten hexadecimal digits, with those replaced that could make a word.
  private static func encode(_ hash: [UInt8]) -> String {
    var text = ""
    for byte in hash.prefix(5) {
      for digit in [byte >> 4, byte & 0xF] {
        switch digit {
        case 0x0: text += "g"
        case 0x1: text += "h"
        case 0x3: text += "k"
        case 0xA: text += "m"
        case 0xE: text += "t"
        default: text += String(digit, radix: 16)
        }
      }
    }
    return text
  }
}
