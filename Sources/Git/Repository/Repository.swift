/// A Git repository: its objects, its references, its configuration. Nothing that it names is run
/// or fetched, and its work tree is left alone.
package final class Repository: Sendable {
  let backend: any Backend
  private let trees = TreeCache()
  /// The commits whose parents this clone lacks because it is shallow.
  package let shallow: Set<ObjectID>
  /// The remote that has what this partial clone left out.
  package let promisorRemote: String?

  init(_ backend: any Backend, shallow: Set<ObjectID>, promisorRemote: String?) {
    self.backend = backend
    self.shallow = shallow
    self.promisorRemote = promisorRemote
  }

  convenience init(_ backend: any Backend) throws(GitError) {
    self.init(
      backend, shallow: try Self.shallow(in: backend.commonDirectory),
      promisorRemote: try Self.promisor(of: backend))
  }

  /// Opens the repository that `path` is in (a work tree or below it, a linked work tree, a bare
  /// repository), or the one that `GIT_DIR` of the environment names.
  package static func open(
    at path: String = ".", environment: Environment = .process
  ) throws(GitError) -> Repository {
    do {
      return try Repository(LibraryBackend(path: path, environment: environment))
    } catch .unsupportedRepository {
      return try Repository(CommandBackend(path: path, environment: environment))
    }
  }

  /// The directory of this work tree's own data (`.git`), absolute.
  package var gitDirectory: String { backend.gitDirectory }
  /// The directory that all linked work trees share, absolute.
  package var commonDirectory: String { backend.commonDirectory }
  /// The root of the work tree, absolute; nil in a bare repository.
  package var workTree: String? { backend.workTree }

  /// The last value of a key (`section.name`) in all of Git's configuration.
  package func configuration(_ key: String) throws(GitError) -> String? {
    try backend.configuration(key)
  }

  package var isShallow: Bool { !shallow.isEmpty }

  private static func shallow(in directory: String) throws(GitError) -> Set<ObjectID> {
    let files = try DirectoryTree(directory)
    guard let bytes = try files.contents(at: "shallow") else { return [] }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    return Set(lines.compactMap { ObjectID(hex: String(decoding: $0, as: UTF8.self)) })
  }

  private static func promisor(of backend: any Backend) throws(GitError) -> String? {
    if let remote = try backend.configuration("extensions.partialclone") { return remote }
    let flag = try backend.configuration("remote.origin.promisor")
    return flag == "true" ? "origin" : nil
  }
}

extension Repository: ObjectDatabase {
  package var format: ObjectFormat { backend.format }

  package func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    do {
      return try backend.header(of: id)
    } catch {
      throw explain(error)
    }
  }

  package func object(
    _ id: ObjectID, limit: Int
  ) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    do {
      return try backend.object(id, limit: limit)
    } catch {
      throw explain(error)
    }
  }

  package func tree(_ id: ObjectID) throws(GitError) -> Tree {
    try trees.tree(id) { () throws(GitError) in
      try Tree(bytes(of: id, kind: .tree, limit: ObjectLimit.tree), id: id)
    }
  }

  /// Says of a missing object why it is missing.
  private func explain(_ error: GitError) -> GitError {
    guard case .missingObject(let id, .unexplained) = error else { return error }
    if let promisorRemote { return .missingObject(id, .partialClone(remote: promisorRemote)) }
    return isShallow ? .missingObject(id, .shallowClone) : error
  }

  /// The files of a tree, or of a commit's tree.
  package func files(of tree: ObjectID) -> CommitTree { CommitTree(tree, in: self) }
}
