import Diagnostics
import Git
import Values

/// Reads files for the kustomization of one directory, and nothing that it may not read
/// (api/internal/loader/fileloader.go). The network is never used.
struct Loader: Sendable {
  let paths: ResolvedPaths
  let restrictor: LoadRestrictor
  /// The directory, without links on the way to it.
  let root: TreePath
  /// The directories of the kustomizations that led here, innermost last.
  let referrers: [TreePath]

  /// - Throws: where there is no such directory.
  init(
    _ paths: ResolvedPaths, root: TreePath, restrictor: LoadRestrictor
  ) throws(Diagnostic) {
    let entry: FileEntry?
    do {
      entry = try paths.resolve(root)
    } catch {
      throw error.diagnostic
    }
    guard let entry, entry.kind == .directory else {
      throw Diagnostic(
        code: "kustomize-missing", "'\(root.isRoot ? "." : root.text)' is not a directory")
    }
    self.init(paths, restrictor: restrictor, root: entry.path, referrers: [])
  }

  private init(
    _ paths: ResolvedPaths, restrictor: LoadRestrictor, root: TreePath, referrers: [TreePath]
  ) {
    self.paths = paths
    self.restrictor = restrictor
    self.root = root
    self.referrers = referrers
  }

  // MARK: Files

  func load(_ path: Text) throws(Diagnostic) -> SourceFile {
    if RemoteReference.isURL(path.value) { throw .remote(path, "a file of the network") }
    guard !path.value.isEmpty else {
      throw Diagnostic(code: "kustomize-missing", "'' must resolve to a file", at: path.mark)
    }
    guard let place = root.resolving(path.value) else {
      throw Diagnostic(
        code: "kustomize-outside",
        "security; file '\(path.value)' is outside of the tree", at: path.mark)
    }
    let entry: FileEntry?
    do {
      entry = try paths.resolve(place)
    } catch {
      throw error.diagnostic.located(at: path.mark)
    }
    guard let entry else {
      throw Diagnostic(
        code: "kustomize-missing", "'\(place.text)' doesn't exist", at: path.mark)
    }
    guard entry.kind.isFile else {
      throw Diagnostic(
        code: "kustomize-missing", "'\(place.text)' must resolve to a file", at: path.mark)
    }
    guard restrictor == .none || entry.path.isWithin(root) else {
      throw Diagnostic(
        code: "kustomize-outside",
        "security; file '\(entry.path.text)' is not in or below '\(rootText)'", at: path.mark,
        help: "move the file, or allow it with --load-restrictor LoadRestrictionsNone")
    }
    return SourceFile(entry, in: paths.tree)
  }

  var rootText: String { root.isRoot ? "." : root.text }

  private func isFile(_ name: String) -> Bool {
    (try? paths.resolve(root.appending(name)))?.kind.isFile ?? false
  }

  /// The kustomization of the directory.
  func kustomizationFile() throws(Diagnostic) -> SourceFile {
    var found: [SourceFile] = []
    for name in Kustomization.fileNames where isFile(name) {
      if let file = try? load(Text(name)) { found.append(file) }
    }
    guard let file = found.first else {
      throw Diagnostic(
        code: "kustomize-missing-kustomization",
        "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in "
          + "directory '\(rootText)'")
    }
    guard found.count == 1 else {
      throw Diagnostic(
        code: "kustomize-multiple-kustomizations",
        "Found multiple kustomization files under: \(rootText)",
        at: Mark(source: found[1].source, line: 1, column: 1))
    }
    return file
  }

  // MARK: Directories

  /// Whether a directory of the tree is there.
  func isDirectory(_ path: Text) -> Bool {
    guard let place = root.resolving(path.value) else { return false }
    return (try? paths.resolve(place))?.kind == .directory
  }

  /// The loader of another directory.
  func directory(_ path: Text) throws(Diagnostic) -> Loader {
    guard !path.value.isEmpty else {
      throw Diagnostic(
        code: "kustomize-missing", "new root cannot be empty", at: path.mark)
    }
    if RemoteReference.isRepository(path.value) || RemoteReference.isURL(path.value) {
      throw .remote(path, "a remote base")
    }
    guard !path.value.hasPrefix("/") else {
      throw Diagnostic(
        code: "kustomize-outside", "new root '\(path.value)' cannot be absolute", at: path.mark)
    }
    guard !isAmbiguous(path.value) else {
      throw Diagnostic(
        code: "kustomize-missing",
        "path \"\(path.value)\" is ambiguous; check for YAML indentation errors in your "
          + "kustomization file", at: path.mark)
    }
    guard let place = root.resolving(path.value) else {
      throw Diagnostic(
        code: "kustomize-outside", "'\(path.value)' leads out of the tree", at: path.mark)
    }
    let entry: FileEntry?
    do {
      entry = try paths.resolve(place)
    } catch {
      throw error.diagnostic.located(at: path.mark)
    }
    guard let entry else {
      throw Diagnostic(
        code: "kustomize-missing", "'\(place.text)' doesn't exist", at: path.mark)
    }
    guard entry.kind == .directory else {
      throw Diagnostic(
        code: "kustomize-missing",
        "must build at directory: '\(place.text)' is a file", at: path.mark)
    }
    return try entering(entry.path, for: path)
  }

  /// Whether two dots stand in a part of the path that has more than them.
  private func isAmbiguous(_ path: String) -> Bool {
    let dot = UInt8(ascii: ".")
    return path.utf8.split(separator: UInt8(ascii: "/")).contains { part in
      part.count > 2 && zip(part, part.dropFirst()).contains { $0 == dot && $1 == dot }
    }
  }

  private func entering(_ directory: TreePath, for path: Text) throws(Diagnostic) -> Loader {
    for visited in referrers + [root] where visited.isWithin(directory) {
      throw Diagnostic(
        code: "kustomize-cycle",
        "cycle detected: candidate root '\(directory.isRoot ? "." : directory.text)' contains "
          + "visited root '\(visited.isRoot ? "." : visited.text)'", at: path.mark)
    }
    guard referrers.count < Self.maximumDepth else {
      throw Diagnostic(
        code: "kustomize-depth",
        "kustomizations refer to each other more than \(Self.maximumDepth) deep", at: path.mark)
    }
    return Loader(
      paths, restrictor: restrictor, root: directory, referrers: referrers + [root])
  }

  /// How many kustomizations led here.
  var depth: Int { referrers.count }

  /// Whether what was made of this directory for another referrer may be taken here: none of the
  /// directories that it visits may contain one that led here, and none may lie too deep.
  func allows(_ known: Accumulation) -> Bool {
    known.deepest - known.depth + depth <= Self.maximumDepth
      && known.visited.allSatisfy { directory in
        !referrers.contains { $0.isWithin(directory) }
      }
  }

  private static let maximumDepth = 64
}

extension Diagnostic {
  static func remote(_ path: Text, _ what: String) -> Diagnostic {
    Diagnostic(
      code: "kustomize-remote", "'\(path.value)' is \(what), which is not fetched",
      at: path.mark, help: "vendor it: commit a copy and refer to that")
  }

  func located(at mark: Mark?) -> Diagnostic {
    guard spans.isEmpty, let mark else { return self }
    var result = self
    result.spans = [Span(mark)]
    return result
  }
}
