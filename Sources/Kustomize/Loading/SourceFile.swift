import Diagnostics
import Git
import Synchronization
import Values

/// A file that a kustomization reads. Its bytes are read when they are asked for: what was read
/// under the same id need not be.
struct SourceFile: Sendable {
  let entry: FileEntry
  private let tree: any FileTree
  private let lineCache = LineCache()

  init(_ entry: FileEntry, in tree: any FileTree) {
    self.entry = entry
    self.tree = tree
  }

  var path: TreePath { entry.path }
  var id: ObjectID? { entry.id }
  var source: Source { Source(path: path.text) }

  /// The lines, without their ends; none where the file cannot be read.
  var lines: [ArraySlice<UInt8>] {
    lineCache.lines.withLock { cached in
      if let cached { return cached }
      let lines = ((try? bytes()) ?? []).split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      cached = lines
      return lines
    }
  }

  /// Shared by the copies, so that the lines are found once.
  private final class LineCache: Sendable {
    let lines = Mutex<[ArraySlice<UInt8>]?>(nil)
  }

  func bytes() throws(Diagnostic) -> [UInt8] {
    do {
      return try tree.contents(of: entry)
    } catch {
      throw error.diagnostic.located(at: Mark(source: source, line: 1, column: 1))
    }
  }
}
