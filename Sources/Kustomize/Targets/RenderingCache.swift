import Diagnostics
import Documents
import Git
import Values

/// What renderings of several trees share: a file is read once under its object id and path, in
/// whichever of the trees it stands.
package final class RenderingCache: Sendable {
  private struct Key: Hashable {
    var id: ObjectID
    var path: TreePath
  }

  private let manifests = OnceByKey<Key, Result<[Manifest], Diagnostic>>()
  private let kustomizations = OnceByKey<Key, Result<Kustomization, Diagnostic>>()

  package init() {}

  func manifests(of file: SourceFile) throws(Diagnostic) -> [Manifest] {
    guard let id = file.id else { return try Self.readManifests(file) }
    return try manifests.value(of: Key(id: id, path: file.path)) {
      Result { () throws(Diagnostic) in try Self.readManifests(file) }
    }.get()
  }

  func kustomization(_ file: SourceFile) throws(Diagnostic) -> Kustomization {
    guard let id = file.id else { return try Self.readKustomization(file) }
    return try kustomizations.value(of: Key(id: id, path: file.path)) {
      Result { () throws(Diagnostic) in try Self.readKustomization(file) }
    }.get()
  }

  private static func readManifests(_ file: SourceFile) throws(Diagnostic) -> [Manifest] {
    try ManifestReader.read(try file.bytes(), from: file.source)
  }

  private static func readKustomization(_ file: SourceFile) throws(Diagnostic) -> Kustomization {
    guard
      let document = try ConfigurationReader.document(try file.bytes(), from: file.source)
    else {
      throw Diagnostic(
        code: "kustomization-empty", "kustomization.yaml is empty",
        at: Mark(source: file.source, line: 1, column: 1))
    }
    return try Kustomization(document.root)
  }
}
