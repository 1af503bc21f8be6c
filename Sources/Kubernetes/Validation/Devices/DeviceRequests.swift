/// What a claim asks for: one kind of devices, or the first of several that is to be had.
enum DeviceRequests {
  /// - Parameter isFlat: the request itself says what `exactly` says in later versions.
  static func validate(_ request: Field, isFlat: Bool) {
    request["name"].check(.dns1123Label)
    let exactly =
      isFlat && saysExactly(request)
      ? request["exactly"].beside(request.node) : request["exactly"]
    let alternatives = request["firstAvailable"]
    switch (exactly.exists, !alternatives.isEmpty) {
    case (false, false):
      request.required("exactly one of `exactly` or `firstAvailable` is required")
    case (true, true):
      request.invalid(
        "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set",
        value: "null")
    case (true, false): validateDevices(exactly)
    case (false, true):
      alternatives.validateSet(upTo: 8, by: "name") { alternative in
        alternative["name"].check(.dns1123Label)
        validateDevices(alternative)
      }
    }
  }

  /// Whether the conversion from v1beta1 makes an `exactly` of the request.
  private static func saysExactly(_ request: Field) -> Bool {
    !request["deviceClassName"].isEmpty || !request["allocationMode"].isEmpty
      || request["count"].int != 0
      || ["selectors", "adminAccess", "tolerations", "capacity"].contains { request[$0].exists }
  }

  private static func validateDevices(_ request: Field) {
    let name = request["deviceClassName"]
    if name.isEmpty { name.required() } else { name.check(.dns1123Subdomain) }
    DeviceSelectors.validate(request["selectors"])
    validateMode(request["allocationMode"], count: request["count"])
    request["tolerations"].elements.forEach(validateToleration)
  }

  private static func validateMode(_ mode: Field, count: Field) {
    switch mode.text {
    case "All":
      if count.int != 0 {
        count.invalid("must not be specified when allocationMode is 'All'")
      }
    case "ExactCount":
      if count.int <= 0 { count.invalid("must be greater than zero", absent: "0") }
    default: mode.notSupported(["All", "ExactCount"])
    }
  }

  private static func validateToleration(_ toleration: Field) {
    let (key, value) = (toleration["key"], toleration["value"])
    if !key.isEmpty { key.check(.qualifiedName) }
    let `operator` = toleration["operator"]
    switch `operator`.text {
    case "Exists":
      if !value.isEmpty { value.invalid("must be empty for operator `Exists`") }
    case "Equal": if !value.isEmpty { value.check(.labelValue) }
    case "": `operator`.required()
    default: `operator`.notSupported(["Equal", "Exists"])
    }
    let effect = toleration["effect"]
    if !effect.isEmpty, !effect.isOne(of: DeviceTaints.effects) {
      effect.notSupported(DeviceTaints.effects)
    }
  }
}

enum DeviceTaints {
  static let effects = ["NoExecute", "NoSchedule", "None"]

  static func validate(_ taints: Field) {
    taints.validateList(upTo: 16) { taint in
      taint["key"].check(.qualifiedName)
      if !taint["value"].isEmpty { taint["value"].check(.labelValue) }
      taint["effect"].expectOne(of: effects)
    }
  }
}
