/// What a reader accepts before it refuses the text, each limit with an error of its own.
package struct Limits: Sendable {
  /// Containers inside one another.
  package var depth = 512
  /// Size of the whole text.
  package var bytes = 64 << 20
  /// Nodes of one document, those that aliases add included.
  package var nodes = 4_000_000
  /// Size of one scalar.
  package var scalarBytes = 16 << 20
  /// Nodes that the aliases of one document expand to.
  package var aliasedNodes = 250_000
  /// The brackets that are open, summed over all tokens of a YAML text: its parser takes as long.
  package var flowWork = 100_000_000
  /// Problems reported of one text; the rest of it is not read.
  package var problems = 100

  package init() {}

  package static let standard = Limits()
}
