import Diagnostics
import Values

/// Changes of metadata as kustomize makes them (kyaml/yaml/rnode.go).
extension Manifest {
  mutating func setKind(_ kind: String) { setRootText("kind", kind) }
  mutating func setAPIVersion(_ version: String) { setRootText("apiVersion", version) }

  private mutating func setRootText(_ field: String, _ text: String) {
    let root = document.rootID
    guard document[root].isMapping else { return }
    setText(field, text, in: root, mark: nil)
  }

  mutating func setName(_ name: String, mark: Mark? = nil) {
    guard let metadata = document.mappingField("metadata", of: document.rootID, mark: nil) else {
      return
    }
    setText("name", name, in: metadata, mark: mark)
  }

  /// An empty namespace takes the field away.
  mutating func setNamespace(_ namespace: String) {
    guard !namespace.isEmpty else {
      if let metadata = document.field("metadata", of: document.rootID) {
        document.remove("namespace", from: metadata)
      }
      return
    }
    guard let metadata = document.mappingField("metadata", of: document.rootID, mark: nil) else {
      return
    }
    setText("namespace", namespace, in: metadata, mark: nil)
  }

  private mutating func setText(
    _ field: String, _ text: String, in mapping: NodeID, mark: Mark?
  ) {
    if let present = document.field(field, of: mapping) {
      if document[present].isScalar {
        // Writing what is there already changes at most what the text means.
        if document[present].hasText(text),
          document[present].kind != .string || document[present].style.isQuoted
        {
          return
        }
        document.setUntaggedText(of: present, to: text, mark: mark)
      } else {
        document.replace(present, with: document.addUntagged(text, mark: mark))
      }
    } else {
      document.setField(field, to: document.addUntagged(text, mark: mark), in: mapping)
    }
  }

  /// Replaces the labels or annotations by strings; an empty map takes the field away.
  mutating func setMetadataMap(_ field: String, _ entries: [(key: String, value: NodeID)]) {
    guard let metadata = document.mappingField("metadata", of: document.rootID, mark: nil) else {
      return
    }
    document.remove(field, from: metadata)
    guard !entries.isEmpty else { return }
    let map = document.addMapping()
    for (key, value) in entries {
      let mark = document[value].mark
      document.insert(
        entry: document.addKey(key, mark: mark), value,
        at: document[map].count, in: map)
    }
    document.setField(field, to: map, in: metadata)
  }

  /// Makes strings of all values of the labels or annotations, whatever they were.
  mutating func normalizeMetadataMap(_ field: String, dropping isDropped: (String) -> Bool) {
    guard let map = document.root["metadata"]?[field] else { return }
    var isNormal = map.isMapping && map.count > 0
    for entry in map.entries {
      if entry.value.kind != .string || isDropped(entry.name) { isNormal = false }
    }
    if isNormal { return }
    let entries = metadataEntries(field).map { ($0.key, $0.value.text, $0.value.mark) }
    var values: [(key: String, value: NodeID)] = []
    for (key, text, mark) in entries where !isDropped(key) {
      values.append((key, document.addString(text, mark: mark)))
    }
    setMetadataMap(field, values)
  }
}
