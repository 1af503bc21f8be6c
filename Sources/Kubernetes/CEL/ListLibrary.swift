import CEL

/// `k8s.io/apiserver/pkg/cel/library/lists.go`.
enum ListLibrary {
  static let library = Library(
    "kubernetes.lists",
    functions: [
      Function("isSorted", comparable("is_sorted_bool", { _ in .bool }, isSorted)),
      Function("min", comparable("min", { $0 }) { extreme($0, named: "min", preferred: 1) }),
      Function("max", comparable("max", { $0 }) { extreme($0, named: "max", preferred: -1) }),
      Function(
        "sum",
        sum("int", .int, .int(0)), sum("uint", .uint, .uint(0)),
        sum("double", .double, .double(0)),
        sum("duration", .duration, .duration(Duration(nanoseconds: 0)))),
      Function(
        "indexOf",
        search("list_a_index_of_int") { elements, item in
          elements.indices.first { elements[$0].isEqual(to: item) }
        }),
      Function(
        "lastIndexOf",
        search("list_a_last_index_of_int") { elements, item in
          elements.indices.last { elements[$0].isEqual(to: item) }
        }),
    ])

  private static let comparableTypes: [(name: String, type: Type)] = [
    ("int", .int), ("uint", .uint), ("double", .double), ("bool", .bool),
    ("duration", .duration), ("timestamp", .timestamp), ("string", .string), ("bytes", .bytes),
  ]

  private static func comparable(
    _ name: String, _ result: (Type) -> Type,
    _ compute: @escaping @Sendable (Value.Elements) -> Value
  ) -> [Overload] {
    comparableTypes.map { typeName, type in
      let suffix = name.hasSuffix("_bool") ? name : "\(name)_\(typeName)"
      return Overload(
        "list_\(typeName)_\(suffix)", isMember: true, .list(type), result(type)
      ) { list in
        list.elements.map(compute) ?? .noSuchOverload
      }
    }
  }

  private static func isSorted(_ elements: Value.Elements) -> Value {
    for index in elements.indices where !elements[index].isComparable { return .noSuchOverload }
    return .bool(zip(elements, elements.dropFirst()).allSatisfy { $0.order(to: $1) != 1 })
  }

  /// The element that every other leaves in place.
  ///
  /// - Parameter preferred: the order of the element held to another that takes its place.
  private static func extreme(
    _ elements: Value.Elements, named name: String, preferred: Int
  ) -> Value {
    guard var held = elements.first else { return .error("\(name) called on empty list") }
    for element in elements {
      guard element.isComparable else { return .noSuchOverload }
      if held.order(to: element) == preferred { held = element }
    }
    return held
  }

  private static func sum(_ name: String, _ type: Type, _ zero: Value) -> Overload {
    Overload("list_\(name)_sum_\(name)", isMember: true, .list(type), type) { list in
      guard let elements = list.elements else { return .noSuchOverload }
      var total = zero
      for element in elements {
        total = total.adding(element)
        if case .error = total { return total }
      }
      return total
    }
  }

  private static func search(
    _ id: String, _ find: @escaping @Sendable (Value.Elements, Value) -> Int?
  ) -> Overload {
    let element = Type.parameter("A")
    return Overload(id, isMember: true, .list(element), element, .int) { list, item in
      guard let elements = list.elements else { return .noSuchOverload }
      return .int(find(elements, item).map { Int64($0) } ?? -1)
    }
  }
}

extension Value {
  fileprivate var isComparable: Bool {
    switch self {
    case .int, .uint, .double, .bool, .duration, .timestamp, .string, .text, .bytes: true
    default: false
    }
  }

  /// -1, 0 or 1; nil where the two have no order.
  fileprivate func order(to other: Value) -> Int? { compare(with: other)?.rawValue }

  fileprivate func adding(_ other: Value) -> Value {
    switch (self, other) {
    case (.int(let left), .int(let right)):
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? .error("integer overflow") : .int(sum)
    case (.uint(let left), .uint(let right)):
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? .error("unsigned integer overflow") : .uint(sum)
    case (.double(let left), .double(let right)): return .double(left + right)
    case (.duration(let left), .duration(let right)):
      let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
      return overflow ? .error("duration overflow") : .duration(Duration(nanoseconds: sum))
    default: return .noSuchOverload
    }
  }
}
