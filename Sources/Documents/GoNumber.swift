import Values

/// Numbers as they leave kustomize: each becomes a Go int, uint or float64, goes through JSON, and
/// is printed by go-yaml.
enum GoNumber {
  static func yaml(_ node: Node) -> String {
    if node.kind == .int {
      if let int = node.int { return String(int) }
      if let uint = node.uint { return String(uint) }
    }
    return node.double.map(yaml) ?? node.text
  }

  static func yaml(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e21 {
      // JSON writes all digits, so that it reads back as an integer where one is large enough.
      if let int = Int64(exactly: value), int.magnitude < 1 << 53 { return String(int) }
      let digits = GoFloat.json(value)
      if Int64(digits) != nil || UInt64(digits) != nil { return digits }
    }
    return GoFloat.general(value)
  }
}
