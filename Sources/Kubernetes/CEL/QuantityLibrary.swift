import CEL

/// `k8s.io/apiserver/pkg/cel/library/quantity.go`.
enum QuantityLibrary {
  static let type = Type.message("kubernetes.Quantity")

  static func value(_ quantity: Quantity) -> Value {
    .object(
      OpaqueValue(quantity, type: type, description: quantity.description) { $0.isSame(as: $1) })
  }

  static let library = Library(
    "kubernetes.quantity",
    functions: [
      Function(
        "quantity",
        Overload("string_to_quantity", .string, type) { text in
          withText(text) { text in
            do throws(Quantity.ParseError) {
              return value(try Quantity(text))
            } catch {
              return .error(error.rawValue)
            }
          }
        }),
      Function(
        "isQuantity",
        Overload("is_quantity_string", .string, .bool) { text in
          withText(text) { .bool((try? Quantity($0)) != nil) }
        }),
      Function(
        "sign",
        Overload("quantity_sign", type, .int) { quantity in
          withContent(quantity) { (quantity: Quantity) in .int(Int64(quantity.sign)) }
        }),
      Function(
        "isInteger",
        Overload("quantity_is_integer", isMember: true, type, .bool) { quantity in
          withContent(quantity) { (quantity: Quantity) in .bool(quantity.int64 != nil) }
        }),
      Function(
        "asInteger",
        Overload("quantity_get_int", isMember: true, type, .int) { quantity in
          withContent(quantity) { (quantity: Quantity) in
            quantity.int64.map(Value.int) ?? .error("cannot convert value to integer")
          }
        }),
      Function(
        "asApproximateFloat",
        Overload("quantity_get_float", isMember: true, type, .double) { quantity in
          withContent(quantity) { (quantity: Quantity) in .double(quantity.approximateDouble) }
        }),
      comparison("isGreaterThan", "quantity_is_greater_than", .bool) { .bool($0 > 0) },
      comparison("isLessThan", "quantity_is_less_than", .bool) { .bool($0 < 0) },
      comparison("compareTo", "quantity_compare_to", .int) { .int(Int64($0)) },
      arithmetic("add", "quantity_add", +),
      arithmetic("sub", "quantity_sub", -),
    ])

  private static func comparison(
    _ name: String, _ id: String, _ result: Type, _ value: @escaping @Sendable (Int) -> Value
  ) -> Function {
    Function(
      name,
      Overload(id, isMember: true, type, type, result) { left, right in
        withContents(left, right) { (left: Quantity, right: Quantity) in
          value(left.compare(right))
        }
      })
  }

  private static func arithmetic(
    _ name: String, _ id: String, _ compute: @escaping @Sendable (Quantity, Quantity) -> Quantity
  ) -> Function {
    Function(
      name,
      Overload(id, isMember: true, type, type, type) { left, right in
        withContents(left, right) { value(compute($0, $1)) }
      },
      Overload("\(id)_int", isMember: true, type, .int, type) { left, right in
        withContent(left) { left in
          guard let int = right.int else { return .noSuchOverload }
          return value(compute(left, Quantity(int, format: .decimalExponent)))
        }
      })
  }
}

extension Quantity {
  /// `Quantity.Equal`: by value, whatever the notation.
  fileprivate func isSame(as other: Quantity) -> Bool { compare(other) == 0 }
}
