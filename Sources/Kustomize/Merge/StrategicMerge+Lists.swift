import Diagnostics
import Values

/// Lists whose elements merge by a key (kyaml/yaml/walk/associative_sequence.go). An empty key
/// stands for the element itself, in lists of scalars.
extension StrategicMerge {
  mutating func walkAssociative(
    _ object: NodeID?, _ patch: NodeID?, _ place: Schema.Place?
  ) throws(Diagnostic) -> Outcome {
    guard let target = try visitList(object, patch) else { return .none }
    var keys: [String] = []
    if case .list(_, let mergeKeys?) = place {
      keys = mergeKeys
    } else {
      keys = [try inferredKey(target, patch)]
    }
    // What is prepended is listed first.
    let lists = prepends ? [patch, target] : [target, patch]
    if !keys.isEmpty {
      var values: [[String]] = []
      var seen: Set<[String]> = []
      for list in lists.compactMap({ $0 }) {
        for element in document[list].elements {
          let key = keys.map { Self.keyText(element[$0]) }
          if seen.insert(key).inserted { values.append(key) }
        }
      }
      return try mergeElements(values, keys, target, patch, place)
    }
    var values: [[String]] = []
    var seen: Set<String> = []
    for list in lists.compactMap({ $0 }) {
      for element in document[list].elements where seen.insert(element.text).inserted {
        values.append([element.text])
      }
    }
    return try mergeElements(values, [""], target, patch, place)
  }

  private static func keyText(_ value: Node?) -> String {
    guard let value, !value.isNull else { return "" }
    return value.text
  }

  private mutating func visitList(
    _ object: NodeID?, _ patch: NodeID?
  ) throws(Diagnostic) -> NodeID? {
    if document.isNull(object) { return patch }
    guard let patch else { return object }
    if document.isNull(patch) { return nil }
    return switch try takeDirective(patch) {
    case .delete: nil
    case .replace: patch
    case .merge: object
    }
  }

  private func inferredKey(_ target: NodeID, _ patch: NodeID?) throws(Diagnostic) -> String {
    for list in [target, patch].compactMap({ $0 }) where document[list].count > 0 {
      guard elementsAllHaveNames(list) else {
        throw Diagnostic(
          code: "kustomize-patch", "no merge key found for the list", at: document[list].mark)
      }
    }
    return "name"
  }

  private mutating func mergeElements(
    _ values: [[String]], _ keys: [String], _ target: NodeID, _ patch: NodeID?,
    _ place: Schema.Place?
  ) throws(Diagnostic) -> Outcome {
    let added = document.addSequence()
    let elementPlace = schema.elements(of: place)
    let values = keys.count > 1 ? Self.unify(values) : values
    let used = Self.usedKeys(of: values, keys)
    for value in values {
      let (validKeys, validValues) = Self.valid(used, value, keys)
      let (matchKeys, matchValues) = Self.valid(
        Self.usedKeys(of: [value], keys), validValues, validKeys)
      let mine = element(of: target, matchKeys, matchValues)
      let theirs = patch.flatMap { element(of: $0, matchKeys, matchValues) }
      let merged = try walk(mine, theirs, elementPlace).node
      guard let merged, !document.isNull(merged),
        !(document[merged].isMapping && document[merged].count == 0)
      else {
        for _ in validKeys {
          _ = try setElement(nil, in: target, keys: validKeys, values: validValues)
        }
        continue
      }
      for (key, text) in zip(validKeys, validValues) where !key.isEmpty && !text.isEmpty {
        if document[merged].isMapping, document.field(key, of: merged) == nil {
          document.setField(key, to: document.addUntagged(text), in: merged)
        }
      }
      _ = try setElement(merged, in: added, keys: validKeys, values: validValues)
    }
    guard let last = values.last else { return Outcome(node: target) }
    let lastKeys = Self.valid(used, last, keys).keys
    let (list, rest) = prepends ? (added, target) : (target, added)
    for element in document.elements(of: rest) {
      try append(element, to: list, keys: lastKeys)
    }
    if list != target { document.replace(target, with: list) }
    return Outcome(node: target)
  }

  private mutating func append(
    _ element: NodeID, to list: NodeID, keys: [String]
  ) throws(Diagnostic) {
    guard let first = keys.first, !first.isEmpty else {
      let text = document.text(of: element)
      _ = try setElement(element, in: list, keys: [""], values: [text])
      return
    }
    var values: [String] = []
    for key in keys {
      guard document[element].isMapping || document.isNull(element) else {
        throw Diagnostic(
          code: "kustomize-patch",
          "wrong node kind: expected MappingNode in a list that merges by '\(key)'",
          at: document[element].mark)
      }
      if let value = document.field(key, of: element) {
        values.append(document.text(of: value))
      } else {
        // The element stands there without the key; kustomize then sets it once more.
        document.append(element, to: list)
      }
    }
    if keys.count > 1 { _ = try setElement(nil, in: list, keys: keys, values: values) }
    _ = try setElement(element, in: list, keys: keys, values: values)
  }

  /// Replaces the elements that match by another, appends it where none does, and takes the
  /// matching ones out where it is nil. Empty elements go in any case.
  mutating func setElement(
    _ element: NodeID?, in list: NodeID, keys: [String], values: [String]
  ) throws(Diagnostic) -> NodeID? {
    var kept: [NodeID] = []
    var isFound = false
    let setsMappings = keys.first?.isEmpty == false && values.first?.isEmpty == false
    let count = document[list].count
    var changes = false
    for candidate in document.elements(of: list) {
      let node = document[candidate]
      if node.isNull || (node.isMapping && node.count == 0) { continue }
      if !node.isMapping, setsMappings {
        kept.append(candidate)
        continue
      }
      guard try matches(node, keys, values) else {
        if !values.isEmpty { kept.append(candidate) }
        continue
      }
      isFound = true
      if let element {
        kept.append(element)
        if element != candidate { changes = true }
      }
    }
    if let element, !isFound, !document.isNull(element) {
      kept.append(element)
      changes = true
    }
    if changes || kept.count != count { document.setChildren(of: list, to: kept) }
    return element
  }

  private func matches(
    _ node: Node, _ keys: [String], _ values: [String]
  ) throws(Diagnostic) -> Bool {
    var isMatch = false
    for (index, key) in keys.enumerated() {
      if index < values.count {
        let value = values[index]
        if key.isEmpty {
          guard node.isScalar else { throw mixed(node) }
          isMatch = node.hasText(value)
        } else {
          guard node.isMapping else { throw mixed(node) }
          isMatch = node[key].map { value.isEmpty || $0.text == value } ?? false
        }
      }
      if !isMatch { return false }
    }
    return isMatch
  }

  private func mixed(_ node: Node) -> Diagnostic {
    Diagnostic(
      code: "kustomize-patch", "a list mixes scalars with objects, so that it cannot be merged",
      at: node.mark)
  }

  private func element(of list: NodeID, _ keys: [String], _ values: [String]) -> NodeID? {
    guard let first = keys.first, !first.isEmpty else {
      let text = values.first ?? ""
      return document[list].elements.first { $0.isScalar && $0.hasText(text) }?.id
    }
    return document[list].elements.first { element in
      element.isMapping
        && zip(keys, values).allSatisfy { key, value in
          element[key].map { $0.text == value } ?? false
        }
    }?.id
  }
}

// MARK: - Keys of several fields

extension StrategicMerge {
  /// Completes the values that leave a key out from others that agree with them in the rest.
  private static func unify(_ values: [[String]]) -> [[String]] {
    var values = values
    // Only a value with a gap can be completed.
    guard values.contains(where: { $0.contains("") }) else { return values }
    for left in values.indices {
      for right in values.indices {
        if let united = united(values[left], values[right]) {
          values[left] = united
          values[right] = united
        }
      }
    }
    return values
  }

  private static func united(_ left: [String], _ right: [String]) -> [String]? {
    guard left.count == right.count else { return nil }
    var hasCommon = false
    var result: [String] = []
    for (mine, theirs) in zip(left, right) {
      if mine == theirs {
        hasCommon = true
      } else if !mine.isEmpty, !theirs.isEmpty {
        return nil
      }
      result.append(mine.isEmpty ? theirs : mine)
    }
    return hasCommon ? result : nil
  }

  private static func usedKeys(of values: [[String]], _ keys: [String]) -> Set<String> {
    var used: Set<String> = []
    for value in values {
      for (key, text) in zip(keys, value) where !text.isEmpty { used.insert(key) }
    }
    return used
  }

  /// The keys that any element has, with their values; all of them where none has any.
  private static func valid(
    _ used: Set<String>, _ values: [String], _ keys: [String]
  ) -> (keys: [String], values: [String]) {
    guard !used.isEmpty else { return (keys, values) }
    var valid: (keys: [String], values: [String]) = ([], [])
    for key in keys where used.contains(key) { valid.keys.append(key) }
    for (key, value) in zip(keys, values) where !value.isEmpty || used.contains(key) {
      valid.values.append(value)
    }
    return valid
  }
}
