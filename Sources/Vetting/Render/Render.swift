package import Diagnostics
import Git
import Glibc
import Kustomize

/// `git vet render`: what a kustomization renders to, from a commit or from the work tree.
package struct Render {
  package struct Outcome: Sendable {
    let rendering: Rendering

    /// 0 where all is rendered, 1 where kustomize would fail, 3 where something would have to be
    /// fetched or run.
    package var exitCode: Int32 {
      if rendering.hasErrors { return 1 }
      return rendering.incomplete.isEmpty ? 0 : 3
    }
  }

  /// `--load-restrictor`, in kustomize's words.
  package enum LoadRestrictor: String, Sendable, CaseIterable {
    case rootOnly = "LoadRestrictionsRootOnly"
    case none = "LoadRestrictionsNone"
  }

  private var options = Renderer.Options()
  private let start: String

  /// - Parameter directory: from where relative places are counted, and whose repository has the
  ///   revisions.
  package init(loadRestrictor: LoadRestrictor = .rootOnly, in directory: String = ".") {
    start = directory
    options.loadRestrictor = loadRestrictor == .none ? .none : .rootOnly
  }

  /// - Parameter place: `<rev>:<dir>`, with the directory counted from the root of the repository,
  ///   or a directory on disk.
  package func run(_ place: String) throws(Diagnostic) -> Outcome {
    do {
      let (tree, directory) = try locate(place)
      return Outcome(rendering: Renderer(tree: tree, options: options).render(directory))
    } catch let error as GitError {
      throw error.diagnostic
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic(code: "render", "\(error)")
    }
  }

  private func locate(_ place: String) throws -> (any FileTree, TreePath) {
    let location = place.hasPrefix("/") || start == "." ? place : "\(start)/\(place)"
    var status = stat()
    let isOnDisk = stat(location, &status) == 0
    if !isOnDisk, let colon = place.firstIndex(of: ":") {
      let repository = try Repository.open(at: start)
      let commit = try repository.resolve(String(place[..<colon]))
      let text = String(place[place.index(after: colon)...])
      guard let directory = TreePath.root.resolving(text) else {
        throw Diagnostic(
          code: "render-directory", "'\(text)' does not lie in the repository",
          help: "count the directory from the root of the repository")
      }
      return (repository.files(of: commit.tree), directory)
    }
    guard isOnDisk, status.st_mode & S_IFMT == S_IFDIR, let path = Self.absolute(location) else {
      throw Diagnostic(
        code: "render-directory", "'\(location)' is not a directory",
        help: "name a directory with a kustomization, or <revision>:<directory>")
    }
    // Bases may stand anywhere in the repository. Without one, nothing outside the directory that
    // the place is counted from is read.
    let top = (try? Repository.open(at: path))?.workTree.flatMap(Self.absolute)
    for root in [top, Self.absolute(start)].compactMap({ $0 }) {
      if let directory = TreePath(path).relative(to: TreePath(root)) {
        return (try DirectoryTree(root), directory)
      }
    }
    return (try DirectoryTree(path), .root)
  }

  /// The path without links.
  private static func absolute(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
