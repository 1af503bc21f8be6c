/// A change of one file in a tree that is being made.
enum TreeEdit: Hashable {
  case set(TreeMerge.Version)
  case remove
}

/// Makes a tree from another and a set of edits, writing only the directories that change.
struct TreeEditor {
  private final class Node {
    var edit: TreeEdit?
    var children: [TreePath.Name: Node] = [:]
  }

  private let database: OverlayDatabase
  /// Where a file and a directory want the same place; the directory got it.
  private(set) var obstructed: [TreePath] = []

  init(_ database: OverlayDatabase) {
    self.database = database
  }

  mutating func apply(
    _ edits: [TreePath: TreeEdit], to tree: ObjectID
  ) throws(GitError) -> ObjectID {
    guard !edits.isEmpty else { return tree }
    let root = Node()
    for (path, edit) in edits {
      var node = root
      for name in path.components {
        let next = node.children[name] ?? Node()
        node.children[name] = next
        node = next
      }
      node.edit = edit
    }
    // Paths come from walks of bounded depth, which bounds the recursion.
    if let edited = try apply(root, to: tree, at: .root) { return edited }
    return try database.write([], kind: .tree)
  }

  /// Nil where nothing is left: Git has no empty directories.
  private mutating func apply(
    _ node: Node, to directory: ObjectID?, at path: TreePath
  ) throws(GitError) -> ObjectID? {
    let tree = try directory.map { id throws(GitError) in try database.tree(id) }
    var edits: [(name: TreePath.Name, entry: TreeEntry?)] = []
    for (name, child) in node.children {
      let place = path.appending(name)
      let before = tree?.entry(named: name)
      var present = before
      if child.edit == .remove, present?.kind != .directory { present = nil }
      if !child.children.isEmpty {
        let inside = present?.kind == .directory ? present?.id : nil
        let changed = try apply(child, to: inside, at: place)
        if let changed {
          if let present, present.kind != .directory { obstructed.append(place) }
          present = TreeEntry(name: name, kind: .directory, id: changed)
        } else if present?.kind == .directory {
          present = nil
        }
      }
      if case .set(let version)? = child.edit {
        if present?.kind == .directory {
          obstructed.append(place)
        } else {
          present = TreeEntry(name: name, kind: version.kind, id: version.id)
        }
      }
      if present != before { edits.append((name, present)) }
    }
    guard !edits.isEmpty else { return directory }
    let bytes =
      tree?.encode(replacing: edits) ?? Tree.encode(edits.compactMap { $0.entry })
    return bytes.isEmpty ? nil : try database.write(bytes, kind: .tree)
  }
}
