import Values

/// The uniqueness that lists of type set and map promise
/// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype).
enum ListTypes {
  static func errors(
    in value: Node, _ schema: JSONSchemaProps?, at path: FieldPath = .root
  ) -> [FieldError] {
    guard let schema else { return [] }
    var errors: [FieldError] = []
    switch value.kind {
    case .mapping:
      for entry in value.entries {
        let name = entry.name
        if let property = schema.property(name) {
          errors += Self.errors(in: entry.value, property, at: path.field(name))
        } else if let values = schema.additionalProperties {
          errors += Self.errors(in: entry.value, values, at: path.key(name))
        }
      }
    case .sequence:
      switch schema.listType {
      case "set": errors += duplicates(value.elements.map(\.self), at: path)
      case "map": errors += mapErrors(value, schema.listMapKeys, at: path)
      default: break
      }
      for (index, element) in value.elements.enumerated() {
        errors += Self.errors(in: element, schema.items, at: path.index(index))
      }
    default: break
    }
    return errors
  }

  private static func duplicates(_ values: [Node], at path: FieldPath) -> [FieldError] {
    repeated(values.map(identity)).map { index in
      .duplicate(path.index(index), GoText.value(values[index], absent: "null"))
    }
  }

  private static func mapErrors(
    _ list: Node, _ keys: [String], at path: FieldPath
  ) -> [FieldError] {
    for (index, element) in list.elements.enumerated()
    where !element.isMapping && !element.isNull {
      return [
        .invalid(
          path.index(index), GoText.value(element),
          "must be an object for an array of list-type map")
      ]
    }
    let identities = list.elements.map { element in
      let known = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { key in
        element[key].map { "\(GoText.quoted(key)):\(GoText.json($0))" }
      }
      return "{\(known.joined(separator: ","))}"
    }
    let only = keys.count == 1 ? keys.first : nil
    let compared = only.map { key in list.elements.map { $0[key].map(identity) ?? "" } }
    return repeated(compared ?? identities).map { .duplicate(path.index($0), identities[$0]) }
  }

  /// Go compares scalars with their types, 1 is not 1.0, and containers as JSON, where it is.
  private static func identity(_ value: Node) -> String {
    "\(value.kind == .float ? "float64 " : "")\(GoText.json(value))"
  }

  /// Where each text that comes more than once comes for the second time.
  private static func repeated(_ texts: [String]) -> [Int] {
    var counts: [String: Int] = [:]
    var places: [Int] = []
    for (index, text) in texts.enumerated() {
      counts[text, default: 0] += 1
      if counts[text] == 2 { places.append(index) }
    }
    return places
  }
}
