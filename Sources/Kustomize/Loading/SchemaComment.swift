import Diagnostics
import Values

/// A comment behind a field that gives its schema: `containers: # {"items": {"$ref": …}, …}`. Kustomize
/// merges the field by it (kyaml/openapi, `SchemaForResourceType` beside comments); here comments are
/// not kept, so that what such a file says is left out rather than merged otherwise.
enum SchemaComment {
  private static let hash = UInt8(ascii: "#")
  private static let brace = UInt8(ascii: "{")
  private static let keywords = [
    Array("\"x-kubernetes-patch-".utf8), Array("\"$ref\"".utf8),
  ]

  /// - Throws: at the first such comment.
  static func refuse(in bytes: [UInt8], _ source: Source) throws(Diagnostic) {
    var line = 1
    var index = 0
    while index < bytes.count {
      let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if let start = bytes[index..<end].firstIndex(of: hash), isSchema(bytes[(start + 1)..<end]) {
        throw Diagnostic(
          code: "kustomize-schema-comment",
          "a comment gives the schema of a field, which is not followed here",
          at: Mark(source: source, line: line, column: start - index + 1),
          help: "give the schema with the field `openapi` of the kustomization")
      }
      index = end + 1
      line += 1
    }
  }

  private static func isSchema(_ comment: ArraySlice<UInt8>) -> Bool {
    guard comment.first(where: { $0 > 0x20 }) == brace else { return false }
    return keywords.contains { keyword in
      comment.indices.contains { comment[$0...].starts(with: keyword) }
    }
  }
}
