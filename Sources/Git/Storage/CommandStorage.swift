/// Collects objects and hands them to `git fast-import` (blobs) and `git mktree` (trees).
final class CommandStorage: ObjectStorage {
  private let backend: CommandBackend
  private var blobs: [UInt8] = []
  private var trees: [UInt8] = []
  private var known = Set<ObjectID>()

  init(_ backend: CommandBackend) {
    self.backend = backend
  }

  func add(_ bytes: [UInt8], kind: ObjectKind, name: String) throws(GitError) -> ObjectID {
    let id = try ObjectID.naming(bytes, kind: kind, format: backend.format)
    guard known.insert(id).inserted else { return id }
    switch kind {
    case .blob:
      blobs += "blob\ndata \(bytes.count)\n".utf8
      blobs += bytes
      blobs.append(UInt8(ascii: "\n"))
    case .tree:
      for entry in try Tree(bytes, id: id) {
        let type = entry.kind == .directory ? "tree" : entry.kind == .submodule ? "commit" : "blob"
        trees += "\(entry.kind.mode) \(type) \(entry.id)\t".utf8
        trees += entry.name
        trees.append(0)
      }
      trees.append(0)
    case .commit, .tag:
      return try backend.write(bytes, kind: kind)
    }
    if blobs.count + trees.count >= PackSize.bytes { try flush() }
    return id
  }

  func flush() throws(GitError) {
    if !blobs.isEmpty {
      try backend.feed(blobs, to: ["fast-import", "--quiet", "--force"])
      blobs = []
    }
    if !trees.isEmpty {
      try backend.feed(trees, to: ["mktree", "--batch", "--missing", "-z"])
      trees = []
    }
  }
}
