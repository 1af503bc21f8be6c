import Values

extension StrategicMerge {
  /// An element on its way into a merged list.
  struct Item {
    /// Its merge key, or itself in a list of scalars.
    var key: String
    /// A node of the output.
    var id: NodeID
    /// The element of the original that it is, until something is merged into it.
    var original: Node?
    /// It is a directive to delete, and goes last.
    var deletes = false
  }

  /// `mergeSlice`: the elements of the merged list; the patch's own where lists are replaced.
  mutating func lists(
    _ original: Node, _ patch: Node, _ type: Schema?
  ) throws(MergeFailure) -> [Item]? {
    guard let type, type.patchStrategy.contains(.merge) else {
      return patch.elements.map { Item(key: "", id: output.graft($0)) }
    }
    if original.count == 0, patch.count == 0 { return nil }
    guard try MergeList.elementKind(original.elements, patch.elements) == .mapping else {
      return scalars(original, patch)
    }
    guard let mergeKey = type.mergeKey else {
      throw MergeFailure("cannot merge lists without merge key")
    }
    let (kept, rest) = try withoutSpecialElements(original, patch, mergeKey)
    var merged = kept
    var places: [String: Int] = [:]
    for (place, item) in merged.enumerated() where places[item.key] == nil {
      places[item.key] = place
    }
    for (element, key) in rest {
      if let place = places[key] {
        // A second patch of one key finds what the first one left.
        let before = merged[place].original ?? output[merged[place].id]
        do throws(MergeFailure) {
          merged[place].id = try maps(before, element, type.element)
          merged[place].original = nil
        } catch {
          throw error.within(place)
        }
      } else {
        places[key] = merged.count
        merged.append(
          Item(key: key, id: self.added(element), deletes: element.isDeletion))
      }
    }
    let order = rest.map(\.key)
    return Self.order(merged, first: order, serverOrder: kept.map(\.key))
  }

  /// `mergeSliceWithSpecialElements`: what stays of the original, and what the patch merges.
  private mutating func withoutSpecialElements(
    _ original: Node, _ patch: Node, _ mergeKey: String
  ) throws(MergeFailure) -> (kept: [Item], rest: [(Node, key: String)]) {
    var rest: [(Node, key: String)] = []
    var deleted: Set<String> = []
    var replaces = false
    for (index, element) in patch.elements.enumerated() {
      let key = element[mergeKey]?.scalarKey
      guard let directive = element[Directive.patch] else {
        guard let key else {
          throw MergeFailure.noMergeKey(element, mergeKey).within(index)
        }
        rest.append((element, key))
        continue
      }
      if directive == "delete" {
        guard let key else {
          throw MergeFailure.noMergeKey(element, mergeKey).within(index)
        }
        deleted.insert(key)
      } else if directive == "replace" {
        replaces = true
      } else {
        throw MergeFailure("unknown patch type: \(directive.goDescription)").within(index)
      }
    }
    if replaces {
      let kept = rest.map { Item(key: $0.key, id: output.graft($0.0)) }
      return (kept, [])
    }
    var kept: [Item] = []
    kept.reserveCapacity(original.count)
    for (index, element) in original.elements.enumerated() {
      guard let key = element[mergeKey]?.scalarKey else {
        throw MergeFailure.noMergeKey(element, mergeKey).within(index)
      }
      if deleted.contains(key) { continue }
      kept.append(
        Item(
          key: key, id: element.id, original: element,
          deletes: element.isDeletion))
    }
    return (kept, rest)
  }

  private mutating func scalars(_ original: Node, _ patch: Node) -> [Item] {
    let both = MergeList.withoutDuplicates(Array(original.elements) + Array(patch.elements))
    let own = Set(original.elements.map(\.scalarKey))
    var originals: [String: NodeID] = [:]
    for element in original.elements where originals[element.scalarKey] == nil {
      originals[element.scalarKey] = element.id
    }
    var merged: [Item] = []
    for element in both {
      let key = element.scalarKey
      let id = own.contains(key) ? originals[key] : nil
      merged.append(Item(key: key, id: id ?? output.graft(element)))
    }
    return Self.order(
      merged, first: patch.elements.map(\.scalarKey),
      serverOrder: original.elements.map(\.scalarKey))
  }

  /// `deleteFromSlice`.
  mutating func delete(
    _ patch: Node, from name: String, _ edit: inout MappingEdit
  ) throws(MergeFailure) {
    guard let current = edit.pending(name) else { return }
    let deleted = Set(patch.elements.map(\.scalarKey))
    let kept = output[current].elements.filter { !deleted.contains($0.scalarKey) }.map(\.id)
    edit.set(name, to: output.addContainer(.sequence, .block, children: kept))
  }

  /// `mergePatchIntoOriginal`: merges a list and puts it into the order that the patch demands.
  mutating func ordered(
    _ name: String, _ directive: Node.Entry, _ original: Node, _ patch: Node, _ schema: Schema?,
    _ edit: inout MappingEdit
  ) throws(MergeFailure) {
    guard directive.value.isSequence else {
      throw MergeFailure("invalid patch format of setElementOrder list")
    }
    if combinesPatches {
      if let present = edit.current(directive.key) {
        guard present == directive.value else {
          throw MergeFailure("invalid patch format of setElementOrder list")
        }
      } else {
        edit.set(directive, to: output.graft(directive.value))
      }
    }
    let originalEntry = original.entry(name).flatMap { edit.current($0.key) == nil ? nil : $0 }
    let patchEntry = patch.entry(name)
    guard let key = originalEntry?.key ?? patchEntry?.key else { return }
    let type = try schema?.mergeable(key)
    for value in [originalEntry?.value, patchEntry?.value] where value?.isSequence == false {
      throw MergeFailure("expected a list").within(key)
    }
    let mergeKey = type?.mergeKey
    let order = try keys(of: directive.value, mergeKey)
    try check(patchEntry?.value, against: order, mergeKey)
    let before = originalEntry?.value
    var merged: [Item]
    do throws(MergeFailure) {
      switch (before, patchEntry?.value) {
      case (let before?, let patch?):
        merged = try lists(before, patch, type) ?? []
      case (let before?, nil):
        merged = try items(of: before, mergeKey) { $0.id }
      case (nil, let patch?):
        merged = []
        for element in patch.elements {
          let key = try Self.key(of: element, mergeKey)
          guard let id = taken(element) else { continue }
          merged.append(Item(key: key, id: id, deletes: element.isDeletion))
        }
      default: return
      }
      guard !merged.isEmpty || (before?.count ?? 0) + (patchEntry?.value.count ?? 0) > 0 else {
        throw MergeFailure("no elements in any of the given slices")
      }
      var serverOrder: [String] = []
      if let before { serverOrder = try keys(of: before, mergeKey) }
      merged = Self.order(merged, first: order, serverOrder: serverOrder)
    } catch {
      throw error.within(key)
    }
    edit.set(name, to: output.addContainer(.sequence, .block, children: merged.map(\.id)))
  }

  private func items(
    of list: Node, _ mergeKey: String?, _ id: (Node) -> NodeID
  ) throws(MergeFailure) -> [Item] {
    var items: [Item] = []
    items.reserveCapacity(list.count)
    for element in list.elements {
      items.append(
        Item(
          key: try Self.key(of: element, mergeKey), id: id(element),
          deletes: element.isDeletion))
    }
    return items
  }

  private func keys(
    of list: Node, _ mergeKey: String?
  ) throws(MergeFailure) -> [String] {
    var keys: [String] = []
    keys.reserveCapacity(list.count)
    for element in list.elements { keys.append(try Self.key(of: element, mergeKey)) }
    return keys
  }

  private static func key(
    of element: Node, _ mergeKey: String?
  ) throws(MergeFailure) -> String {
    guard let mergeKey, element.isMapping else { return element.scalarKey }
    guard let value = element[mergeKey] else { throw .noMergeKey(element, mergeKey) }
    return value.scalarKey
  }

  /// `validatePatchWithSetOrderList`: the patch keeps the order that it demands.
  private func check(
    _ patch: Node?, against order: [String], _ mergeKey: String?
  ) throws(MergeFailure) {
    guard let patch, patch.count > 0, !order.isEmpty else { return }
    var next = 0
    for element in patch.elements where element[Directive.patch] == nil {
      let key = try Self.key(of: element, mergeKey)
      while next < order.count, order[next] != key { next += 1 }
      guard next < order.count else {
        throw MergeFailure("The order in patch list doesn't match $setElementOrder list")
      }
      next += 1
    }
  }

  /// `normalizeElementOrder`: the patch's elements in its order, the server's own in theirs, one
  /// among the other as the server had them.
  static func order(
    _ merged: [Item], first patchOrder: [String], serverOrder: [String]
  ) -> [Item] {
    let patchPlaces = places(patchOrder)
    let serverPlaces = places(serverOrder)
    var patchItems: [Item] = []
    var serverOnly: [Item] = []
    for item in merged {
      if patchPlaces[item.key] != nil { patchItems.append(item) } else { serverOnly.append(item) }
    }
    let right = sorted(patchItems, by: patchPlaces)
    let left = sorted(serverOnly, by: serverPlaces)
    var result: [Item] = []
    result.reserveCapacity(merged.count)
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      if i >= left.count {
        result.append(right[j])
        j += 1
      } else if j >= right.count {
        result.append(left[i])
        i += 1
      } else if let mine = serverPlaces[left[i].key], let theirs = serverPlaces[right[j].key],
        mine < theirs
      {
        result.append(left[i])
        i += 1
      } else {
        result.append(right[j])
        j += 1
      }
    }
    return result
  }

  private static func places(_ keys: [String]) -> [String: Int] {
    var places: [String: Int] = [:]
    places.reserveCapacity(keys.count)
    for (place, key) in keys.enumerated() where places[key] == nil { places[key] = place }
    return places
  }

  private static func sorted(_ items: [Item], by places: [String: Int]) -> [Item] {
    items.filter { !$0.deletes }
      .stablySorted { (places[$0.key] ?? .max) < (places[$1.key] ?? .max) }
      + items.filter(\.deletes)
  }
}

extension Node {
  /// Whether this element of a patched list says that the list's element goes.
  var isDeletion: Bool { self[Directive.patch].map { $0 == "delete" } ?? false }
}
