public import Values

/// A mapping of which some values must not be looked at: they are unknown, and so is what depends
/// on them. Their keys are not secret.
public final class RedactedMap: MapAdapter {
  private let node: Node
  private let path: FieldPath
  private let isSecret: @Sendable (Node, FieldPath) -> Bool

  /// - Parameters:
  ///   - path: where the mapping stands in its object.
  ///   - isSecret: says of a value and its path in the object whether it is secret.
  public init(
    _ node: Node, at path: FieldPath = .root,
    isSecret: @escaping @Sendable (Node, FieldPath) -> Bool
  ) {
    self.node = node
    self.path = path
    self.isSecret = isSecret
  }

  public var count: Int { node.count }

  public var keys: [Value] { node.entries.map { .string($0.name) } }

  public func value(forKey key: Value) -> Value? {
    let name: String
    switch key {
    case .string(let text): name = text
    case .text(let node): name = node.text
    default: return nil
    }
    return node[name].map { redacted($0, at: path.entry(name)) }
  }

  /// What is unknown equals nothing that can be told.
  public func isEqual(to other: Value) -> Bool? { nil }

  private func redacted(_ node: Node, at path: FieldPath) -> Value {
    if isSecret(node, path) { return .unknown(Unknown([path.description])) }
    switch node.kind {
    case .mapping: return .adaptedMap(RedactedMap(node, at: path, isSecret: isSecret))
    case .sequence:
      return .list(node.elements.enumerated().map { redacted($1, at: path.index($0)) })
    default: return Value(node)
    }
  }
}
