package import Diagnostics
package import Git

/// A reference that a push creates, moves or deletes, as Git tells a hook on its standard input.
package struct PushedReference: Hashable, Sendable {
  /// The full name on the receiving side.
  package var name: String
  /// Nil where the receiver has none yet.
  package var old: ObjectID?
  /// Nil where it is deleted.
  package var new: ObjectID?

  package init(name: String, old: ObjectID?, new: ObjectID?) {
    self.name = name
    self.old = old
    self.new = new
  }

  /// The name for people.
  package var title: String { TreePath.text(of: Array(name.utf8)) }

  /// The input of `pre-push`: `<local name> <local id> <remote name> <remote id>` a line.
  package static func ofPrePush(_ input: [UInt8]) throws(Diagnostic) -> [PushedReference] {
    try parse(input, hook: "pre-push", words: 4) { words in (words[2], words[3], words[1]) }
  }

  /// The input of `pre-receive`: `<old id> <new id> <name>` a line.
  package static func ofPreReceive(_ input: [UInt8]) throws(Diagnostic) -> [PushedReference] {
    try parse(input, hook: "pre-receive", words: 3) { words in (words[2], words[0], words[1]) }
  }

  private static func parse(
    _ input: [UInt8], hook: String, words count: Int,
    _ pick: ([Substring]) -> (name: Substring, old: Substring, new: Substring)
  ) throws(Diagnostic) -> [PushedReference] {
    var references: [PushedReference] = []
    for (index, line) in input.split(separator: UInt8(ascii: "\n")).enumerated() {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      // A local name may be an expression, but Git lets none have a space.
      guard words.count == count, let old = ObjectID(hex: pick(words).old),
        let new = ObjectID(hex: pick(words).new)
      else {
        throw Diagnostic(
          .error, code: "unusable-hook-input",
          "line \(index + 1) of the standard input is not what Git gives to \(hook)",
          help: "Git runs this command; to check two commits: git vet check <base> <head>")
      }
      references.append(
        PushedReference(
          name: String(pick(words).name), old: old.isZero ? nil : old,
          new: new.isZero ? nil : new))
    }
    return references
  }
}
