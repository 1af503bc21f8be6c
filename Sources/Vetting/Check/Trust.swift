import DesiredState
import Diagnostics
import Documents
import Git
import Kubernetes
import Policy
import Resources
import Values

/// What a check goes by: read at the base, since a change must not choose its own judge.
struct Trust {
  var configuration: Configuration?
  var policies: PolicySet
  /// Directories of the repository that hold policies.
  var policyDirectories: [TreePath]
  var problems: [Diagnostic]
}

extension Trust {
  /// - Parameter tree: the base's tree, or the head's for a preview; nil for an empty base.
  static func read(
    _ request: CheckRequest, from tree: CommitTree?, formats: [any PolicyFormat]
  ) throws(Diagnostic) -> Trust {
    var problems: [Diagnostic] = []
    var configuration: Configuration?
    if let path = request.configuration {
      let bytes = try LocalFile.read(path)
      configuration = try readConfiguration(bytes, Source(path: path))
    } else if let tree, let bytes = try contents(of: Configuration.path, in: tree) {
      do {
        configuration = try readConfiguration(bytes, Source(path: Configuration.path))
      } catch {
        // The base is what it is: a change cannot mend it before it is merged.
        problems.append(error)
      }
    }
    let names = request.policies ?? configuration?.policies ?? Configuration.defaultPolicies
    var documents: [Document] = []
    var directories: [TreePath] = []
    for name in names {
      if name.hasPrefix(PolicyPack.prefix) {
        documents += try pack(String(name.dropFirst(PolicyPack.prefix.count)))
      } else if request.policies != nil {
        let (found, more) = try LocalFile.documents(below: name)
        documents += found
        problems += more
      } else if let tree {
        let directory = TreePath(name)
        directories.append(directory)
        let (found, more) = try self.documents(below: directory, in: tree)
        documents += found
        problems += more
      }
    }
    let version =
      request.kubernetesVersion ?? configuration?.environments.first?.kubernetesVersion
    let policies = PolicySet(
      request.judges ? documents : [], formats: formats, version: version)
    return Trust(
      configuration: configuration, policies: policies, policyDirectories: directories,
      problems: problems + policies.diagnostics)
  }

  private static func pack(_ name: String) throws(Diagnostic) -> [Document] {
    guard let pack = PolicyPack.named(name) else {
      let known = PolicyPack.all.map(\.name)
      throw Diagnostic(
        code: "unknown-pack", "there is no policy pack '\(name)'",
        help: closest(to: name, among: known).map { "did you mean 'builtin:\($0)'?" }
          ?? "the packs are \(known.map { PolicyPack.prefix + $0 }.joined(separator: ", "))")
    }
    return pack.files.flatMap { YAML.read($0.bytes, from: $0.source).documents }
  }

  private static func readConfiguration(
    _ bytes: [UInt8], _ source: Source
  ) throws(Diagnostic) -> Configuration {
    let reading = YAML.read(bytes, from: source)
    if let problem = reading.diagnostics.first(where: { $0.severity == .error }) { throw problem }
    guard let document = reading.documents.first else {
      throw Diagnostic(
        code: "invalid-configuration", "the configuration is empty",
        at: Mark(source: source, line: 1, column: 1),
        help: "delete the file, or add apiVersion, kind and environments")
    }
    let (configuration, problems) = Configuration.read(document)
    guard let configuration else {
      var first =
        problems.first ?? Diagnostic(code: "invalid-configuration", "it cannot be read")
      first.notes += problems.dropFirst().map {
        Diagnostic.Note($0.headline + ($0.help.map { "; \($0)" } ?? ""), at: $0.spans.first)
      }
      throw first
    }
    return configuration
  }

  private static func contents(
    of path: String, in tree: CommitTree
  ) throws(Diagnostic) -> [UInt8]? {
    do {
      return try tree.contents(at: TreePath(path), limit: 1 << 20)
    } catch {
      throw error.diagnostic
    }
  }

  private static func documents(
    below directory: TreePath, in tree: CommitTree
  ) throws(Diagnostic) -> ([Document], [Diagnostic]) {
    do {
      guard let entry = try tree.entry(at: directory), entry.kind == .directory else {
        return (
          [],
          [
            Diagnostic(
              code: "invalid-configuration",
              "the policy directory '\(directory.text)' is not there",
              at: Mark(source: Source(path: Configuration.path), line: 1, column: 1),
              help: "add it, or take it out of `policies`")
          ]
        )
      }
      var documents: [Document] = []
      var problems: [Diagnostic] = []
      for file in try tree.files(below: directory) where file.isManifest && file.kind.isFile {
        let reading = YAML.read(
          try tree.contents(of: file), from: Source(path: file.path.text))
        documents += reading.documents
        problems += reading.diagnostics
      }
      return (documents, problems)
    } catch {
      throw error.diagnostic
    }
  }
}
