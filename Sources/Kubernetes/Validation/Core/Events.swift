/// Events of both groups: pkg/apis/core/validation/events.go. Errors name fields as the core group
/// does.
enum Events {
  static let core = KindRules(
    create: { validate($0, isCore: true) }, update: { new, _ in validate(new, isCore: true) })

  static let rules = KindRules(
    create: { event in
      validate(event, isCore: false)
      Metadata.validate(event["metadata"], scope: .namespaced, name: .dns1123Subdomain)
      validateSeries(event)
      if !event["eventTime"].exists { event["eventTime"].required() }
      let type = event["type"]
      if !type.isOne(of: ["Normal", "Warning"]) {
        type.invalid("has invalid value: \(type.text)", value: "\"\"")
      }
      for (name, coreName) in deprecated where !event[name].isEmpty && event[name].number != 0 {
        event[coreName].invalid("needs to be unset", value: "\"\"")
      }
    },
    update: { new, old in
      validate(new, isCore: false)
      Metadata.validateUpdate(new["metadata"], old["metadata"])
      if !new["series"].says(old["series"]) { validateSeries(new) }
      for (name, coreName) in fixed + deprecated where !new[name].says(old[name]) {
        new[coreName].beside(new[name].node).invalid("field is immutable", absent: "null")
      }
    })

  private static let deprecated = [
    ("deprecatedSource", "source"), ("deprecatedFirstTimestamp", "firstTimestamp"),
    ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
  ]

  private static let fixed = [
    ("regarding", "involvedObject"), ("reason", "reason"), ("note", "message"),
    ("type", "type"), ("eventTime", "eventTime"), ("action", "action"), ("related", "related"),
    ("reportingController", "reportingController"), ("reportingInstance", "reportingInstance"),
  ]

  private static func validateSeries(_ event: Field) {
    let series = event["series"]
    guard series.exists else { return }
    if series["count"].int < 2 {
      event["series.count"].invalid("should be at least 2", value: "\"\"")
    }
    if !series["lastObservedTime"].exists { event["series.lastObservedTime"].required() }
  }

  /// What events of either group are held to.
  private static func validate(_ event: Field, isCore: Bool) {
    let namespace = event["metadata"]["namespace"]
    let involved = event["involvedObject"]["namespace"].beside(
      event[isCore ? "involvedObject" : "regarding"]["namespace"].node)
    if event["eventTime"].exists {
      if involved.isEmpty, !namespace.isOne(of: ["default", "kube-system"]) {
        involved.invalid("does not match event.namespace")
      }
      let controller = event["reportingController"].beside(
        event[isCore ? "reportingComponent" : "reportingController"].node)
      if controller.isEmpty { controller.required() }
      controller.check(.qualifiedName)
      let instance = event["reportingInstance"]
      for field in [instance, event["action"], event["reason"]] {
        if field.isEmpty { field.required() }
        limit(field, to: 128)
      }
      limit(event["message"].beside(event[isCore ? "message" : "note"].node), to: 1024)
    } else {
      let isSame =
        involved.isEmpty
        ? namespace.isEmpty || namespace == "default" : involved.text == namespace.text
      if !isSame { involved.invalid("does not match event.namespace") }
    }
    event["namespace"].beside(namespace.node).check(.dns1123Subdomain)
  }

  private static func limit(_ field: Field, to limit: Int) {
    if field.text.utf8.count > limit {
      field.invalid("can have at most \(limit) characters", value: "\"\"")
    }
  }
}

extension KindRules {
  static let events: [String: KindRules] = ["Event": Events.rules]
}
