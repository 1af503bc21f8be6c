import Glibc

/// The files of a directory on disk. Every component of a path is opened below the one before and
/// without following links, so that nothing outside the directory can be reached, whatever happens
/// to it meanwhile.
package final class DirectoryTree: FileTree {
  private let root: Int32
  private let path: String

  package init(_ path: String) throws(GitError) {
    root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    self.path = path
    guard root >= 0 else { throw .inputOutput(path: path, reason: Self.reason(errno)) }
  }

  deinit {
    close(root)
  }

  package func entry(at path: TreePath) throws(GitError) -> FileEntry? {
    if path.isRoot { return FileEntry(path: path, kind: .directory, id: nil) }
    guard let directory = try descriptor(of: path.parent) else { return nil }
    defer { close(directory) }
    guard let kind = try kind(of: path, in: directory) else { return nil }
    return FileEntry(path: path, kind: kind, id: nil)
  }

  package func entries(in entry: FileEntry) throws(GitError) -> [FileEntry] {
    guard let directory = try descriptor(of: entry.path) else { return [] }
    guard let stream = fdopendir(directory) else {
      let failure = failure(at: entry.path)
      close(directory)
      throw failure
    }
    defer { closedir(stream) }
    var found: [FileEntry] = []
    while let item = readdir(stream) {
      let name = withUnsafeBytes(of: item.pointee.d_name) { $0.prefix { $0 != 0 }.map(\.self) }
      if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
      // The repository's own data is no part of its tree.
      if name.elementsEqual(".git".utf8) { continue }
      let path = entry.path.appending(name)
      guard let kind = try kind(of: path, in: dirfd(stream)) else { continue }
      found.append(FileEntry(path: path, kind: kind, id: nil))
    }
    return found.sorted { $0.path < $1.path }
  }

  package func contents(of entry: FileEntry, limit: Int) throws(GitError) -> [UInt8] {
    guard entry.kind.isFile || entry.kind == .symbolicLink,
      let directory = try descriptor(of: entry.path.parent)
    else { throw .inputOutput(path: entry.path.text, reason: "not a file") }
    defer { close(directory) }
    let name = Self.cString(entry.path.name)
    if entry.kind == .symbolicLink {
      var target = [CChar](repeating: 0, count: 4097)
      let length = readlinkat(directory, name, &target, target.count)
      guard length >= 0 else { throw failure(at: entry.path) }
      guard length <= min(limit, 4096) else {
        throw .fileTooLarge(path: entry.path, size: length, limit: min(limit, 4096))
      }
      return target.prefix(length).map { UInt8(bitPattern: $0) }
    }
    // A pipe or device that took the file's place must not block.
    let file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw failure(at: entry.path) }
    defer { close(file) }
    return try read(file, path: entry.path, limit: limit)
  }

  private func read(_ file: Int32, path: TreePath, limit: Int) throws(GitError) -> [UInt8] {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure(at: path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .inputOutput(path: path.text, reason: "not a file")
    }
    guard status.st_size <= limit else {
      throw .fileTooLarge(path: path, size: Int(status.st_size), limit: limit)
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(file, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(at: path)
      }
      if count == 0 { break }
      filled += count
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  /// A descriptor of a directory below the root; nil where there is none. The caller closes it.
  private func descriptor(of path: TreePath) throws(GitError) -> Int32? {
    var directory = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure(at: .root) }
    for name in path.components {
      let next = openat(
        directory, Self.cString(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      let error = errno
      close(directory)
      guard next >= 0 else {
        switch error {
        case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: return nil
        default: throw .inputOutput(path: path.text, reason: Self.reason(error))
        }
      }
      directory = next
    }
    return directory
  }

  /// Nil where nothing is there, or something that no commit could hold (a pipe, a device).
  private func kind(of path: TreePath, in directory: Int32) throws(GitError) -> EntryKind? {
    var status = stat()
    guard fstatat(directory, Self.cString(path.name), &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG { return nil }
      throw failure(at: path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .directory
    case S_IFLNK: return .symbolicLink
    case S_IFREG: return status.st_mode & S_IXUSR == 0 ? .file : .executable
    default: return nil
    }
  }

  private func failure(at path: TreePath) -> GitError {
    .inputOutput(path: path.isRoot ? self.path : path.text, reason: Self.reason(errno))
  }

  static func reason(_ error: Int32) -> String {
    strerror(error).map { String(cString: $0) } ?? "error \(error)"
  }

  private static func cString(_ name: some Sequence<UInt8>) -> [CChar] {
    name.map { CChar(bitPattern: $0) } + [0]
  }
}
