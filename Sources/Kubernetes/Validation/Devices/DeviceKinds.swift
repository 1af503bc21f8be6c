extension KindRules {
  /// k8s.io/kubernetes/pkg/apis/resource/validation. Errors name the fields of v1 whatever the
  /// version, since the server validates its own structures.
  static let resource: [String: KindRules] = [
    "ResourceClaim": ResourceClaims.rules,
    "ResourceClaimTemplate": ResourceClaims.templates,
    "DeviceClass": DeviceClasses.rules,
    "ResourceSlice": ResourceSlices.rules,
  ]
}

extension Field {
  /// The elements, each by itself; a list that is too long is not looked at.
  func validateList(upTo limit: Int, _ validate: (Field) -> Void) {
    if count > limit { return tooMany(count, limit: limit) }
    elements.forEach(validate)
  }

  /// A list whose elements differ.
  ///
  /// - Parameter name: the field that tells them apart; nil where they are texts themselves.
  func validateSet(upTo limit: Int, by name: String?, _ validate: (Field) -> Void) {
    if count > limit { return tooMany(count, limit: limit) }
    elements.forEach(validate)
    expectDistinct { element in name.map { element[$0].text } ?? element.text }
  }

  /// - Parameter key: of an element; it is printed as the value that is there twice.
  func expectDistinct(_ key: (Field) -> String) {
    var seen: Set<String> = []
    for element in elements {
      let key = key(element)
      if !seen.insert(key).inserted { element.duplicate(value: GoText.quoted(key)) }
    }
  }

  /// The entries of a map, with keys too long for a message cut in the middle.
  func validateMap(
    upTo limit: Int = .max, keysOf length: Int, _ validate: (_ key: String, Field) -> Void
  ) {
    if count > limit { return tooMany(count, limit: limit) }
    for (name, value) in entries {
      validate(name, key(DeviceNames.shortened(name, to: length)).beside(value.node))
    }
  }
}
