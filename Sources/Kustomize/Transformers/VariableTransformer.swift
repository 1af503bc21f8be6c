import Diagnostics
import Documents
import Resources
import Values

/// Replaces `$(NAME)` in the fields that `varReference` names (api/filters/refvar).
struct VariableTransformer {
  /// A value of a variable: kustomize keeps numbers and booleans where they stand alone.
  struct Value {
    var text: String
    var kind: Kind
  }

  let values: [String: Value]
  let specs: [FieldSpec]
  /// What of the values comes out of Secrets.
  var secrets = SecretTexts()

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let visitor = FieldVisitor { document, id throws(Diagnostic) in try set(id, in: &document) }
    try list.editAll { manifest throws(Diagnostic) in
      let before = secrets.isEmpty ? nil : manifest.document
      try visitor.visit(specs, of: manifest.type, in: &manifest.document)
      if let before, before != manifest.document { manifest.receive(secrets) }
    }
  }

  private func set(_ id: NodeID, in document: inout Document) throws(Diagnostic) {
    switch document[id].kind {
    case .null: return
    case .mapping:
      for index in 0..<document[id].count {
        let entry = document[id].entries[index]
        guard entry.key.kind == .string else {
          throw Diagnostic(
            code: "kustomize-field", "invalid map key: value='\(entry.name)'", at: entry.key.mark)
        }
        if entry.value.kind == .string { expand(entry.value.id, in: &document) }
      }
    case .sequence:
      for element in document.elements(of: id) {
        guard document[element].kind == .string else {
          throw Diagnostic(
            code: "kustomize-field", "invalid value type expect a string",
            at: document[element].mark)
        }
        expand(element, in: &document)
      }
    case .string: expand(id, in: &document)
    default: return
    }
  }

  private func expand(_ id: NodeID, in document: inout Document) {
    let text = document.text(of: id)
    let mark = document[id].mark
    let value = expansion(of: text)
    let changes = value.kind != .string || value.text != text
    let style: Style =
      value.kind != .string
      ? .plain : value.text.contains("\n") ? .literal : ScalarShape.styleOfString(value.text)
    guard changes || document[id].style != style else { return }
    document.replace(
      id, with: document.addScalar(value.kind, style, text: value.text, mark: mark))
  }

  private func expansion(of text: String) -> Value {
    let bytes = Array(text.utf8)
    guard bytes.contains(UInt8(ascii: "$")) else { return Value(text: text, kind: .string) }
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count else {
        output.append(bytes[index])
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case UInt8(ascii: "$"):
        output.append(UInt8(ascii: "$"))
        index += 2
      case UInt8(ascii: "("):
        guard let end = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: ")")) else {
          output.append(contentsOf: bytes[index...(index + 1)])
          index += 2
          continue
        }
        let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
        if let value = values[name] {
          if index == 0, end == bytes.count - 1 { return value }
          output.append(contentsOf: value.text.utf8)
        } else {
          output.append(contentsOf: bytes[index...end])
        }
        index = end + 1
      default:
        output.append(contentsOf: bytes[index...(index + 1)])
        index += 2
      }
    }
    return Value(text: String(decoding: output, as: UTF8.self), kind: .string)
  }
}

extension VariableTransformer.Value {
  /// The value of a field as Go prints it; nil for a list or an object, which no variable may be.
  init?(_ node: Node) {
    switch node.kind {
    case .int: self.init(text: node.int.map(String.init) ?? node.text, kind: .int)
    case .float: self.init(text: node.double.map(GoFloat.general) ?? node.text, kind: .float)
    case .bool: self.init(text: node.bool == true ? "true" : "false", kind: .bool)
    case .string, .null: self.init(text: node.text, kind: .string)
    case .sequence, .mapping: return nil
    }
  }
}
