enum DeviceClasses {
  static let rules = KindRules(
    create: { object in
      Metadata.validate(object["metadata"], scope: .cluster, name: .dns1123Subdomain)
      validateSpec(object["spec"])
    },
    update: { new, old in
      Metadata.validate(new["metadata"], scope: .cluster, name: .dns1123Subdomain)
      Metadata.validateUpdate(new["metadata"], old["metadata"])
      validateSpec(new["spec"])
    })

  private static func validateSpec(_ spec: Field) {
    DeviceSelectors.validate(spec["selectors"])
    spec["config"].validateList(upTo: 32, DeviceConfiguration.validate)
    let name = spec["extendedResourceName"]
    if name.exists, !Resources.isExtended(name.text) {
      name.invalid("must be a valid extended resource name")
    }
  }
}
