package import Diagnostics
import Documents
package import Git
import Resources
package import Values

/// Writes objects into a repository, in packs, and makes of them the tree of a snapshot. No ref knows
/// of it yet: what an import leaves behind that fails is collected by Git.
package struct SnapshotWriter {
  private let storage: ObjectWriter
  private let redaction: Redaction
  private var directories: [Directory: [String: ObjectID]] = [:]
  private var ownerships: [Ownership] = []

  private struct Directory: Hashable {
    var group: String
    var kind: String
    var namespace: String?
  }

  private struct Ownership {
    var owner: ResourceIdentity
    var owned: ResourceIdentity
  }

  package init(repository: Repository, redaction: Redaction) throws(Diagnostic) {
    do {
      storage = try repository.makeWriter()
    } catch {
      throw error.diagnostic
    }
    self.redaction = redaction
  }

  /// How many objects there are; of two with one identity the later counts.
  package var count: Int { directories.values.reduce(0) { $0 + $1.count } }

  /// Stores an object that has apiVersion, kind and a name. Secrets are redacted before.
  package mutating func add(_ object: Document) throws(Diagnostic) {
    let root = object.root
    let group = ResourceIdentity.group(ofAPIVersion: root["apiVersion"]?.text ?? "")
    let namespace = root["metadata", "namespace"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    let identity = ResourceIdentity(
      group: group, kind: root["kind"]?.text ?? "", namespace: namespace,
      name: root["metadata", "name"]?.text ?? "")
    let bytes = JSON.bytes(of: redaction.redact(object).root, pretty: true, sortedKeys: true)
    let id = try write(
      bytes + [UInt8(ascii: "\n")], name: SnapshotLayout.file(identity.name))
    let directory = Directory(group: group, kind: identity.kind, namespace: namespace)
    directories[directory, default: [:]][identity.name] = id
    for reference in root["metadata", "ownerReferences"]?.elements.map({ $0 }) ?? [] {
      guard let version = reference["apiVersion"]?.string, let kind = reference["kind"]?.string,
        let name = reference["name"]?.string
      else { continue }
      let owner = ResourceIdentity(
        group: ResourceIdentity.group(ofAPIVersion: version), kind: kind, namespace: namespace,
        name: name)
      ownerships.append(Ownership(owner: owner, owned: identity))
    }
  }

  /// The tree of the objects added.
  package mutating func finish(
    _ contents: SnapshotContents
  ) throws(Diagnostic) -> (tree: ObjectID, contents: SnapshotContents) {
    var contents = contents
    contents.objects = count
    contents.redactionKey = redaction.key?.id
    contents.kinds = kinds(declared: contents.kinds)
    let index = try writeTree([
      ("namespaces", try writeNamespaces()), ("owners", try writeOwners()),
    ])
    let tree = try writeTree(
      [
        ("objects", try writeObjects()), ("index", index),
      ], files: [("snapshot.json", try write(contents.json))])
    do {
      try storage.finish()
    } catch {
      throw error.diagnostic
    }
    return (tree, contents)
  }

  private func write(_ bytes: [UInt8], name: String = "") throws(Diagnostic) -> ObjectID {
    do throws(GitError) {
      return try storage.write(bytes, kind: .blob, name: name)
    } catch {
      throw error.diagnostic
    }
  }

  private func writeTree(
    _ directories: [(name: String, id: ObjectID)], files: [(name: String, id: ObjectID)] = []
  ) throws(Diagnostic) -> ObjectID {
    let entries =
      directories.map { TreeEntry(name: Array($0.name.utf8)[...], kind: .directory, id: $0.id) }
      + files.map { TreeEntry(name: Array($0.name.utf8)[...], kind: .file, id: $0.id) }
    do throws(GitError) {
      return try storage.write(entries)
    } catch {
      throw error.diagnostic
    }
  }

  // MARK: Objects

  /// The kinds that there are, and those that are declared to be covered.
  private func kinds(declared: [SnapshotContents.Kind]) -> [SnapshotContents.Kind] {
    var counts: [Directory: Int] = [:]
    for kind in declared { counts[Directory(group: kind.group, kind: kind.kind)] = 0 }
    for (directory, objects) in directories {
      counts[Directory(group: directory.group, kind: directory.kind), default: 0] += objects.count
    }
    return counts.map {
      SnapshotContents.Kind(group: $0.key.group, kind: $0.key.kind, count: $0.value)
    }.sorted { ($0.group, $0.kind) < ($1.group, $1.kind) }
  }

  private func writeObjects() throws(Diagnostic) -> ObjectID {
    var groups: [String: [String: [(name: String, id: ObjectID)]]] = [:]
    for (directory, objects) in directories {
      let files = objects.map { (name: SnapshotLayout.file($0.key), id: $0.value) }
      let id = try writeTree([], files: files)
      let group = SnapshotLayout.encode(directory.group.isEmpty ? "core" : directory.group)
      let name = SnapshotLayout.encode(directory.namespace ?? "_")
      groups[group, default: [:]][SnapshotLayout.encode(directory.kind), default: []]
        .append((name, id))
    }
    var written: [(name: String, id: ObjectID)] = []
    for (group, kinds) in groups {
      var trees: [(name: String, id: ObjectID)] = []
      for (kind, namespaces) in kinds { trees.append((kind, try writeTree(namespaces))) }
      written.append((group, try writeTree(trees)))
    }
    return try writeTree(written)
  }

  // MARK: Indexes

  /// For each namespace a line with group, kind and count for each kind in it.
  private func writeNamespaces() throws(Diagnostic) -> ObjectID {
    var lines: [String: [String]] = [:]
    for (directory, objects) in directories {
      let group = SnapshotLayout.encode(directory.group.isEmpty ? "core" : directory.group)
      lines[SnapshotLayout.encode(directory.namespace ?? "_"), default: []].append(
        "\(group)/\(SnapshotLayout.encode(directory.kind)) \(objects.count)\n")
    }
    return try writeIndex(lines)
  }

  /// For each owner a line: the owner, then what it owns.
  private func writeOwners() throws(Diagnostic) -> ObjectID {
    var owned: [ResourceIdentity: Set<ResourceIdentity>] = [:]
    for ownership in ownerships {
      owned[located(ownership.owner), default: []].insert(ownership.owned)
    }
    var lines: [String: [String]] = [:]
    for (owner, objects) in owned {
      let words = [owner] + objects.sorted()
      lines[SnapshotLayout.ownerPart(owner), default: []].append(
        words.map(SnapshotLayout.text).joined(separator: " ") + "\n")
    }
    return try writeIndex(lines)
  }

  private func writeIndex(_ lines: [String: [String]]) throws(Diagnostic) -> ObjectID {
    var files: [(name: String, id: ObjectID)] = []
    for (name, lines) in lines {
      files.append((name, try write(Array(lines.sorted().joined().utf8))))
    }
    return try writeTree([], files: files)
  }

  /// An owner is in the namespace of what it owns or has cluster scope, which the reference does not
  /// say: it has cluster scope where only such an object is there.
  private func located(_ owner: ResourceIdentity) -> ResourceIdentity {
    let near = Directory(group: owner.group, kind: owner.kind, namespace: owner.namespace)
    let far = Directory(group: owner.group, kind: owner.kind, namespace: nil)
    guard directories[near]?[owner.name] == nil, directories[far] != nil else { return owner }
    var located = owner
    located.namespace = nil
    return located
  }
}
