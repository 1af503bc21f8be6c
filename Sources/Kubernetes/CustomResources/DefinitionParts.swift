import Values

/// What a definition says of its versions, in the places where the server looks for it.
///
/// A part that is the same in all versions, as it is wherever there is one version, stands at the
/// top of the server's internal form and nowhere else, and so in the paths of its errors
/// (pkg/apis/apiextensions/v1/conversion.go).
struct DefinitionParts {
  /// The versions in their order.
  let versions: [Version]
  /// What all versions have alike.
  let shared: Version

  struct Version {
    /// Of the version; that of the first one for what all share.
    let name: Field
    /// What holds the schema.
    let validation: Field
    let subresources: Field
    let columns: Field
    let selectableFields: Field
    /// Whether objects have a status of their own.
    let hasStatus: Bool
  }

  init(_ spec: Field) {
    let versions = Array(spec["versions"].elements)
    let first = versions.first ?? spec["versions"][0]
    func isShared(_ name: String) -> Bool {
      !versions.isEmpty && versions.dropFirst().allSatisfy { $0[name].says(first[name]) }
    }
    let (schema, subresources) = (isShared("schema"), isShared("subresources"))
    let (columns, selectable) = (isShared("additionalPrinterColumns"), isShared("selectableFields"))
    func part(_ name: String, of version: Field, isShared: Bool) -> Field {
      isShared ? version[name].beside(nil) : version[name]
    }
    func top(_ name: String, _ source: String, isShared: Bool) -> Field {
      spec[name].beside(isShared ? first[source].node : nil)
    }
    self.versions = versions.map { version in
      Version(
        name: version["name"],
        validation: part("schema", of: version, isShared: schema),
        subresources: part("subresources", of: version, isShared: subresources),
        columns: part("additionalPrinterColumns", of: version, isShared: columns),
        selectableFields: part("selectableFields", of: version, isShared: selectable),
        hasStatus: version["subresources"]["status"].exists)
    }
    shared = Version(
      name: first["name"],
      validation: top("validation", "schema", isShared: schema),
      subresources: top("subresources", "subresources", isShared: subresources),
      columns: top(
        "additionalPrinterColumns", "additionalPrinterColumns", isShared: columns),
      selectableFields: top("selectableFields", "selectableFields", isShared: selectable),
      hasStatus: versions.contains { $0["subresources"]["status"].exists })
  }
}

extension DefinitionParts {
  /// Where an author writes what the server's internal form has at the top: in every version, of
  /// which the first stands for all.
  static func written(_ path: FieldPath) -> FieldPath {
    let names: [FieldPath.Step: FieldPath.Step] = [
      .field("validation"): .field("schema"), .field("subresources"): .field("subresources"),
      .field("additionalPrinterColumns"): .field("additionalPrinterColumns"),
      .field("selectableFields"): .field("selectableFields"),
    ]
    let steps = path.steps
    guard steps.count > 1, steps[0] == .field("spec"), let name = names[steps[1]] else {
      return path
    }
    return FieldPath([steps[0], .field("versions"), .index(0), name] + steps.dropFirst(2))
  }
}
