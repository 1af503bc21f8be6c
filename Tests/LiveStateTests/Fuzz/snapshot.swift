import Diagnostics
import Documents
import Git
import LiveState
import Resources
import Values

#if FUZZING
  typealias FuzzedTarget = SnapshotFuzz
#else
  import TestSupport
#endif

/// A listing that is imported is found again, object by object, without its secrets; and whatever a
/// ref holds in the place of a snapshot, questions about it have an answer.
///
/// In an input each file begins with a line `==> path`: those below `in/` are imported, the others
/// are the tree of a snapshot that nobody imported.
enum SnapshotFuzz {
  private static let now = Instant(seconds: 1_800_000_000)

  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let files = FileListing(input, fragments: Fragments.all).files
    let listing = files.filter { $0.path.hasPrefix("in/") }.flatMap(\.bytes)
    do {
      try importing(listing)
      try reading(files.filter { !$0.path.hasPrefix("in/") })
    } catch {
      preconditionFailure("\(error)")
    }
  }

  // MARK: Import

  private static func importing(_ listing: [UInt8]) throws {
    let repository = Repository.inMemory()
    var reader = ObjectReader(source: Source(path: "listing"))
    var objects: [Document] = []
    do throws(Diagnostic) {
      var failure: Diagnostic?
      listing.withUnsafeBufferPointer { bytes in
        do throws(Diagnostic) {
          try reader.take(bytes) { objects.append($0) }
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      try reader.finish { objects.append($0) }
    } catch {
      precondition(!error.headline.isEmpty)
      precondition(!error.headline.contains(Fragments.canary))
      return
    }
    let redaction = Redaction(key: nil)
    var writer = try SnapshotWriter(repository: repository, redaction: redaction)
    for object in objects { try writer.add(object) }
    let (tree, contents) = try writer.finish(SnapshotContents())
    precondition(contents.objects <= objects.count)
    let view = try view(of: tree, in: repository)
    precondition(view.contents == contents)
    for object in objects { try find(object, in: view) }
    for kind in contents.kinds {
      let found = view.objects(.kind(group: kind.group, kind: kind.kind)).found ?? []
      precondition(found.count == kind.count)
      for identity in found {
        // Another group may have a kind of that name, which is none.
        guard identity.group.isEmpty, identity.kind == "Secret" else { continue }
        let text = view.text(of: identity).found ?? ""
        // Keys are no secrets.
        if let root = view.object(identity).found?.root, hasCanaryInKey(root) { continue }
        precondition(!text.contains(Fragments.canary))
        precondition(!text.contains(Fragments.encodedCanary))
      }
    }
  }

  private static func hasCanaryInKey(_ node: Node) -> Bool {
    node.entries.contains {
      $0.name.contains(Fragments.canary) || $0.name.contains(Fragments.encodedCanary)
        || hasCanaryInKey($0.value)
    } || node.elements.contains(where: hasCanaryInKey)
  }

  private static func find(_ object: Document, in view: SnapshotView) throws {
    let root = object.root
    let identity = ResourceIdentity(
      group: ResourceIdentity.group(ofAPIVersion: root["apiVersion"]?.text ?? ""),
      kind: root["kind"]?.text ?? "",
      namespace: root["metadata", "namespace"]?.string.flatMap { $0.isEmpty ? nil : $0 },
      name: root["metadata", "name"]?.text ?? "")
    guard case .found(let found) = view.object(identity) else {
      preconditionFailure("\(identity) is not found again")
    }
    precondition(found.root["metadata", "name"]?.text == identity.name)
    for reference in root["metadata", "ownerReferences"]?.elements.map({ $0 }) ?? [] {
      guard let version = reference["apiVersion"]?.string, let kind = reference["kind"]?.string,
        let name = reference["name"]?.string
      else { continue }
      _ = view.objects(
        .owned(
          by: ResourceIdentity(
            group: ResourceIdentity.group(ofAPIVersion: version), kind: kind,
            namespace: identity.namespace, name: name)))
    }
  }

  // MARK: A hostile ref

  private static func reading(_ files: [(path: String, bytes: [UInt8])]) throws {
    let repository = Repository.inMemory()
    var tree = MemoryTree()
    for (path, bytes) in files {
      guard let path = TreePath.root.resolving(Array(path.utf8.prefix(200))[...]), !path.isRoot
      else { continue }
      tree.add(path, bytes)
    }
    guard let view = try? view(of: repository.write(tree), in: repository) else { return }
    let kinds = view.contents.kinds.prefix(8).map { ($0.group, $0.kind) }
    for (group, kind) in kinds + [("", "Secret"), ("apps", "Deployment")] {
      var found = view.objects(.kind(group: group, kind: kind)).found ?? []
      found += view.objects(.kindIn(group: group, kind: kind, namespace: "shop")).found ?? []
      for identity in found.prefix(32) {
        _ = view.object(identity)
        _ = view.text(of: identity)
        _ = view.objects(.owned(by: identity))
      }
    }
    _ = view.objects(.namespace("shop"))
  }

  private static func view(of tree: ObjectID, in repository: Repository) throws -> SnapshotView {
    let person = Commit.Signature(person: "a <a@example.org>", seconds: now.seconds)
    let commit = try repository.writeCommit(
      tree: tree, parents: [], author: person, committer: person, message: "snapshot\n")
    try repository.update(
      reference: "refs/vet/live/prod", to: commit, from: .anything, log: "fuzz")
    return try SnapshotView("refs/vet/live/prod", in: repository)
  }
}
