import Diagnostics
import Git
import Synchronization
import Values

/// What renderings of one tree share: its kustomizations by directory, and the files that have no
/// object id to know them by.
final class TreeCache: Sendable {
  struct Found: Sendable {
    var file: SourceFile
    var kustomization: Kustomization
  }

  private let shared: RenderingCache
  private let kustomizations = Mutex<[TreePath: Result<Found, Diagnostic>]>([:])
  private let manifests = Mutex<[TreePath: Result<[Manifest], Diagnostic>]>([:])
  /// Whether a kustomization, or one that it builds on, asks for a schema.
  private let asksForSchema = Mutex<[TreePath: Bool]>([:])

  init(_ shared: RenderingCache) {
    self.shared = shared
  }

  /// The kustomization of the loader's directory.
  func kustomization(of loader: Loader) throws(Diagnostic) -> Found {
    if let known = kustomizations.withLock({ $0[loader.root] }) { return try known.get() }
    let result = Result { () throws(Diagnostic) in
      let file = try loader.kustomizationFile()
      return Found(file: file, kustomization: try shared.kustomization(file))
    }
    kustomizations.withLock { $0[loader.root] = result }
    return try result.get()
  }

  func manifests(of file: SourceFile) throws(Diagnostic) -> [Manifest] {
    guard file.id == nil else { return try shared.manifests(of: file) }
    if let known = manifests.withLock({ $0[file.path] }) { return try known.get() }
    let result = Result { () throws(Diagnostic) in try shared.manifests(of: file) }
    manifests.withLock { $0[file.path] = result }
    return try result.get()
  }

  func asksForSchema(_ loader: Loader) -> Bool {
    if let known = asksForSchema.withLock({ $0[loader.root] }) { return known }
    let answer = findsSchema(loader)
    asksForSchema.withLock { $0[loader.root] = answer }
    return answer
  }

  private func findsSchema(_ loader: Loader) -> Bool {
    guard let kustomization = try? kustomization(of: loader).kustomization else { return false }
    if !kustomization.openAPI.isEmpty { return true }
    return (kustomization.resources + kustomization.components).contains { path in
      // Most resources are files.
      guard loader.isDirectory(path), let directory = try? loader.directory(path) else {
        return false
      }
      return asksForSchema(directory)
    }
  }
}
