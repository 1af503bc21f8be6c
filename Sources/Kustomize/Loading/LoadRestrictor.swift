/// `--load-restrictor`: which files a kustomization may read.
package enum LoadRestrictor: String, Sendable, CaseIterable {
  /// Those in its own directory and below. Other kustomizations may be anywhere.
  case rootOnly = "LoadRestrictionsRootOnly"
  /// Any file of the tree.
  case none = "LoadRestrictionsNone"
}
