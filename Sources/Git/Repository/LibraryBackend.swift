import CGit2
import Glibc

/// A repository read by libgit2.
final class LibraryBackend: Backend {
  let format = ObjectFormat.sha1
  let repository: Handle
  private let database: Handle
  let gitDirectory: String
  let commonDirectory: String
  let workTree: String?
  private let objectDirectory: String

  /// Opens the repository that `path` is in, or the one that the environment names.
  init(path: String, environment: Environment) throws(GitError) {
    try Library.start()
    var pointer: OpaquePointer?
    let named = environment.gitDirectory
    let flags =
      named == nil
      ? 0
      : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue
    let location = Self.absolute(named ?? path, from: path)
    let code = Library.trusting(named != nil) {
      git_repository_open_ext(&pointer, location, flags, environment["GIT_CEILING_DIRECTORIES"])
    }
    guard code == 0, let pointer else {
      throw Self.openingError(code, path: location)
    }
    repository = Handle(pointer, free: git_repository_free)
    gitDirectory = Self.string(git_repository_path(pointer)) ?? location
    commonDirectory = Self.string(git_repository_commondir(pointer)) ?? gitDirectory
    workTree = Self.string(git_repository_workdir(pointer))
    objectDirectory =
      environment.objectDirectory.map { Self.absolute($0, from: path) }
      ?? commonDirectory + "/objects"
    // As with Git, an alternate that is not there is no error.
    database = try ObjectDirectories.open(
      objectDirectory,
      alternates: environment.alternateObjectDirectories.map { Self.absolute($0, from: path) })
    git_repository_set_odb(pointer, database.pointer)
  }

  private static func openingError(_ code: Int32, path: String) -> GitError {
    let (message, kind) = Library.lastError()
    if code == GIT_EOWNER.rawValue || message.contains("safe.directory") {
      return .foreignOwner(path: ownedDirectory(in: message) ?? path)
    }
    if code == GIT_ENOTFOUND.rawValue { return .notARepository(path: path) }
    if kind == Int32(GIT_ERROR_REPOSITORY.rawValue) {
      return .unsupportedRepository(path: path, reason: message)
    }
    return .inputOutput(path: path, reason: message)
  }

  /// The library names the directory in `repository path '/x/' is not owned by current user`.
  private static func ownedDirectory(in message: String) -> String? {
    let parts = message.split(separator: "'", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[1].hasPrefix("/") else { return nil }
    return parts[1].count > 1 && parts[1].hasSuffix("/")
      ? String(parts[1].dropLast()) : String(parts[1])
  }

  private static func absolute(_ path: String, from directory: String) -> String {
    path.hasPrefix("/") || directory == "." || path == directory ? path : "\(directory)/\(path)"
  }

  private static func string(_ pointer: UnsafePointer<CChar>?) -> String? {
    guard let pointer else { return nil }
    let path = String(cString: pointer)
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    var size = 0
    var type = GIT_OBJECT_INVALID
    var oid = id.library
    let code = git_odb_read_header(&size, &type, database.pointer, &oid)
    guard code == 0, let kind = ObjectKind(type) else { throw readingError(code, id) }
    return (kind, size)
  }

  func object(_ id: ObjectID, limit: Int) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    let (_, size) = try header(of: id)
    guard size <= limit else { throw .objectTooLarge(id, size: size, limit: limit) }
    var pointer: OpaquePointer?
    var oid = id.library
    let code = git_odb_read(&pointer, database.pointer, &oid)
    guard code == 0, let pointer else { throw readingError(code, id) }
    defer { git_odb_object_free(pointer) }
    guard let kind = ObjectKind(git_odb_object_type(pointer)) else {
      throw .corruptObject(id, reason: "of no known kind")
    }
    let bytes = UnsafeRawBufferPointer(
      start: git_odb_object_data(pointer), count: git_odb_object_size(pointer))
    return (kind, Array(bytes))
  }

  private func readingError(_ code: Int32, _ id: ObjectID) -> GitError {
    let message = Library.lastError().message
    return code == GIT_ENOTFOUND.rawValue
      ? .missingObject(id, .unexplained) : .corruptObject(id, reason: message)
  }

  func resolve(_ revision: String) throws(GitError) -> ObjectID {
    if let id = ObjectID(hex: revision), id.format == format, isPresent(id) { return id }
    var pointer: OpaquePointer?
    let code = git_revparse_single(&pointer, repository.pointer, revision)
    guard code == 0, let pointer else {
      switch code {
      case GIT_EAMBIGUOUS.rawValue: throw .ambiguousRevision(revision)
      case GIT_EUNBORNBRANCH.rawValue: throw .unborn(revision)
      case GIT_ENOTFOUND.rawValue, GIT_EINVALIDSPEC.rawValue:
        if revision == "HEAD" || revision == "@",
          git_repository_head_unborn(repository.pointer) == 1
        {
          throw .unborn("HEAD")
        }
        throw .unknownRevision(revision)
      default: throw .unknownRevision(revision)
      }
    }
    defer { git_object_free(pointer) }
    guard let id = git_object_id(pointer) else { throw .unknownRevision(revision) }
    return ObjectID(id.pointee)
  }

  private func isPresent(_ id: ObjectID) -> Bool {
    var oid = id.library
    return git_odb_exists(database.pointer, &oid) == 1
  }

  func write(_ bytes: [UInt8], kind: ObjectKind) throws(GitError) -> ObjectID {
    var id = git_oid()
    let code = git_odb_write(&id, database.pointer, bytes, bytes.count, kind.library)
    guard code == 0 else {
      throw .inputOutput(path: gitDirectory, reason: Library.lastError().message)
    }
    return ObjectID(id)
  }

  func makeStorage() throws(GitError) -> any ObjectStorage {
    try LibraryStorage(gitDirectory: gitDirectory, objectDirectory: objectDirectory)
  }

  func configuration(_ key: String) throws(GitError) -> String? {
    var pointer: OpaquePointer?
    guard git_repository_config_snapshot(&pointer, repository.pointer) == 0, let pointer else {
      throw .inputOutput(path: gitDirectory, reason: Library.lastError().message)
    }
    defer { git_config_free(pointer) }
    var value: UnsafePointer<CChar>?
    guard git_config_get_string(&value, pointer, key) == 0, let value else { return nil }
    return String(cString: value)
  }
}
