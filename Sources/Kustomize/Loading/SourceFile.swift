import Diagnostics
import Git
import Values

/// A file that a kustomization reads. Its bytes are read when they are asked for: what was read
/// under the same id need not be.
struct SourceFile: Sendable {
  let entry: FileEntry
  private let tree: any FileTree

  init(_ entry: FileEntry, in tree: any FileTree) {
    self.entry = entry
    self.tree = tree
  }

  var path: TreePath { entry.path }
  var id: ObjectID? { entry.id }
  var source: Source { Source(path: path.text) }

  func bytes() throws(Diagnostic) -> [UInt8] {
    do {
      return try tree.contents(of: entry)
    } catch {
      throw error.diagnostic.located(at: Mark(source: source, line: 1, column: 1))
    }
  }
}
