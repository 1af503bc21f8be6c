import Git
import Values

/// A file that a kustomization reads.
struct SourceFile: Sendable {
  var path: TreePath
  var id: ObjectID?
  var bytes: [UInt8]

  var source: Source { Source(path: path.text) }
}
