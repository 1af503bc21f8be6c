import Synchronization

/// Trees that were read lately: a check looks into the same directories for many reasons.
final class TreeCache: Sendable {
  private struct State {
    var trees: [ObjectID: Tree] = [:]
    var bytes = 0
  }

  /// Of tree objects, beyond which it starts anew.
  private static let capacity = 16 << 20
  private let state = Mutex(State())

  func tree(
    _ id: ObjectID, reading read: () throws(GitError) -> Tree
  ) throws(GitError) -> Tree {
    if let known = state.withLock({ $0.trees[id] }) { return known }
    let tree = try read()
    state.withLock { state in
      if state.bytes > Self.capacity { state = State() }
      if state.trees.updateValue(tree, forKey: id) == nil { state.bytes += tree.bytes.count }
    }
    return tree
  }
}
