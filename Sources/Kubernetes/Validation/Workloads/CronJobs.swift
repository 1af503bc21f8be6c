enum CronJobs {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { object in
    let name = object["metadata"]["name"]
    if name.text.utf8.count > 52 { name.invalid("must be no more than 52 characters") }
    validate(object["spec"], options: .template, old: nil)
  } update: { new, old in
    let template = old["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    validate(new["spec"], options: Pods.options(old: template), old: old["spec"])
  }

  private static func validate(_ spec: Field, options: PodOptions, old: Field?) {
    let schedule = spec["schedule"]
    if schedule.isEmpty {
      schedule.required()
    } else if schedule.text != old?["schedule"].text {
      validateSchedule(schedule)
    }
    if spec["startingDeadlineSeconds"].exists { spec["startingDeadlineSeconds"].nonNegative() }
    validateTimeZone(spec["timeZone"])
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

  private static func validateSchedule(_ schedule: Field) {
    if let problem = CronSchedule.problem(in: schedule.text) { schedule.invalid(problem) }
    if schedule.text.contains("TZ") {
      schedule.invalid(
        "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
    }
  }

  /// Which zones exist is the server's knowledge; here their form is checked.
  private static func validateTimeZone(_ zone: Field) {
    guard zone.exists else { return }
    let text = zone.text
    if text.isEmpty {
      zone.invalid("timeZone must be nil or non-empty string")
    } else if text.lowercased() == "local" {
      zone.invalid(
        "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")
    } else if !text.utf8.allSatisfy({
      Characters.isAlphanumeric($0) || "_-+/".utf8.contains($0)
    }) || text.hasPrefix("/") || text.hasSuffix("/") {
      zone.invalid("unknown time zone \(text)")
    }
  }
}
