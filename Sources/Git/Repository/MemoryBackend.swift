import Synchronization

/// A repository that has no directory: objects and references live in memory and go with it. It is
/// there for tests, which need many of them, and never has what a directory of Git has beside
/// objects and references: configuration, a work tree, shallow commits.
final class MemoryBackend: Backend {
  let format = ObjectFormat.sha1
  let gitDirectory = "/memory"
  let commonDirectory = "/memory"
  let workTree: String? = nil

  private let objects = Mutex<[ObjectID: (kind: ObjectKind, bytes: [UInt8])]>([:])
  private let references = Mutex<[String: ObjectID]>([:])

  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    guard let (kind, bytes) = objects.withLock({ $0[id] }) else {
      throw .missingObject(id, .unexplained)
    }
    return (kind, bytes.count)
  }

  func object(_ id: ObjectID, limit: Int) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    guard let (kind, bytes) = objects.withLock({ $0[id] }) else {
      throw .missingObject(id, .unexplained)
    }
    guard bytes.count <= limit else {
      throw .objectTooLarge(id, size: bytes.count, limit: limit)
    }
    return (kind, bytes)
  }

  /// By id, or by the full name of a reference: nothing here writes short names.
  func resolve(_ revision: String) throws(GitError) -> ObjectID {
    if let id = ObjectID(hex: revision), objects.withLock({ $0[id] != nil }) { return id }
    guard let id = references.withLock({ $0[revision] }) else { throw .unknownRevision(revision) }
    return id
  }

  func reference(_ name: String) throws(GitError) -> Reference? {
    references.withLock { $0[name] }.map { Reference(name: name, target: $0) }
  }

  func references(below prefix: String) throws(GitError) -> [Reference] {
    references.withLock { $0 }.filter { $0.key.hasPrefix(prefix) }
      .map { Reference(name: $0.key, target: $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  func update(
    _ name: String, to id: ObjectID, from expected: ReferenceExpectation, log: String
  ) throws(GitError) {
    let isExpected = references.withLock { references in
      switch expected {
      case .anything: break
      case .absence: guard references[name] == nil else { return false }
      case .commit(let old): guard references[name] == old else { return false }
      }
      references[name] = id
      return true
    }
    guard isExpected else { throw .referenceMoved(name) }
  }

  func delete(_ name: String, expecting id: ObjectID) throws(GitError) {
    let isExpected = references.withLock { references in
      guard references[name] == id else { return false }
      references[name] = nil
      return true
    }
    guard isExpected else { throw .referenceMoved(name) }
  }

  func write(_ bytes: [UInt8], kind: ObjectKind) throws(GitError) -> ObjectID {
    let id = try ObjectID.naming(bytes, kind: kind, format: format)
    objects.withLock { $0[id] = (kind, bytes) }
    return id
  }

  func makeStorage() throws(GitError) -> any ObjectStorage { Storage(self) }

  func configuration(_ key: String) throws(GitError) -> String? { nil }

  private final class Storage: ObjectStorage {
    let backend: MemoryBackend

    init(_ backend: MemoryBackend) { self.backend = backend }

    func add(_ bytes: [UInt8], kind: ObjectKind, name: String) throws(GitError) -> ObjectID {
      try backend.write(bytes, kind: kind)
    }

    func flush() {}
  }
}

extension Repository {
  /// An empty repository in memory.
  package static func inMemory() -> Repository {
    Repository(MemoryBackend(), shallow: [], promisorRemote: nil)
  }

  /// Stores a tree with all that it holds, and returns its id.
  package func write(_ files: MemoryTree) throws(GitError) -> ObjectID {
    try write(files, FileEntry(path: .root, kind: .directory, id: nil))
  }

  private func write(
    _ files: MemoryTree, _ directory: FileEntry
  ) throws(GitError) -> ObjectID {
    var entries: [TreeEntry] = []
    for entry in files.entries(in: directory) {
      let id =
        entry.kind == .directory
        ? try write(files, entry)
        : try write(files.contents(of: entry, limit: .max), kind: .blob)
      entries.append(TreeEntry(name: entry.path.name, kind: entry.kind, id: id))
    }
    return try write(entries)
  }
}
