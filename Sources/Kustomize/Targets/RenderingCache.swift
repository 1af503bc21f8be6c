import Diagnostics
import Documents
import Git
import Synchronization
import Values

/// What renderings share: files that were read, and kustomizations that were rendered.
///
/// A file is read once under its object id, in whichever tree it stands. A kustomization is rendered
/// once in a tree, however many others refer to it.
package final class RenderingCache: Sendable {
  private struct FileKey: Hashable {
    var id: ObjectID
    var path: TreePath
  }

  private let files = Mutex<[FileKey: Result<[Manifest], Diagnostic>]>([:])
  private let kustomizations = Mutex<[FileKey: Result<Kustomization, Diagnostic>]>([:])

  package init() {}

  func manifests(of file: SourceFile) throws(Diagnostic) -> [Manifest] {
    guard let id = file.id else {
      return try ManifestReader.read(file.bytes, from: file.source)
    }
    let key = FileKey(id: id, path: file.path)
    if let known = files.withLock({ $0[key] }) { return try known.get() }
    let result = Result { () throws(Diagnostic) in
      try ManifestReader.read(file.bytes, from: file.source)
    }
    files.withLock { $0[key] = result }
    return try result.get()
  }

  func kustomization(_ file: SourceFile) throws(Diagnostic) -> Kustomization {
    guard let id = file.id else { return try Self.read(file) }
    let key = FileKey(id: id, path: file.path)
    if let known = kustomizations.withLock({ $0[key] }) { return try known.get() }
    let result = Result { () throws(Diagnostic) in try Self.read(file) }
    kustomizations.withLock { $0[key] = result }
    return try result.get()
  }

  private static func read(_ file: SourceFile) throws(Diagnostic) -> Kustomization {
    guard let document = try ConfigurationReader.document(file.bytes, from: file.source) else {
      throw Diagnostic(
        code: "kustomization-empty", "kustomization.yaml is empty",
        at: Mark(source: file.source, line: 1, column: 1))
    }
    return try Kustomization(document.root)
  }
}
