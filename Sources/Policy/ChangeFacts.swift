import CEL
import Resources
import Simulation
import Values

/// A change as the variables of a rule show it.
struct ChangeFacts {
  let change: Change

  /// The value of `base`, `head`, `live` or `predicted`; null where the object is absent.
  func object(_ document: Document?) -> Value {
    guard let document else { return .null }
    let secrecy = change.secrecy
    return secrecy.isNone
      ? Value(document.root)
      : .adaptedMap(RedactedMap(document.root) { secrecy.hides($0, at: $1) })
  }

  /// The value of `change`.
  var value: Value {
    .map(
      MapValue(entries: [
        entry("action", .string(change.action.rawValue)),
        entry("environment", .string(change.environment)),
        entry("apiVersion", .string(change.apiVersion)),
        entry("group", .string(change.identity.group)),
        entry("kind", .string(change.identity.kind)),
        entry("namespace", .string(change.identity.namespace ?? "")),
        entry("name", .string(change.identity.name)),
        entry("fields", .list(change.fields.map(Self.value))),
        entry("effects", .list(change.effects.map(Self.value))),
      ]))
  }

  private static func value(_ field: FieldChange) -> Value {
    .map(
      MapValue(entries: [
        entry("path", .string(field.path.description)),
        entry("op", .string(field.operation.rawValue)),
        entry("before", value(field.before, at: field.path)),
        entry("after", value(field.after, at: field.path)),
        entry("live", value(field.live, at: field.path)),
        entry("cause", .string(field.cause.rawValue)),
      ]))
  }

  private static func value(_ field: FieldValue?, at path: FieldPath) -> Value {
    switch field {
    case nil: .null
    case .shown(let node): Value(node)
    case .secret: .unknown(Unknown([path.description]))
    }
  }

  private static func value(_ effect: Effect) -> Value {
    .map(
      MapValue(entries: [
        entry("kind", .string(effect.kind.rawValue)),
        entry("message", .string(effect.message)),
        entry("count", effect.count.map { .int(Int64($0)) } ?? .null),
      ]))
  }
}

private func entry(_ key: String, _ value: Value) -> MapValue.Entry {
  MapValue.Entry(key: .string(key), value: value)
}
