import Diagnostics
import Values

/// A comment behind a field that gives its schema: `containers: # {"items": {"$ref": …}, …}`. Kustomize
/// merges the field by it (kyaml/openapi, `SchemaForResourceType` beside comments); here comments are
/// not kept, so that what such a file says is left out rather than merged otherwise.
enum SchemaComment {
  private static let hash = UInt8(ascii: "#")
  private static let brace = UInt8(ascii: "{")
  private static let newline = UInt8(ascii: "\n")
  private static let keywords = [
    Array("\"x-kubernetes-patch-".utf8), Array("\"$ref\"".utf8),
  ]

  /// - Throws: at the first such comment.
  static func refuse(in bytes: [UInt8], _ source: Source) throws(Diagnostic) {
    var rest = bytes[...]
    while let start = rest.firstIndex(of: hash) {
      rest = rest[(start + 1)...]
      // Within a word it begins no comment.
      guard start == 0 || bytes[start - 1] <= 0x20, isSchema(rest.prefix { $0 != newline }) else {
        continue
      }
      let before = bytes[..<start]
      let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
      throw Diagnostic(
        code: "kustomize-schema-comment",
        "a comment gives the schema of a field, which is not followed here",
        at: Mark(
          source: source, line: before.count { $0 == newline } + 1,
          column: start - lineStart + 1),
        help: "give the schema with the field `openapi` of the kustomization")
    }
  }

  private static func isSchema(_ comment: ArraySlice<UInt8>) -> Bool {
    guard comment.first(where: { $0 > 0x20 }) == brace else { return false }
    return keywords.contains { keyword in
      comment.indices.contains { comment[$0...].starts(with: keyword) }
    }
  }
}
