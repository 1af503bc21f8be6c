import Resources
import Values

/// Compares what the base wants, what is live and what the merge leaves, field by field, and says
/// of each difference whose doing it is. The elements of the three lists are matched by their
/// keys, so that an inserted element does not read as a change of all that follow.
struct ThreeWayComparison {
  let listType: (FieldPath) -> ListType
  let secrecy: Secrecy
  let isBookkeeping: (FieldPath) -> Bool
  /// Whether `live` is a live state, and not the base standing in for one.
  let hasLive: Bool
  private(set) var changes: [FieldChange] = []

  init(
    hasLive: Bool, listType: @escaping (FieldPath) -> ListType, secrecy: Secrecy,
    isBookkeeping: @escaping (FieldPath) -> Bool
  ) {
    self.hasLive = hasLive
    self.listType = listType
    self.secrecy = secrecy
    self.isBookkeeping = isBookkeeping
  }

  /// - Parameter holder: the nearest line at the head that holds the field.
  mutating func compare(
    _ base: Node?, _ live: Node?, _ after: Node?, at path: FieldPath, holder: Mark?
  ) {
    if isBookkeeping(path) { return }
    if !secrecy.isNone,
      [base, live, after].contains(where: { $0.map { secrecy.hides($0, at: path) } ?? false })
    {
      // Where the view could tell, the live value is one that a manifest says.
      compareLeaf(base, live, after, at: path, holder: holder, secret: true)
      return
    }
    if live == after, base == nil || base == after { return }
    let present = [base, live, after].compactMap { $0 }
    let holder = after?.mark ?? holder
    if present.count > 1, present.allSatisfy(\.isMapping) {
      compareMappings(base, live, after, at: path, holder: holder)
    } else if present.count > 1, present.allSatisfy(\.isSequence) {
      compareSequences(base, live, after, at: path, holder: holder)
    } else {
      compareLeaf(base, live, after, at: path, holder: holder, secret: false)
    }
  }

  private mutating func compareMappings(
    _ base: Node?, _ live: Node?, _ after: Node?, at path: FieldPath, holder: Mark?
  ) {
    var seen: Set<String> = []
    for side in [after, live, base] {
      guard let side else { continue }
      for entry in side.entries {
        let name = entry.name
        guard seen.insert(name).inserted else { continue }
        let shown = secrecy.texts.occur(in: name) ? Secrecy.placeholder : name
        compare(base?[name], live?[name], after?[name], at: path.entry(shown), holder: holder)
      }
    }
  }

  private mutating func compareSequences(
    _ base: Node?, _ live: Node?, _ after: Node?, at path: FieldPath, holder: Mark?
  ) {
    let key: (Node) -> String?
    switch listType(path) {
    case .atomic:
      guard [base, live, after].allSatisfy({ $0 == nil || $0?.count == after?.count }) else {
        compareLeaf(base, live, after, at: path, holder: holder, secret: false)
        return
      }
      for index in 0..<(after?.count ?? 0) {
        compare(
          base?[index], live?[index], after?[index], at: path.index(index), holder: holder)
      }
      return
    case .set: key = { $0.isScalar ? $0.text : nil }
    case .map(let keys):
      key = { element in
        // A key that is left out has the server's default, which the predicted side carries.
        element.isMapping
          ? keys.map { element[$0]?.text ?? "" }.joined(separator: "\u{0}") : nil
      }
    }
    let sides = [base, live, after].map { KeyedElements($0, key: key) }
    guard let keyed = sides as? [KeyedElements] else {
      compareLeaf(base, live, after, at: path, holder: holder, secret: false)
      return
    }
    var seen: Set<String> = []
    for side in [keyed[2], keyed[1], keyed[0]] {
      for (index, name) in side.keys.enumerated() where seen.insert(name).inserted {
        compare(
          keyed[0].elements[name], keyed[1].elements[name], keyed[2].elements[name],
          at: path.index(index), holder: holder)
      }
    }
  }

  private mutating func compareLeaf(
    _ base: Node?, _ live: Node?, _ after: Node?, at path: FieldPath, holder: Mark?, secret: Bool
  ) {
    let cause: FieldChange.Cause
    if live == after {
      guard let base, base != after else { return }
      cause = .drift
    } else {
      cause = base == live ? .change : .overwritesDrift
    }
    func value(_ node: Node?) -> FieldValue? {
      node.map { secret || holdsSecret($0, at: path) ? .secret : .shown($0) }
    }
    let previous = cause == .drift ? base : live
    changes.append(
      FieldChange(
        path: path,
        operation: after == nil ? .remove : previous == nil ? .add : .replace,
        before: value(base), after: value(after), live: hasLive && !secret ? value(live) : nil,
        cause: cause, origin: after?.mark ?? holder))
  }

  /// A whole mapping that came or went may hold secrets further down.
  private func holdsSecret(_ node: Node, at path: FieldPath) -> Bool {
    if secrecy.isNone { return false }
    if secrecy.hides(node, at: path) { return true }
    return switch node.kind {
    case .mapping:
      node.entries.contains { entry in
        let path = path.entry(entry.name)
        return holdsSecret(entry.value, at: path)
      }
    case .sequence:
      node.elements.indices.contains { index in
        let path = path.index(index)
        return holdsSecret(node.elements[index], at: path)
      }
    default: false
    }
  }
}

/// The elements of a list by key; nil where two elements share a key or one has none, since then
/// the list can only be compared whole.
private struct KeyedElements {
  var keys: [String] = []
  var elements: [String: Node] = [:]

  init?(_ list: Node?, key: (Node) -> String?) {
    guard let list else { return }
    for element in list.elements {
      guard let name = key(element), elements.updateValue(element, forKey: name) == nil else {
        return nil
      }
      keys.append(name)
    }
  }
}
