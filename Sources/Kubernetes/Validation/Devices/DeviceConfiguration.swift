import Values

/// What a driver is told of the devices of a claim or a class.
enum DeviceConfiguration {
  private static let longest = 10 * 1024

  static func validate(_ configuration: Field) {
    let opaque = configuration["opaque"]
    guard opaque.exists else { return opaque.required() }
    VolumeSource.validateDriver(opaque["driver"])
    validateParameters(opaque["parameters"])
  }

  /// An object of whatever fields.
  private static func validateParameters(_ parameters: Field) {
    guard let node = parameters.node else { return parameters.required() }
    if GoText.json(node).utf8.count > longest { return parameters.tooLong(longest) }
    if !node.isMapping {
      parameters.invalid("must be a valid JSON object", value: "\"<value omitted>\"")
    }
  }
}
