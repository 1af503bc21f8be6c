enum CronJobs {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    let name = object["metadata"]["name"]
    if name.text.utf8.count > 52 { name.invalid("must be no more than 52 characters") }
    validate(object["spec"], options: .template, old: nil)
  } update: { new, old in
    let template = old["spec"]["jobTemplate"]["spec"]["template"]
    validate(new["spec"], options: PodOptions(old: template), old: old["spec"])
  }

  private static func validate(_ spec: Field, options: PodOptions, old: Field?) {
    let schedule = spec["schedule"]
    if schedule.isEmpty {
      schedule.required()
    } else {
      validateSchedule(
        schedule, allowsZone: old?["schedule"].text.contains("TZ") ?? false,
        hasZone: spec["timeZone"].exists)
    }
    if spec["startingDeadlineSeconds"].exists { spec["startingDeadlineSeconds"].nonNegative() }
    if old.map({ !spec["timeZone"].says($0["timeZone"]) }) ?? true {
      validateTimeZone(spec["timeZone"])
    }
    spec["concurrencyPolicy"].expectOne(of: ["Allow", "Forbid", "Replace"])
    let job = spec["jobTemplate"]["spec"]
    Jobs.validate(job, options: options)
    if job["selector"].exists {
      job["selector"].invalid("`selector` will be auto-generated")
    }
    if job["manualSelector"].bool { job["manualSelector"].notSupported(["nil", "false"]) }
    for name in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
      spec[name].nonNegative()
    }
  }

  /// - Parameter allowsZone: whether the stored schedule names a zone, as was possible once.
  private static func validateSchedule(_ schedule: Field, allowsZone: Bool, hasZone: Bool) {
    if let problem = CronSchedule.problem(in: schedule.text) { schedule.invalid(problem) }
    guard schedule.text.contains("TZ") else { return }
    if !allowsZone {
      schedule.invalid(
        "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
    } else if hasZone {
      schedule.invalid("cannot use both timeZone field and TZ or CRON_TZ in schedule")
    }
  }

  private static func validateTimeZone(_ zone: Field) {
    guard zone.exists else { return }
    let text = zone.text
    if text.isEmpty {
      return zone.invalid("timeZone must be nil or non-empty string")
    }
    if text.lowercased() == "local" {
      zone.invalid(
        "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")
    }
    if text != "Local", !ZoneNames.contains(text) { zone.invalid("unknown time zone \(text)") }
  }
}
