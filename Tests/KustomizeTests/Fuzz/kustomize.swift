import Diagnostics
import Documents
import Git
import Kustomize
import Values

#if FUZZING
  typealias FuzzedTarget = KustomizeFuzz
#endif

/// A tree of files renders without harm, to the same text each time, and to YAML. In an input each
/// file begins with a line `==> path`; what is built is the root of the tree.
enum KustomizeFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let tree = tree(input)
    let rendering = Renderer(tree: tree).render(.root)
    let text = rendering.yaml
    precondition(Renderer(tree: tree).render(.root).yaml == text)
    precondition(rendering.objects.isEmpty || !rendering.hasErrors)
    let reading = YAML.read(text, from: Source(path: "output"))
    precondition(!reading.hasErrors && reading.documents.count == rendering.objects.count)
  }

  private static func tree(_ input: UnsafeBufferPointer<UInt8>) -> MemoryTree {
    var tree = MemoryTree()
    var path: TreePath?
    var lines: [UInt8] = []
    func finish() {
      guard let path, !path.isRoot, tree.entry(at: path) == nil else { return }
      tree.add(path, lines)
    }
    for line in input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.starts(with: "==> ".utf8) {
        finish()
        path = TreePath.root.resolving(line.dropFirst(4))
        lines = []
      } else {
        lines += line
        lines.append(UInt8(ascii: "\n"))
      }
    }
    finish()
    return tree
  }
}
