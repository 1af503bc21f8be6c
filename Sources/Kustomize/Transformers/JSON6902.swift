import Diagnostics
import Values

/// A JSON patch as kustomize applies it (evanphx/json-patch v4): RFC 6902 with negative indices,
/// where a missing value is null and what precedes the first `/` of a path counts for nothing.
struct JSON6902: Sendable {
  private let patch: JSONPatch

  private static let options: JSONPatch.Options = {
    var options = JSONPatch.Options()
    options.allowsNegativeIndices = true
    options.absentIsNull = true
    return options
  }()

  /// - Throws: where the value is no list of operations.
  init(_ root: Node) throws(Diagnostic) {
    var document = root.document
    for operation in document.elements(of: document.rootID) where document[operation].isMapping {
      try Self.complete(operation, in: &document)
    }
    do {
      patch = try JSONPatch(document.root)
    } catch {
      throw Self.diagnostic(error)
    }
  }

  private static func complete(
    _ operation: NodeID, in document: inout Document
  ) throws(Diagnostic) {
    let name = document[operation]["op"]?.string ?? ""
    if ["add", "replace", "test"].contains(name), document[operation]["value"] == nil {
      document.set("value", to: document.addNull(), in: operation)
    }
    for member in ["path", "from"] {
      guard let value = document[operation][member], let text = value.string,
        text.first != "/", !(text.isEmpty && name == "replace")
      else { continue }
      guard let slash = text.firstIndex(of: "/") else {
        throw Diagnostic(
          code: "kustomize-json-patch",
          "\(name) operation does not apply: doc is missing path: \"\(text)\"", at: value.mark)
      }
      let mark = value.mark
      let pointer = document.addScalar(.string, text: String(text[slash...]), mark: mark)
      document.set(member, to: pointer, in: operation)
    }
  }

  func apply(to document: inout Document) throws(Diagnostic) {
    do {
      try document.apply(patch, options: Self.options)
    } catch {
      try applyOneByOne(to: &document)
    }
  }

  /// Replacing a key that is not there adds it; an element must be there.
  private func applyOneByOne(to document: inout Document) throws(Diagnostic) {
    for operation in patch.operations {
      var step = patch
      step.operations = [operation]
      do {
        try document.apply(step, options: Self.options)
      } catch {
        guard case .replace(let path, let value) = operation.operation,
          error.reason == .noSuchPlace(path)
        else { throw Self.diagnostic(error) }
        step.operations = [(.add(path, value), operation.mark)]
        do {
          try document.apply(step, options: Self.options)
        } catch {
          throw Self.diagnostic(error)
        }
      }
    }
  }

  private static func diagnostic(_ failure: JSONPatch.Failure) -> Diagnostic {
    Diagnostic(
      code: "kustomize-json-patch", "JSON patch does not apply: \(failure)", at: failure.mark)
  }
}
