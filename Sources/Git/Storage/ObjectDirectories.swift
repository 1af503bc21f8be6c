import CGit2
import Synchronization

/// Opens object directories with the library: packs as it reads them, loose objects by our own
/// reader.
enum ObjectDirectories {
  /// A database of a directory, of those that its `info/alternates` names, and of others.
  static func open(_ directory: String, alternates: [String]) throws(GitError) -> Handle {
    var pointer: OpaquePointer?
    guard git_odb_new(&pointer) == 0, let pointer else { throw failure(directory) }
    let database = Handle(pointer, free: git_odb_free)
    var pending = [(directory, 0)] + alternates.map { ($0, 0) }
    var seen = Set<String>()
    while let (next, depth) = pending.first {
      pending.removeFirst()
      guard seen.insert(next).inserted else { continue }
      try add(next, to: pointer, isAlternate: next != directory)
      // As deep as Git goes.
      if depth < 5 { pending += self.alternates(of: next).map { ($0, depth + 1) } }
    }
    return database
  }

  private static func add(
    _ directory: String, to database: OpaquePointer, isAlternate: Bool
  ) throws(GitError) {
    var loose: UnsafeMutablePointer<git_odb_backend>?
    var packs: UnsafeMutablePointer<git_odb_backend>?
    // The modes are the library's own defaults; an alternate is never written to.
    guard git_odb_backend_loose(&loose, directory, -1, 0, 0, 0) == 0, let loose,
      git_odb_backend_pack(&packs, directory) == 0, let packs
    else { throw failure(directory) }
    LooseReader.take(over: loose, directory: directory)
    for (backend, priority) in [(packs, 2 as Int32), (loose, 1)] {
      let code =
        isAlternate
        ? git_odb_add_alternate(database, backend, priority)
        : git_odb_add_backend(database, backend, priority)
      guard code == 0 else { throw failure(directory) }
    }
  }

  /// The lines of `info/alternates`; relative ones count from the directory.
  private static func alternates(of directory: String) -> [String] {
    guard let files = try? DirectoryTree(directory),
      let bytes = try? files.contents(at: "info/alternates", limit: 1 << 20)
    else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.first != UInt8(ascii: "#") else { return nil }
      let path = String(decoding: line, as: UTF8.self)
      return path.hasPrefix("/") ? path : "\(directory)/\(path)"
    }
  }

  private static func failure(_ path: String) -> GitError {
    .inputOutput(path: path, reason: Library.lastError().message)
  }
}

/// Puts our own reader of loose objects in the place of the library's.
private enum LooseReader {
  private struct Origin: @unchecked Sendable {
    var directory: String
    /// The library's own function, which any thread may call.
    var free: (@convention(c) (UnsafeMutablePointer<git_odb_backend>?) -> Void)?
  }

  /// By the addresses of the library's readers.
  private static let origins = Mutex<[UInt: Origin]>([:])

  static func take(
    over backend: UnsafeMutablePointer<git_odb_backend>, directory: String
  ) {
    let origin = Origin(directory: directory, free: backend.pointee.free)
    let address = UInt(bitPattern: backend)
    origins.withLock { $0[address] = origin }
    backend.pointee.readstream = nil
    backend.pointee.free = { backend in
      guard let backend else { return }
      let address = UInt(bitPattern: backend)
      let origin = LooseReader.origins.withLock { $0.removeValue(forKey: address) }
      origin?.free?(backend)
    }
    backend.pointee.read_header = { size, type, backend, id in
      guard let backend, let id else { return GIT_ERROR.rawValue }
      return LooseReader.read(id.pointee, backend, headerOnly: true) { object in
        size?.pointee = object.size
        type?.pointee = object.kind.library
        return 0
      }
    }
    backend.pointee.read = { data, size, type, backend, id in
      guard let backend, let id else { return GIT_ERROR.rawValue }
      return LooseReader.read(id.pointee, backend) {
        LooseReader.hand($0, to: backend, data, size, type)
      }
    }
    backend.pointee.read_prefix = { found, data, size, type, backend, prefix, length in
      guard let backend, let found, let exists = backend.pointee.exists_prefix else {
        return GIT_ERROR.rawValue
      }
      let code = exists(found, backend, prefix, length)
      guard code == 0 else { return code }
      return LooseReader.read(found.pointee, backend) {
        LooseReader.hand($0, to: backend, data, size, type)
      }
    }
  }

  private static func read(
    _ id: git_oid, _ backend: UnsafeMutablePointer<git_odb_backend>, headerOnly: Bool = false,
    _ body: (LooseObject) -> Int32
  ) -> Int32 {
    let address = UInt(bitPattern: backend)
    guard let directory = origins.withLock({ $0[address]?.directory }) else {
      return GIT_ERROR.rawValue
    }
    do throws(LooseObject.Failure) {
      return body(
        try LooseObject.read(ObjectID(id), in: directory, headerOnly: headerOnly))
    } catch {
      switch error {
      case .missing: return GIT_ENOTFOUND.rawValue
      case .damaged(let reason):
        git_error_set_str(Int32(GIT_ERROR_ZLIB.rawValue), reason)
        return GIT_ERROR.rawValue
      }
    }
  }

  /// Gives the bytes to the library in memory of its own.
  private static func hand(
    _ object: LooseObject, to backend: UnsafeMutablePointer<git_odb_backend>,
    _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ size: UnsafeMutablePointer<Int>?,
    _ type: UnsafeMutablePointer<git_object_t>?
  ) -> Int32 {
    guard let data, let size, let type, let bytes = object.bytes,
      let memory = git_odb_backend_data_alloc(backend, bytes.count + 1)
    else { return GIT_ERROR.rawValue }
    let buffer = UnsafeMutableRawBufferPointer(start: memory, count: bytes.count + 1)
    buffer.copyBytes(from: bytes)
    // The library ends what it reads with a NUL.
    buffer[bytes.count] = 0
    data.pointee = memory
    size.pointee = bytes.count
    type.pointee = object.kind.library
    return 0
  }
}
