import CGit2
import Glibc

extension LibraryBackend {
  func reference(_ name: String) throws(GitError) -> Reference? {
    var pointer: OpaquePointer?
    let code = git_reference_lookup(&pointer, repository.pointer, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    if code == GIT_EINVALIDSPEC.rawValue { throw .invalidReferenceName(name) }
    guard code == 0, let pointer else {
      throw .inputOutput(path: name, reason: Library.lastError().message)
    }
    defer { git_reference_free(pointer) }
    return Self.reference(pointer, name: name)
  }

  func references(below prefix: String) throws(GitError) -> [Reference] {
    var iterator: OpaquePointer?
    guard git_reference_iterator_new(&iterator, repository.pointer) == 0, let iterator else {
      throw .inputOutput(path: gitDirectory, reason: Library.lastError().message)
    }
    defer { git_reference_iterator_free(iterator) }
    var found: [Reference] = []
    while true {
      var pointer: OpaquePointer?
      let code = git_reference_next(&pointer, iterator)
      if code == GIT_ITEROVER.rawValue { break }
      guard code == 0, let pointer else {
        throw .inputOutput(path: gitDirectory, reason: Library.lastError().message)
      }
      defer { git_reference_free(pointer) }
      guard let name = git_reference_name(pointer).map({ String(cString: $0) }),
        name.hasPrefix(prefix), let reference = Self.reference(pointer, name: name)
      else { continue }
      found.append(reference)
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Nil for a symbolic reference that leads to nothing.
  private static func reference(_ pointer: OpaquePointer, name: String) -> Reference? {
    let symbolic = git_reference_symbolic_target(pointer).map { String(cString: $0) }
    var resolved: OpaquePointer?
    guard git_reference_resolve(&resolved, pointer) == 0, let resolved else { return nil }
    defer { git_reference_free(resolved) }
    guard let target = git_reference_target(resolved) else { return nil }
    return Reference(name: name, target: ObjectID(target.pointee), symbolicTarget: symbolic)
  }

  func update(
    _ name: String, to id: ObjectID, from expected: ReferenceExpectation, log: String
  ) throws(GitError) {
    // As long as Git itself waits for whoever writes the reference just now, and a little more.
    for _ in 0..<10 {
      let code = update(name, to: id, from: expected, log)
      guard code == GIT_ELOCKED.rawValue else { return try check(code, name) }
      usleep(20_000)
    }
    try check(GIT_ELOCKED.rawValue, name)
  }

  private func update(
    _ name: String, to id: ObjectID, from expected: ReferenceExpectation, _ log: String
  ) -> Int32 {
    var pointer: OpaquePointer?
    defer { git_reference_free(pointer) }
    var target = id.library
    switch expected {
    case .anything:
      return git_reference_create(&pointer, repository.pointer, name, &target, 1, log)
    case .absence:
      return git_reference_create(&pointer, repository.pointer, name, &target, 0, log)
    case .commit(let old):
      var current = old.library
      return git_reference_create_matching(
        &pointer, repository.pointer, name, &target, 1, &current, log)
    }
  }

  func delete(_ name: String, expecting id: ObjectID) throws(GitError) {
    var pointer: OpaquePointer?
    try check(git_reference_lookup(&pointer, repository.pointer, name), name)
    guard let pointer else { return }
    defer { git_reference_free(pointer) }
    guard let target = git_reference_target(pointer), ObjectID(target.pointee) == id else {
      throw .referenceMoved(name)
    }
    try check(git_reference_delete(pointer), name)
  }

  private func check(_ code: Int32, _ name: String) throws(GitError) {
    switch code {
    case 0: return
    case GIT_EINVALIDSPEC.rawValue: throw .invalidReferenceName(name)
    case GIT_EEXISTS.rawValue, GIT_EMODIFIED.rawValue, GIT_ENOTFOUND.rawValue:
      throw .referenceMoved(name)
    case GIT_ELOCKED.rawValue:
      let locks = [name, "packed-refs"].map { "\(commonDirectory)/\($0).lock" }
      guard let lock = locks.first(where: { access($0, F_OK) == 0 }) else {
        throw .referenceMoved(name)
      }
      throw .referenceLocked(name, lock: lock)
    default: throw .inputOutput(path: name, reason: Library.lastError().message)
    }
  }
}
