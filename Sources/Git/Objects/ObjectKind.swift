package enum ObjectKind: String, Sendable, Hashable {
  case commit, tree, blob, tag
}

/// The largest objects that are read, in bytes. Sizes are asked for before the bytes are.
package enum ObjectLimit {
  package static let blob = 64 << 20
  package static let tree = 64 << 20
  package static let commit = 4 << 20
}
