import Git
import Kustomize
import Resources
import Values

/// The desired state of the changed files alone, outside kustomizations. A file that the change
/// leaves alone says the same at base and head, so that it need not be read.
struct ChangedManifests {
  let reader: ManifestReader
  let facts: DirectoryFacts

  func state(of entries: [FileEntry], in tree: any FileTree) throws(GitError) -> DesiredState {
    var state = DesiredState()
    var charts = Set<TreePath>()
    for entry in entries {
      if entry.kind == .submodule {
        state.gaps.append(Self.submoduleGap(entry))
        continue
      }
      guard entry.isManifest, !entry.path.isHidden, !entry.path.isKustomization else {
        state.otherFiles += 1
        continue
      }
      if let chart = try facts.chart(holding: entry.path.parent) {
        if charts.insert(chart).inserted { state.gaps.append(.unrenderedChart(chart)) }
        continue
      }
      if entry.kind == .symbolicLink {
        state.merge(try reader.state(ofLink: entry, in: tree))
        continue
      }
      state.merge(reader.state(of: entry, in: tree))
    }
    return state
  }

  private static func submoduleGap(_ entry: FileEntry) -> Gap {
    Gap(
      "the submodule \(entry.path.text) changed, and its files are not part of this repository",
      remedy: "check the submodule's own repository, or commit its files",
      at: Mark(source: Source(path: entry.path.text), line: 1, column: 1))
  }
}

extension ManifestReader {
  /// What the file says that a symbolic link names.
  func state(ofLink link: FileEntry, in tree: any FileTree) throws(GitError) -> DesiredState {
    var state = DesiredState()
    do {
      guard let target = try tree.resolve(link.path), target.kind.isFile else {
        state.otherFiles += 1
        return state
      }
      return self.state(of: FileEntry(path: link.path, kind: .file, id: target.id), in: tree)
    } catch .badLink(let path, let reason) {
      state.gaps.append(
        Gap(
          "the symbolic link \(path.text) \(reason)",
          remedy: "let it name a file of the repository",
          at: Mark(source: Source(path: link.path.text), line: 1, column: 1)))
      return state
    }
  }
}

extension Gap {
  static func unrenderedChart(_ chart: TreePath) -> Gap {
    let path = chart.appending("Chart.yaml").text
    return Gap(
      "the Helm chart \(chart.isRoot ? "of the repository" : chart.text) is not rendered",
      remedy: "commit what `helm template` renders, and let the operator apply that",
      at: Mark(source: Source(path: path), line: 1, column: 1))
  }
}
