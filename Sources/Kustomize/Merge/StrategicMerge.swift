import Diagnostics
import Values

/// Merges a patch into an object as kustomize does (kyaml/yaml/walk and kyaml/yaml/merge2), both of
/// them nodes of one document.
struct StrategicMerge {
  var document: Document
  let schema: Schema
  /// Whether lists that the schema does not know merge by `name` where all elements have one.
  var infersKeys = false
  /// Whether what the patch adds to a list goes before what is there.
  var prepends = true

  init(_ document: Document, schema: Schema) {
    self.document = document
    self.schema = schema
  }

  /// What is left at a place: nothing, or a node. A null is kept only where the object had it.
  struct Outcome {
    var node: NodeID?
    var keepsNull = false

    static let none = Outcome(node: nil)
  }

  /// - Returns: the merged node, nil where the patch deletes it.
  mutating func merge(_ patch: NodeID, into object: NodeID) throws(Diagnostic) -> NodeID? {
    let outcome = try walk(object, patch, nil)
    return outcome.node.flatMap { document.isNull($0) ? nil : $0 }
  }

  enum Directive { case merge, replace, delete }

  mutating func walk(
    _ object: NodeID?, _ patch: NodeID?, _ place: Schema.Place?
  ) throws(Diagnostic) -> Outcome {
    let place = place ?? ownPlace(object) ?? ownPlace(patch)
    guard let shape = shape(object) ?? shape(patch) else {
      return try walkMapping(object, patch, place)
    }
    if let object, let other = self.shape(object), other != shape { throw mismatch(object, shape) }
    if let patch, let other = self.shape(patch), other != shape { throw mismatch(patch, shape) }
    switch shape {
    case .mapping: return try walkMapping(object, patch, place)
    case .scalar: return Outcome(node: patch ?? object)
    case .sequence:
      if isAssociative(object, patch, place) {
        return try walkAssociative(object, patch, place)
      }
      return Outcome(node: patch ?? object)
    }
  }

  enum Shape { case mapping, sequence, scalar }

  private func shape(_ id: NodeID?) -> Shape? {
    guard let id else { return nil }
    return switch document[id].kind {
    case .null: nil
    case .mapping: .mapping
    case .sequence: .sequence
    default: .scalar
    }
  }

  private func mismatch(_ id: NodeID, _ shape: Shape) -> Diagnostic {
    let names: [Shape: String] = [
      .mapping: "MappingNode", .sequence: "SequenceNode", .scalar: "ScalarNode",
    ]
    let found = self.shape(id).flatMap { names[$0] } ?? ""
    return Diagnostic(
      code: "kustomize-patch",
      "wrong node kind: expected \(names[shape] ?? "") but got \(found)",
      at: document[id].mark)
  }

  /// The schema of an object that says its type itself.
  private func ownPlace(_ id: NodeID?) -> Schema.Place? {
    guard let id, document[id].isMapping else { return nil }
    let node = document[id]
    guard let kind = node["kind"], kind.isScalar, let version = node["apiVersion"],
      version.isScalar
    else { return nil }
    return schema.place(apiVersion: version.text, kind: kind.text)
  }

  private func isAssociative(_ object: NodeID?, _ patch: NodeID?, _ place: Schema.Place?) -> Bool {
    if let place {
      if case .list(_, .some) = place { return true }
      return false
    }
    guard infersKeys else { return false }
    return [object, patch].contains { list in
      list.map { !document.isNull($0) && elementsAllHaveNames($0) } ?? false
    }
  }

  func elementsAllHaveNames(_ list: NodeID) -> Bool {
    document[list].elements.allSatisfy { $0["name"] != nil }
  }
}

// MARK: - Mappings

extension StrategicMerge {
  private mutating func walkMapping(
    _ object: NodeID?, _ patch: NodeID?, _ place: Schema.Place?
  ) throws(Diagnostic) -> Outcome {
    let visited = try visitMapping(object, patch)
    guard let target = visited.node else { return .none }
    for name in fieldNames(target, patch) {
      let mine = document.field(name, of: target)
      let theirs = patch.flatMap { document.field(name, of: $0) }
      let merged = try walk(mine, theirs, schema.field(name, of: place))
      if let mine, merged.node == mine, !document.isNull(mine) || merged.keepsNull { continue }
      document.setField(name, to: merged.node, in: target, keepingNull: merged.keepsNull)
    }
    return Outcome(node: target, keepsNull: visited.keepsNull)
  }

  private func fieldNames(_ target: NodeID, _ patch: NodeID?) -> [String] {
    var names = document[target].entries.map(\.name)
    guard let patch, patch != target else { return names }
    // What a patch adds goes to the end in the order of its names.
    var added: [String] = []
    for entry in document[patch].entries where document[target][entry.name] == nil {
      added.append(entry.name)
    }
    names.append(contentsOf: added.sorted())
    return names
  }

  private mutating func visitMapping(
    _ object: NodeID?, _ patch: NodeID?
  ) throws(Diagnostic) -> Outcome {
    if document.isNull(object) {
      if let patch, !document[patch].isScalar {
        // An unknown directive is no error where there is nothing to apply it to.
        let directive = try? takeDirective(patch)
        if directive == .delete { return .none }
      }
      if patch == nil, let object, !document.text(of: object).isEmpty {
        return Outcome(node: object, keepsNull: true)
      }
      return Outcome(node: patch)
    }
    guard let patch else { return Outcome(node: object) }
    if document.isNull(patch) { return .none }
    return switch try takeDirective(patch) {
    case .delete: .none
    case .replace: Outcome(node: patch)
    case .merge: Outcome(node: object)
    }
  }

  /// What a patch wants done as a whole; the words that say so are taken out.
  mutating func takeDirective(_ patch: NodeID) throws(Diagnostic) -> Directive {
    let key = "$patch"
    if document[patch].isSequence {
      let holder = document[patch].elements.first { $0[key].map { !$0.isNull } ?? false }
      guard let holder, holder.count == 1, let value = holder[key] else { return .merge }
      let text = value.text
      let directive = try Self.directive(text, value.mark)
      _ = try setElement(nil, in: patch, keys: [key], values: [text])
      return directive
    }
    guard let value = document[patch][key] else { return .merge }
    let directive = try Self.directive(value.text, value.mark)
    document.remove(key, from: patch)
    return directive
  }

  private static func directive(_ text: String, _ mark: Mark?) throws(Diagnostic) -> Directive {
    switch text {
    case "delete": return .delete
    case "replace": return .replace
    case "merge": return .merge
    default:
      throw Diagnostic(
        code: "kustomize-patch", "the patch strategy is not known", at: mark,
        help: "$patch may be merge, replace or delete")
    }
  }
}
