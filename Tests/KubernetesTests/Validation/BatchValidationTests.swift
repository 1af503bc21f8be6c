import Testing

@testable import Kubernetes

/// Rules of jobs that few manifests come near: bounds that depend on one another, and updates.
@Suite struct BatchValidationTests {
  private static let job = """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: once, namespace: shop}
    spec:
      template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}
    """

  private static let cronJob = """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly, namespace: shop}
    spec:
      schedule: "@daily"
      jobTemplate:
        spec:
          template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}
    """

  private static let indexed = "completionMode: Indexed"
  private static let many = "completions: 100001, backoffLimitPerIndex: 1"
  private static let long = String(repeating: "x", count: 64)

  @Test(arguments: [
    Fault(
      "spec: {template: {spec: {restartPolicy: Rarely}}}",
      "NotSupported spec.template.spec.restartPolicy"),
    Fault(
      "spec: {template: {spec: {restartPolicy: Always}}, podFailurePolicy: {rules: []}}",
      "Required spec.template.spec.restartPolicy"),
    Fault(
      "spec: {template: {spec: {restartPolicy: OnFailure}}, podFailurePolicy: {rules: []}}",
      "Invalid spec.template.spec.restartPolicy"),
    Fault("metadata: {name: \(long)}", "Invalid spec.template.labels"),
    Fault(
      "metadata: {name: has space}", "Invalid metadata.name", "Invalid spec.template.labels"),
    Fault("metadata: {name: Upper}", "Invalid metadata.name"),
    Fault(
      "spec: {\(indexed), maxFailedIndexes: 2}", "Invalid spec.maxFailedIndexes",
      "Required spec.backoffLimitPerIndex"),
    Fault(
      "spec: {\(indexed), completions: 200000, backoffLimitPerIndex: 1, "
        + "maxFailedIndexes: 100001}",
      "Invalid spec.maxFailedIndexes"),
    Fault(
      "spec: {\(indexed), \(many), parallelism: 10001}", "Invalid spec.parallelism",
      "Required spec.maxFailedIndexes"),
    Fault("spec: {\(indexed), \(many), maxFailedIndexes: 10001}", "Invalid spec.maxFailedIndexes"),
    Fault("spec: {\(indexed), \(many), maxFailedIndexes: 10000}"),
    Fault(
      "spec: {completionMode: Twice, backoffLimitPerIndex: 1}", "NotSupported spec.completionMode"),
    Fault("spec: {successPolicy: {rules: []}}", "Invalid spec.successPolicy"),
    Fault("spec: {\(indexed), successPolicy: {}}", "Required spec.successPolicy.rules"),
    Fault("spec: {\(indexed), successPolicy: {rules: [{succeededIndexes: ''}]}}"),
    Fault(
      "spec: {\(indexed), completions: 4, successPolicy: {rules: [{succeededIndexes: '1-1'}]}}",
      "Invalid spec.successPolicy.rules[0].succeededIndexes"),
    Fault(
      "spec: {\(indexed), completions: 4, successPolicy: {rules: [{succeededIndexes: '2,1', "
        + "succeededCount: 1}]}}",
      "Invalid spec.successPolicy.rules[0].succeededCount",
      "Invalid spec.successPolicy.rules[0].succeededIndexes"),
  ])
  func `a Job`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.job)) == fault.causes)
  }

  @Test func `more completions may be more than the name of a pod bears`() throws {
    let name = String(repeating: "x", count: 61)
    let before = try Fault("metadata: {name: \(name)}\nspec: {\(Self.indexed)}")
      .applied(to: Self.job)
    let after = try Fault("spec: {completions: 11, parallelism: 11}").applied(to: before)
    #expect(try Answers.update(before, to: before) == [])
    #expect(try Answers.update(before, to: after) == ["Invalid metadata.name"])
  }

  @Test(arguments: [
    Fault("spec: {timeZone: Europe/Nowhere}", "Invalid spec.timeZone"),
    Fault("spec: {timeZone: europe/berlin}", "Invalid spec.timeZone"),
    Fault("spec: {timeZone: America/Argentina/Buenos_Aires}"), Fault("spec: {timeZone: UTC}"),
    Fault("spec: {timeZone: Etc/GMT+3}"),
    Fault(
      "spec: {jobTemplate: {spec: {template: {spec: {restartPolicy: Rarely}}}}}",
      "NotSupported spec.jobTemplate.spec.template.spec.restartPolicy"),
  ])
  func `a CronJob`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.cronJob)) == fault.causes)
  }

  @Test func `what is stored already is no reason to refuse a CronJob`() throws {
    let zoned = try Fault("spec: {timeZone: Mars/Olympus}").applied(to: Self.cronJob)
    let suspended = try Fault("spec: {suspend: true}").applied(to: zoned)
    #expect(try Answers.update(zoned, to: suspended) == [])
    let old = try Fault("spec: {schedule: 'TZ=UTC 0 * * * *'}").applied(to: Self.cronJob)
    let both = try Fault("spec: {timeZone: UTC}").applied(to: old)
    #expect(try Answers.update(old, to: old) == [])
    #expect(try Answers.update(old, to: both) == ["Invalid spec.schedule"])
  }
}
