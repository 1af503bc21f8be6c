import Documents
import Values

/// What a snapshot says of itself in its tree. The time of capture is not part of it, so that the
/// same objects give the same tree.
package struct SnapshotContents: Hashable, Sendable {
  /// A kind of which the snapshot holds objects, or of which it is known that there are none.
  package struct Kind: Hashable, Sendable {
    package var group: String
    package var kind: String
    package var count: Int

    package init(group: String, kind: String, count: Int) {
      self.group = group
      self.kind = kind
      self.count = count
    }
  }

  package var objects = 0
  /// By group and kind.
  package var kinds: [Kind] = []
  /// Whether kinds that are not listed have no object, instead of being unknown.
  package var coversAllKinds = false
  /// The namespaces that were listed; nil for all.
  package var namespaces: [String]?
  package var serverVersion: String?
  /// The id of the key that secret values are hashed with; nil where they were left out.
  package var redactionKey: String?

  package init() {}

  /// Whether an object that is not there does not exist.
  package func covers(group: String, kind: String, namespace: String?) -> Bool {
    if let namespaces {
      guard let namespace, namespaces.contains(namespace) else { return false }
    }
    return covers(kind: kind, of: group)
  }

  /// Whether objects of a kind that are not there, in the namespaces listed, do not exist.
  package func covers(kind: String, of group: String) -> Bool {
    coversAllKinds || kinds.contains { $0.group == group && $0.kind == kind }
  }
}

// MARK: - In the tree

extension SnapshotContents {
  var json: [UInt8] {
    var document = Document()
    let root = document.addMapping()
    document.rootID = root
    document.set("version", to: SnapshotLayout.version, in: root)
    document.set("objects", to: Int64(objects), in: root)
    let list = document.addSequence()
    for kind in kinds {
      let entry = document.addMapping()
      document.set("group", to: kind.group, in: entry)
      document.set("kind", to: kind.kind, in: entry)
      document.set("count", to: Int64(kind.count), in: entry)
      document.append(entry, to: list)
    }
    document.set("kinds", to: list, in: root)
    document.set("coversAllKinds", to: coversAllKinds, in: root)
    if let namespaces {
      let list = document.addSequence()
      for namespace in namespaces { document.append(document.add(namespace), to: list) }
      document.set("namespaces", to: list, in: root)
    }
    if let serverVersion { document.set("serverVersion", to: serverVersion, in: root) }
    if let redactionKey { document.set("redactionKey", to: redactionKey, in: root) }
    return JSON.bytes(of: document.root, pretty: true, sortedKeys: true) + [UInt8(ascii: "\n")]
  }

  /// nil where the value is none, or of a version that is not known.
  init?(_ node: Node) {
    guard node["version"]?.int == SnapshotLayout.version, let objects = node["objects"]?.int,
      let list = node["kinds"], list.isSequence
    else { return nil }
    self.objects = Int(clamping: objects)
    for entry in list.elements {
      guard let group = entry["group"]?.string, let kind = entry["kind"]?.string,
        let count = entry["count"]?.int
      else { return nil }
      kinds.append(Kind(group: group, kind: kind, count: Int(clamping: count)))
    }
    coversAllKinds = node["coversAllKinds"]?.bool ?? false
    namespaces = node["namespaces"]?.elements.map(\.text)
    serverVersion = node["serverVersion"]?.string
    redactionKey = node["redactionKey"]?.string
  }
}
