package import Diagnostics
import Values

/// What the API server would say to one manifest: taken, refused, or not known.
package struct ManifestVerdict: Sendable {
  package enum Status: String, Sendable, CaseIterable {
    case valid
    case invalid
    /// Nothing describes the kind, so nobody can tell.
    case unknownKind = "unknown-kind"
    /// The text holds no object.
    case unparsable
  }

  /// One thing that the server has against the manifest.
  package struct Fault: Hashable, Sendable {
    /// The server's word: `FieldValueInvalid`, `UnknownField`, `NotFound`.
    package var reason: String
    /// As the server writes it; empty for the whole object.
    package var field: String
    package var message: String
    /// Where to look in the file; nil where nothing of the field is written.
    package var line: Int?

    package init(reason: String, field: String, message: String, line: Int?) {
      self.reason = reason
      self.field = field
      self.message = message
      self.line = line
    }
  }

  package var status: Status
  package var apiVersion: String
  package var kind: String
  package var namespace: String?
  package var name: String
  package var faults: [Fault]
  /// What the server would warn of: an API that a later version removes.
  package var warnings: [String]
}

extension ManifestVerdict {
  init(_ root: Node, status: Status) {
    self.status = status
    apiVersion = root["apiVersion"]?.string ?? ""
    kind = root["kind"]?.string ?? ""
    let metadata = root["metadata"]
    namespace = metadata?["namespace"]?.string
    name = metadata?["name"]?.string ?? metadata?["generateName"]?.string ?? ""
    faults = []
    warnings = []
  }

  /// A text that could not be read.
  package init(unparsable diagnostic: Diagnostic) {
    status = .unparsable
    apiVersion = ""
    kind = ""
    name = ""
    faults = [
      Fault(
        reason: "Unparsable", field: "", message: diagnostic.headline, line: diagnostic.mark?.line)
    ]
    warnings = []
  }

  mutating func refuse(_ errors: [FieldError], in root: Node) {
    guard !errors.isEmpty else { return }
    status = .invalid
    let isDefinition = kind == "CustomResourceDefinition"
    faults += errors.map { error in
      let place = isDefinition ? DefinitionParts.written(error.field) : error.field
      return Fault(
        reason: error.reason.rawValue, field: error.field.description, message: error.message,
        line: Self.line(of: place, in: root))
    }
  }

  /// The line of the field, or of the closest part of the way to it that is written.
  static func line(of path: FieldPath, in root: Node) -> Int? {
    var node = root
    var mark = root.mark
    for step in path.steps {
      switch step {
      case .field(let name), .key(let name):
        guard let entry = node.entry(name) else { return mark?.line }
        mark = entry.key.mark ?? entry.value.mark ?? mark
        node = entry.value
      case .index(let index):
        guard let element = node[index] else { return mark?.line }
        mark = element.mark ?? mark
        node = element
      }
    }
    return mark?.line
  }
}
