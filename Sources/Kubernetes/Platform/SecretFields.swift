import CEL
import Resources
import Values

/// Which fields hold secrets. Their values reach no report, so that an expression finds them
/// unknown and cannot put them into a message.
enum SecretFields {
  static func mayOccur(in identity: ResourceIdentity) -> Bool {
    identity.group.isEmpty && identity.kind == "Secret"
  }

  /// Whether the value at a path of a Secret is secret: the data, its copy in what was applied, and
  /// what stands beside the known fields, which may be data that lost its indentation.
  static func contains(_ path: FieldPath) -> Bool {
    switch path.steps.first {
    case nil: false
    case .field("data"), .field("stringData"): path.steps.count > 1
    case .field("metadata"): path.steps.last == .key(LastApplied.annotation)
    case .field(let name): !plainFields.contains(name)
    default: true
    }
  }

  private static let plainFields: Set<String> = ["apiVersion", "kind", "type", "immutable"]

  /// An object as expressions may see it.
  static func value(of object: Document, _ identity: ResourceIdentity) -> Value {
    guard mayOccur(in: identity) else { return Value(object.root) }
    return .adaptedMap(RedactedMap(object.root, isSecret: contains))
  }
}
