import CGit2
import Synchronization

/// libgit2 as a whole: its initialization, which takes some milliseconds and so comes with the first
/// repository, its options and its errors.
enum Library {
  private static let initialized: Bool = {
    guard git_libgit2_init() > 0 else { return false }
    // Git itself does not check hashes as it reads; the checksums of zlib stay.
    _ = git2_set_strict_hash_verification(0)
    // Extensions that change nothing about how objects are read. Never `objectformat`: the library
    // would take SHA-256 names for SHA-1.
    let extensions = ["worktreeconfig", "partialclone", "preciousobjects"]
    extensions.withCStrings { pointers in
      var pointers = pointers
      _ = git2_set_extensions(&pointers, pointers.count)
    }
    return true
  }()

  static func start() throws(GitError) {
    guard initialized else {
      throw .inputOutput(path: "libgit2", reason: lastError().message)
    }
  }

  /// The message and class of the last error of this thread.
  static func lastError() -> (message: String, class: Int32) {
    guard let error = git_error_last(), let message = error.pointee.message else {
      return ("unknown error", 0)
    }
    return (String(cString: message), error.pointee.klass)
  }

  private static let ownership = Mutex(())

  /// Git checks the owner of a repository that it finds, and trusts one that it is told of.
  static func trusting<Result>(_ isTrusted: Bool, _ body: () -> Result) -> Result {
    ownership.withLock { _ in
      _ = git2_set_owner_validation(isTrusted ? 0 : 1)
      return body()
    }
  }
}

extension [String] {
  fileprivate func withCStrings(_ body: ([UnsafePointer<CChar>?]) -> Void) {
    var pointers: [UnsafePointer<CChar>?] = []
    func next(_ rest: ArraySlice<String>) {
      guard let first = rest.first else { return body(pointers) }
      first.withCString { pointer in
        pointers.append(pointer)
        next(rest.dropFirst())
      }
    }
    next(self[...])
  }
}

/// A handle of the library, freed with its owner. Immutable, and of a kind that the library lets
/// several threads use at once.
final class Handle: @unchecked Sendable {
  let pointer: OpaquePointer
  private let free: @Sendable (OpaquePointer) -> Void

  init(_ pointer: OpaquePointer, free: @escaping @Sendable (OpaquePointer) -> Void) {
    self.pointer = pointer
    self.free = free
  }

  deinit {
    free(pointer)
  }
}

/// A handle that does not leave the function that made it.
struct ScopedHandle: ~Copyable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer) -> Void

  init(_ pointer: OpaquePointer, free: @escaping (OpaquePointer) -> Void) {
    self.pointer = pointer
    self.free = free
  }

  deinit {
    free(pointer)
  }
}

extension ObjectID {
  init(_ id: git_oid) {
    self = withUnsafeBytes(of: id.id) { ObjectID($0, format: .sha1) }
  }

  var library: git_oid {
    var id = git_oid()
    withBytes { bytes in
      withUnsafeMutableBytes(of: &id.id) { $0.copyBytes(from: bytes.prefix($0.count)) }
    }
    return id
  }
}

extension ObjectKind {
  init?(_ type: git_object_t) {
    switch type {
    case GIT_OBJECT_COMMIT: self = .commit
    case GIT_OBJECT_TREE: self = .tree
    case GIT_OBJECT_BLOB: self = .blob
    case GIT_OBJECT_TAG: self = .tag
    default: return nil
    }
  }

  var library: git_object_t {
    switch self {
    case .commit: GIT_OBJECT_COMMIT
    case .tree: GIT_OBJECT_TREE
    case .blob: GIT_OBJECT_BLOB
    case .tag: GIT_OBJECT_TAG
    }
  }
}
