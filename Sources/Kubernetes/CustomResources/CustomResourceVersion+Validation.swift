import Values

extension CustomResourceVersion {
  /// What the API server has against a decoded custom resource
  /// (k8s.io/apiextensions-apiserver/pkg/registry/customresource).
  ///
  /// - Parameter old: the stored object that is updated; nil for a creation.
  func validate(
    _ object: Document, old: Document?, version: KubernetesVersion
  ) -> [FieldError] {
    var errors = metadataErrors(of: object, old: old)
    guard let structure else { return errors }
    var validation = SchemaValidation(version: version)
    let correlation = old.map {
      Correlation(new: object.root, old: $0.root, schema: structure.root)
    }
    errors += validation.validate(object.root, structure.root, correlation, at: .root).errors
    errors += embeddedResourceErrors(in: object.root, structure.root, at: .root)
    if old.map({ ListTypes.errors(in: $0.root, structure.root).isEmpty }) ?? true {
      errors += ListTypes.errors(in: object.root, structure.root)
    }
    guard let rules = structure.rules(for: version) else { return errors.map(Self.placed) }
    if errors.contains(where: Self.blocksRules) {
      errors.append(
        .invalid(
          .nowhere, "null",
          "some validation rules were not checked because the object was invalid; correct the "
            + "existing errors to complete validation"))
    } else {
      errors += RuleValidation.validate(object.root, old: old?.root, rules).errors
    }
    return errors.map(Self.placed)
  }

  /// What is wrong with the object as a whole stands nowhere: `field.Path` of no steps is nil.
  private static func placed(_ error: FieldError) -> FieldError {
    guard error.field.steps.isEmpty else { return error }
    return FieldError(error.reason, .nowhere, message: error.message)
  }

  private static func blocksRules(_ error: FieldError) -> Bool {
    switch error.reason {
    case .notSupported, .required, .tooLong, .tooMany, .typeInvalid: true
    default: false
    }
  }
}
