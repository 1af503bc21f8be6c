import CEL

/// A value of a Kubernetes type, which expressions know by its functions alone.
final class OpaqueValue<Content: Sendable>: ObjectValue {
  let content: Content
  let type: Type
  let costSize: Int
  let description: String
  private let equals: @Sendable (Content, Content) -> Bool

  /// - Parameters:
  ///   - costSize: what the server's estimator counts as the size.
  ///   - description: the text that results show.
  init(
    _ content: Content, type: Type, costSize: Int = 1, description: String,
    equals: @escaping @Sendable (Content, Content) -> Bool
  ) {
    self.content = content
    self.type = type
    self.costSize = costSize
    self.description = description
    self.equals = equals
  }

  func isEqual(to other: any ObjectValue) -> Bool {
    (other as? OpaqueValue<Content>).map { equals(content, $0.content) } ?? false
  }
}

extension Value {
  func content<Content: Sendable>(_ type: Content.Type = Content.self) -> Content? {
    object(as: OpaqueValue<Content>.self)?.content
  }
}

/// The operand of a function that the checker let through as `dyn` may be of another type.
func withContent<Content: Sendable>(_ value: Value, _ body: (Content) -> Value) -> Value {
  value.content(Content.self).map(body) ?? .noSuchOverload
}

func withContents<Content: Sendable>(
  _ left: Value, _ right: Value, _ body: (Content, Content) -> Value
) -> Value {
  withContent(left) { left in withContent(right) { body(left, $0) } }
}

func withText(_ value: Value, _ body: (String) -> Value) -> Value {
  value.string.map(body) ?? .noSuchOverload
}
