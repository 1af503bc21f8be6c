import Values

/// The strategic merge patch that leads from one object to another.
///
/// Follows k8s.io/apimachinery/pkg/util/strategicpatch, `diffMaps` and what it calls.
struct StrategicDiff {
  struct Options {
    var ignoresChangesAndAdditions = false
    var ignoresDeletions = false
    var buildsRetainKeys = false
  }

  /// Where patches are built.
  var output = Document()

  /// A patch of keys and values in turn; empty where nothing differs.
  typealias Entries = [NodeID]

  mutating func maps(
    _ original: Node, _ modified: Node, _ schema: Schema?, _ options: Options
  ) throws(MergeFailure) -> Entries {
    var patch: Entries = []
    var retained: [Node] = []
    var originals = EntryFinder(original)
    var found = 0
    for entry in modified.entries {
      if options.buildsRetainKeys, !entry.value.isNull { retained.append(entry.key) }
      guard let before = originals.value(of: entry.key) else {
        if !options.ignoresChangesAndAdditions { add(entry.key, entry.value, to: &patch) }
        continue
      }
      found += 1
      if entry.key.hasText(Directive.patch) {
        guard before.kind == .string, entry.value.kind == .string else {
          throw MergeFailure("invalid value for special key: \(Directive.patch)")
        }
        if before != entry.value { add(entry.key, entry.value, to: &patch) }
        continue
      }
      guard before.kind == entry.value.kind else {
        if !options.ignoresChangesAndAdditions { add(entry.key, entry.value, to: &patch) }
        continue
      }
      do throws(MergeFailure) {
        switch before.kind {
        case .mapping:
          try map(entry.key, before, entry.value, schema, options, &patch)
        case .sequence:
          try list(entry.key, before, entry.value, schema, options, &patch)
        default:
          if !options.ignoresChangesAndAdditions, before != entry.value {
            add(entry.key, entry.value, to: &patch)
          }
        }
      } catch {
        throw error.within(entry.key)
      }
    }
    var hasAdditional = false
    if !options.ignoresDeletions || options.buildsRetainKeys, found < original.count {
      var modifieds = EntryFinder(modified)
      for entry in original.entries where modifieds.place(of: entry.key) == nil {
        if !entry.value.isNull { hasAdditional = true }
        if !options.ignoresDeletions {
          patch.append(output.graft(entry.key))
          patch.append(output.addNull())
        }
      }
    }
    if !retained.isEmpty, !patch.isEmpty || hasAdditional {
      retained.sort { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
      patch.append(output.add(Directive.retainKeys))
      patch.append(
        output.addContainer(.sequence, .block, children: retained.map { output.graft($0) }))
    }
    return patch
  }

  private mutating func map(
    _ key: Node, _ original: Node, _ modified: Node, _ schema: Schema?, _ options: Options,
    _ patch: inout Entries
  ) throws(MergeFailure) {
    guard let type = try mergeable(key, original, modified, schema) else { return }
    let strategy = type?.patchStrategy ?? []
    if strategy.contains(.replace) {
      if !options.ignoresChangesAndAdditions { add(key, modified, to: &patch) }
      return
    }
    var options = options
    options.buildsRetainKeys = strategy.contains(.retainKeys)
    let difference = try maps(original, modified, type, options)
    guard !difference.isEmpty else { return }
    patch.append(output.graft(key))
    patch.append(output.addContainer(.mapping, .block, children: difference))
  }

  private mutating func list(
    _ key: Node, _ original: Node, _ modified: Node, _ schema: Schema?, _ options: Options,
    _ patch: inout Entries
  ) throws(MergeFailure) {
    guard let type = try mergeable(key, original, modified, schema) else { return }
    guard let type, type.patchStrategy.contains(.merge) else {
      if !options.ignoresChangesAndAdditions, original != modified {
        add(key, modified, to: &patch)
      }
      return
    }
    var options = options
    options.buildsRetainKeys = type.patchStrategy.contains(.retainKeys)
    let difference = try lists(original, modified, type, options)
    let name = key.text
    func append(_ name: String, _ children: [NodeID]) {
      guard !children.isEmpty else { return }
      patch.append(output.add(name))
      patch.append(output.addContainer(.sequence, .block, children: children))
    }
    append(name, difference.patch)
    append(Directive.deleteFromPrimitiveList(name), difference.deletions)
    append(Directive.setElementOrder(name), difference.order)
  }

  /// The type of an entry; nil in the outer optional where no patch is needed: of an undeclared
  /// field whose values are equal.
  private func mergeable(
    _ key: Node, _ original: Node, _ modified: Node, _ schema: Schema?
  ) throws(MergeFailure) -> Schema?? {
    do throws(MergeFailure) {
      return .some(try schema?.mergeable(key))
    } catch {
      if original == modified { return nil }
      throw error
    }
  }

  private mutating func add(_ key: Node, _ value: Node, to patch: inout Entries) {
    patch.append(output.graft(key))
    patch.append(output.graft(value))
  }
}

/// The keys by which a strategic merge patch says more than values.
enum Directive {
  static let patch = "$patch"
  static let retainKeys = "$retainKeys"
  static let setElementOrderPrefix = "$setElementOrder"
  static let deleteFromPrimitiveListPrefix = "$deleteFromPrimitiveList"

  static func setElementOrder(_ name: String) -> String { "\(setElementOrderPrefix)/\(name)" }
  static func deleteFromPrimitiveList(_ name: String) -> String {
    "\(deleteFromPrimitiveListPrefix)/\(name)"
  }
}
