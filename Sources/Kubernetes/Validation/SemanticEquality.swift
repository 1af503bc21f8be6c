import Values

/// Equality as `k8s.io/apimachinery/pkg/api/equality.Semantic` has it: an absent list or map is an
/// empty one, and quantities are compared by value where their text differs.
enum SemanticEquality {
  static func equal(_ left: Node?, _ right: Node?) -> Bool {
    guard let left = present(left), let right = present(right) else {
      return isNothing(left) && isNothing(right)
    }
    if left.kind != right.kind { return isQuantity(left, right) }
    switch left.kind {
    case .mapping:
      for entry in left.entries where !equal(entry.value, right[entry.name]) { return false }
      for entry in right.entries where left[entry.name] == nil {
        if !isNothing(entry.value) { return false }
      }
      return true
    case .sequence:
      return left.count == right.count
        && zip(left.elements, right.elements).allSatisfy { equal($0, $1) }
    case .string: return left == right || isQuantity(left, right)
    default: return left == right
    }
  }

  private static func present(_ node: Node?) -> Node? {
    node.flatMap { $0.isNull ? nil : $0 }
  }

  /// Absent, or a container of nothing.
  private static func isNothing(_ node: Node?) -> Bool {
    guard let node, !node.isNull else { return true }
    return !node.isScalar && node.count == 0
  }

  /// Only texts that begin as numbers can be quantities, so that `1Gi` equals `1024Mi` and names
  /// stay names. Numbers in names that differ have different values.
  private static func isQuantity(_ left: Node, _ right: Node) -> Bool {
    guard left.isScalar, right.isScalar else { return false }
    let first = left.withTextBytes { try? Quantity.parse($0).get() }
    guard let first else { return false }
    let second = right.withTextBytes { try? Quantity.parse($0).get() }
    return first == second
  }
}
