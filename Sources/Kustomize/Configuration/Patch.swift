import Diagnostics
import Values

/// An entry of `patches` or `patchesJson6902`.
struct Patch: Sendable {
  var path: Text?
  var patch: Text?
  var target: Selector?
  var allowsNameChange = false
  var allowsKindChange = false
  var mark: Mark?

  static let fields = ["path", "patch", "target", "options"]

  init(_ reader: ObjectReader, inline: String = "patch") throws(Diagnostic) {
    path = try reader.text("path")
    patch = try reader.text(inline)
    target = try reader.selector("target")
    if let options = try reader.object("options", known: ["allowNameChange", "allowKindChange"]) {
      allowsNameChange = try options.bool("allowNameChange")
      allowsKindChange = try options.bool("allowKindChange")
    }
    mark = reader.mark
  }
}
