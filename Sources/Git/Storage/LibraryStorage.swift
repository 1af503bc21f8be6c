import CGit2
import Glibc

/// Collects objects in memory and packs them, so that a hundred thousand of them are a few files.
final class LibraryStorage: ObjectStorage {
  // A handle of its own: what is collected must not show in the repository before it is packed.
  private let repository: Handle
  private let database: Handle
  private let memory: UnsafeMutablePointer<git_odb_backend>
  private let objectDirectory: String
  private var packer: Handle?
  private var pending = 0
  private var bytes = 0
  private var known = Set<ObjectID>()

  init(gitDirectory: String, objectDirectory: String) throws(GitError) {
    self.objectDirectory = objectDirectory
    var pointer: OpaquePointer?
    let code = Library.trusting(true) { git_repository_open(&pointer, gitDirectory) }
    guard code == 0, let pointer else { throw Self.failure(gitDirectory) }
    repository = Handle(pointer, free: git_repository_free)
    database = try ObjectDirectories.open(objectDirectory, alternates: [])
    var backend: UnsafeMutablePointer<git_odb_backend>?
    guard git_mempack_new(&backend) == 0, let backend,
      // The database owns it from here on.
      git_odb_add_backend(database.pointer, backend, 999) == 0,
      git_repository_set_odb(repository.pointer, database.pointer) == 0
    else { throw Self.failure(objectDirectory) }
    memory = backend
    removeLeftovers()
  }

  /// A pack that was never finished, since whoever wrote it was stopped, has a name that Git does
  /// not clean up. After a day nobody writes it any more.
  private func removeLeftovers() {
    let directory = objectDirectory + "/pack"
    guard let stream = opendir(directory) else { return }
    defer { closedir(stream) }
    while let item = readdir(stream) {
      let name = withUnsafeBytes(of: item.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix("pack_git2_") else { continue }
      var status = stat()
      let path = "\(directory)/\(name)"
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        time(nil) - status.st_mtim.tv_sec > 86_400
      else { continue }
      unlink(path)
    }
  }

  func add(_ bytes: [UInt8], kind: ObjectKind, name: String) throws(GitError) -> ObjectID {
    let id = try ObjectID.naming(bytes, kind: kind, format: .sha1)
    guard known.insert(id).inserted else { return id }
    var oid = id.library
    if git_odb_exists(database.pointer, &oid) == 1 { return id }
    guard git_odb_write(&oid, database.pointer, bytes, bytes.count, kind.library) == 0,
      git_packbuilder_insert(try openPacker().pointer, &oid, name) == 0
    else { throw Self.failure(objectDirectory) }
    pending += 1
    self.bytes += bytes.count
    if pending >= PackSize.objects || self.bytes >= PackSize.bytes { try flush() }
    return id
  }

  func flush() throws(GitError) {
    guard let packer else { return }
    guard
      git_packbuilder_write(
        packer.pointer, objectDirectory + "/pack", 0o444, nil, nil) == 0,
      git_mempack_reset(memory) == 0, git_odb_refresh(database.pointer) == 0
    else { throw Self.failure(objectDirectory) }
    self.packer = nil
    pending = 0
    bytes = 0
  }

  private func openPacker() throws(GitError) -> Handle {
    if let packer { return packer }
    var pointer: OpaquePointer?
    guard git_packbuilder_new(&pointer, repository.pointer) == 0, let pointer else {
      throw Self.failure(objectDirectory)
    }
    git_packbuilder_set_threads(pointer, 0)
    let packer = Handle(pointer, free: git_packbuilder_free)
    self.packer = packer
    return packer
  }

  private static func failure(_ path: String) -> GitError {
    .inputOutput(path: path, reason: Library.lastError().message)
  }
}
