import Diagnostics
import Values

/// Walks to the fields that specifications name (api/filters/fieldspec), through the elements of
/// every list on the way, and hands each to `set`.
struct FieldVisitor {
  /// What is created at the end of a path whose specification allows it.
  enum Creation { case nothing, scalar, mapping }

  let creation: Creation
  let mark: Mark?
  let set: (inout Document, NodeID) throws(Diagnostic) -> Void

  init(
    creating creation: Creation = .nothing, mark: Mark? = nil,
    set: @escaping (inout Document, NodeID) throws(Diagnostic) -> Void
  ) {
    self.creation = creation
    self.mark = mark
    self.set = set
  }

  func visit(
    _ specs: [FieldSpec], of type: GroupVersionKind, in document: inout Document
  ) throws(Diagnostic) {
    for spec in specs where type.isSelected(by: spec.type) { try visit(spec, in: &document) }
  }

  /// Visits whatever the type of the document.
  func visit(_ spec: FieldSpec, in document: inout Document) throws(Diagnostic) {
    do {
      try visit(document.rootID, spec, 0, in: &document)
    } catch {
      var error = error
      error.headline = "considering field '\(spec.path)': \(error.headline)"
      throw error
    }
  }

  private func visit(
    _ id: NodeID, _ spec: FieldSpec, _ index: Int, in document: inout Document
  ) throws(Diagnostic) {
    guard index < spec.segments.count else { return try set(&document, id) }
    switch document[id].kind {
    case .null: return
    case .sequence:
      for element in document.elements(of: id) {
        try visit(element, spec, index, in: &document)
      }
    case .mapping: try visitMapping(id, spec, index, in: &document)
    default:
      throw Diagnostic(
        code: "kustomize-field", "expected sequence or mapping node", at: document[id].mark)
    }
  }

  private func visitMapping(
    _ id: NodeID, _ spec: FieldSpec, _ index: Int, in document: inout Document
  ) throws(Diagnostic) {
    let segment = spec.segments[index]
    let name = segment.name
    guard !name.isEmpty else {
      throw Diagnostic(
        code: "kustomize-field", "cannot set or create an empty field name",
        at: document[id].mark)
    }
    let isLast = index == spec.segments.count - 1
    let creates = spec.creates && creation != .nothing && !segment.isSequence
    if let field = document.field(name, of: id) {
      if document.isNull(field) {
        guard creates || segment.isSequence else {
          // The end of the path may be null; nothing lies below one.
          if isLast { try set(&document, field) }
          return
        }
        document.replace(field, with: created(isLast, segment, in: &document))
      }
      return try visit(field, spec, index + 1, in: &document)
    }
    guard creates else { return }
    let field = created(isLast, segment, in: &document)
    document.insert(
      entry: document.addKey(name, mark: mark), field,
      at: document[id].count, in: id)
    try visit(field, spec, index + 1, in: &document)
  }

  private func created(
    _ isLast: Bool, _ segment: FieldSpec.Segment, in document: inout Document
  ) -> NodeID {
    if segment.isSequence { return document.addSequence() }
    guard isLast, creation == .scalar else { return document.addMapping(mark: mark) }
    return document.addScalar(.string, text: "", mark: mark)
  }
}

extension Document {
  /// Sets a scalar's text without saying what it is, as most transformers do.
  mutating func setScalar(_ id: NodeID, to text: String, mark: Mark?) throws(Diagnostic) {
    guard self[id].isScalar else { throw notScalar(id) }
    setUntaggedText(of: id, to: text, mark: mark)
  }

  /// Sets a scalar to a value of a kind.
  mutating func setScalar(
    _ id: NodeID, to text: String, _ kind: Kind, mark: Mark?
  ) throws(Diagnostic) {
    guard self[id].isScalar else { throw notScalar(id) }
    assign(
      kind == .string ? addString(text, mark: mark) : addScalar(kind, text: text, mark: mark),
      to: id)
  }

  func notScalar(_ id: NodeID) -> Diagnostic {
    Diagnostic(
      code: "kustomize-field",
      "wrong node kind: expected ScalarNode but got "
        + (self[id].isMapping ? "MappingNode" : "SequenceNode"),
      at: self[id].mark)
  }
}
