import Values

extension KindRules {
  static let batch: [String: KindRules] = ["Job": Jobs.rules, "CronJob": CronJobs.rules]
}

enum Jobs {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain) { job in
    validateGeneratedSelector(job)
    validateGeneratedLabels(job)
    validateName(job)
    validate(job["spec"], options: .template)
    if job["spec"]["manualSelector"].bool { validateSelector(job["spec"]) }
  } update: { new, old in
    Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
    validateGeneratedSelector(new, old)
    validateName(new)
    validateUpdate(new["spec"], old)
  }

  /// The server makes the selector and its labels with a uid that it chooses, and refuses what
  /// contradicts them.
  private static func validateGeneratedSelector(_ job: Field) {
    let spec = job["spec"]
    guard !spec["manualSelector"].bool else { return }
    let labels = spec["template"]["metadata"]["labels"]
    for name in ["controller-uid", "batch.kubernetes.io/controller-uid"]
    where labels.key(name).exists {
      labels.key(name).invalid(
        "must be the uid that the server chooses", value: GoText.json(labels.node))
    }
    let name = job["metadata"]["name"].text
    for key in ["job-name", "batch.kubernetes.io/job-name"]
    where labels.key(key).exists && labels.key(key).text != name {
      labels.key(key).invalid("must be '\(name)'", value: GoText.json(labels.node))
    }
    if !LabelSelector.isEmpty(spec["selector"]) {
      spec["selector"].invalid("`selector` not auto-generated")
    }
  }

  /// The server labels the pods with the name of the job, which may be no label's value.
  private static func validateGeneratedLabels(_ job: Field) {
    let (template, name) = (job["spec"]["template"], job["metadata"]["name"])
    let labels = template["metadata"]["labels"]
    let isGiven = ["job-name", "batch.kubernetes.io/job-name"].allSatisfy {
      labels.key($0).exists
    }
    guard !job["spec"]["manualSelector"].bool, !isGiven, !name.isEmpty else { return }
    template["labels"].beside(name.node).check(.labelValue)
  }

  /// What the server generated must stay.
  private static func validateGeneratedSelector(_ job: Field, _ old: Field) {
    let (spec, selector) = (job["spec"], job["spec"]["selector"])
    guard !spec["manualSelector"].bool, selector.exists else { return }
    let (uid, name) = (job["metadata"]["uid"].text, job["metadata"]["name"].text)
    let labels = spec["template"]["metadata"]["labels"]
    let before = old["spec"]["template"]["metadata"]["labels"]
    let expected = [
      ("batch.kubernetes.io/controller-uid", uid), ("batch.kubernetes.io/job-name", name),
      ("controller-uid", uid), ("job-name", name),
    ]
    // A job from before the prefix need not have it.
    for (key, value) in expected where !key.contains("/") || before.key(key).exists {
      let label = labels.key(key)
      if !label.exists {
        label.required("must be '\(value)'")
      } else if label.text != value {
        label.invalid("must be '\(value)'", value: GoText.json(labels.node))
      }
    }
    let isGenerated =
      selector["matchExpressions"].isEmpty
      && selector["matchLabels"].entries.allSatisfy { entry in
        expected.contains { $0.0 == entry.name && $0.1 == entry.value.text }
      }
    if !isGenerated {
      selector.invalid("`selector` not auto-generated", value: LabelSelector.text(selector))
    }
  }

  private static func validateName(_ job: Field) {
    let (spec, name) = (job["spec"], job["metadata"]["name"])
    guard spec["completionMode"] == "Indexed", spec["completions"].int > 0, !name.isEmpty else {
      return
    }
    let pod = "\(name.text)-\(spec["completions"].int - 1)"
    for problem in Format.dns1123Label.problems(of: pod) {
      name.invalid("will not able to create pod with invalid DNS label: \(pod): \(problem)")
    }
  }

  private static func validateSelector(_ spec: Field) {
    let selector = spec["selector"]
    if !selector.exists { selector.required() } else { LabelSelector.validate(selector) }
    guard LabelSelector.isInterpretable(selector) else { return }
    let labels = spec["template"]["metadata"]["labels"]
    if !LabelSelector.matches(selector, labels: labels) {
      labels.invalid(
        "`selector` does not match template `labels`", value: GoText.json(labels.node))
    }
  }

  static func validate(_ spec: Field, options: PodOptions) {
    for name in [
      "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
      "ttlSecondsAfterFinished", "backoffLimitPerIndex",
    ] {
      spec[name].nonNegative()
    }
    validateIndexed(spec)
    let manager = spec["managedBy"]
    if manager.exists {
      validateDomainPrefixed(manager)
      if manager.text.utf8.count > 63 { manager.tooLong(63) }
    }
    if spec["completionMode"].exists,
      !spec["completionMode"].isOne(of: ["NonIndexed", "Indexed"])
    {
      spec["completionMode"].notSupported(["NonIndexed", "Indexed"])
    }
    JobPolicies.validateFailure(spec)
    JobPolicies.validateSuccess(spec)
    let replacement = spec["podReplacementPolicy"]
    if replacement.exists {
      let supported =
        spec["podFailurePolicy"].exists ? ["Failed"] : ["Failed", "TerminatingOrFailed"]
      if !replacement.isOne(of: supported) { replacement.notSupported(supported) }
    }
    Pods.validateTemplate(spec["template"], options: options)
    validateRestart(spec)
  }

  /// Pods of a job end, so that the default of pods must be overridden.
  private static func validateRestart(_ spec: Field) {
    let restart = spec["template"]["spec"]["restartPolicy"]
    if restart.isEmpty || restart == "Always" {
      restart.required("valid values: \"OnFailure\", \"Never\"")
    } else if !restart.isOne(of: ["OnFailure", "Never"]) {
      restart.notSupported(["OnFailure", "Never"])
    } else if spec["podFailurePolicy"].exists, restart != "Never" {
      restart.invalid("only \"Never\" is supported when podFailurePolicy is specified")
    }
  }

  private static func validateIndexed(_ spec: Field) {
    let (perIndex, maximum) = (spec["backoffLimitPerIndex"], spec["maxFailedIndexes"])
    let mode = spec["completionMode"]
    let (completions, parallelism) = (spec["completions"], spec["parallelism"])
    if maximum.exists {
      maximum.nonNegative()
      if !perIndex.exists {
        perIndex.required("when maxFailedIndexes is specified")
      }
    }
    if mode == "Indexed" {
      if !completions.exists {
        completions.required("when completion mode is Indexed")
      }
      parallelism.atMost(most, "when completion mode is Indexed")
      if completions.exists, maximum.exists, maximum.int > completions.int {
        maximum.invalid("must be less than or equal to completions")
      }
      maximum.atMost(most)
      if completions.int > most, perIndex.exists {
        validateMany(maximum, parallelism)
      }
    } else if !mode.exists || mode == "NonIndexed" {
      for field in [perIndex, maximum] where field.exists {
        field.invalid("requires indexed completion mode")
      }
    }
  }

  /// How many pods may run, and how many indexes may fail, where the status lists them one by one.
  private static let most: Int64 = 100_000

  /// Beyond that many completions the status must not grow with every failure.
  private static func validateMany(_ maximum: Field, _ parallelism: Field) {
    let condition =
      "when completions are above \(most) and used with backoff limit per index"
    if !maximum.exists {
      maximum.required("must be specified when completions is above \(most)")
    }
    for field in [parallelism, maximum] { field.atMost(10_000, condition) }
  }

  /// `example.com/name`
  static func validateDomainPrefixed(_ field: Field) {
    if field.isEmpty { return field.required() }
    let parts = field.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      return field.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")")
    }
    for problem in Format.dns1123Subdomain.problems(of: String(parts[0])) {
      field.invalid(problem, value: GoText.quoted(String(parts[0])))
    }
    let isPath = parts[1].utf8.allSatisfy {
      Characters.isAlphanumeric($0) || "/-._~%!$&'()*+,;=:".utf8.contains($0)
    }
    if !isPath {
      field.invalid(
        Format.mismatch("Invalid path", #"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+"#, []),
        value: GoText.quoted(String(parts[1])))
    }
  }

  // MARK: - Update

  private static func validateUpdate(_ new: Field, _ oldJob: Field) {
    let old = oldJob["spec"]
    validate(new, options: PodOptions(old: old["template"]))
    // A live job has the selector that the server made. A manifest that stands for one has none.
    if new["selector"].exists || old["selector"].exists || new["manualSelector"].bool {
      validateSelector(new)
    }
    validateCompletions(new, old)
    Workloads.immutable(new["selector"], old["selector"])
    validateTemplateUpdate(new, oldJob)
    for name in ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy"] {
      Workloads.immutable(new[name], old[name])
    }
    Workloads.immutable(new["successPolicy"], old["successPolicy"])
  }

  /// An indexed job may grow and shrink together with its parallelism.
  private static func validateCompletions(_ new: Field, _ old: Field) {
    let (now, before) = (new["completions"], old["completions"])
    guard !now.says(before) else { return }
    if new["completionMode"] != "Indexed" {
      now.invalid("field is immutable", absent: "null")
    } else if now.exists, now.int != new["parallelism"].int {
      now.invalid("can only be modified in tandem with spec.parallelism")
    }
  }

  /// Where a suspended job has not started, its pods may still be told where to run and with how
  /// much.
  private static func validateTemplateUpdate(_ new: Field, _ oldJob: Field) {
    let old = oldJob["spec"]
    let status = oldJob["status"]
    let isSuspended = status["conditions"].elements.contains {
      $0["type"] == "Suspended" && $0["status"] == "True"
    }
    let isFree =
      old["suspend"].bool && (!status["startTime"].exists || isSuspended)
      && status["active"].int == 0
    let (now, before) = (new["template"], old["template"])
    if now.says(before) { return }
    let isAllowed =
      isFree && sameBut(now["metadata"], before["metadata"], ["labels", "annotations"])
      && sameBut(
        now["spec"], before["spec"],
        [
          "nodeSelector", "tolerations", "schedulingGates", "affinity", "containers",
          "initContainers",
        ])
      && ["podAffinity", "podAntiAffinity"].allSatisfy {
        now["spec"]["affinity"][$0].says(before["spec"]["affinity"][$0])
      }
      && ["containers", "initContainers"].allSatisfy { list in
        let (a, b) = (now["spec"][list], before["spec"][list])
        return a.count == b.count
          && zip(a.elements, b.elements).allSatisfy { sameBut($0, $1, ["resources"]) }
      }
    if isAllowed { return }
    (isFree ? now["spec"] : now).invalid("field is immutable")
  }

  private static func sameBut(_ new: Field, _ old: Field, _ free: Set<String>) -> Bool {
    Set(new.entries.map(\.name) + old.entries.map(\.name)).subtracting(free)
      .allSatisfy { new[$0].says(old[$0]) }
  }
}

extension Field {
  /// - Parameter condition: when the limit holds, for the message.
  fileprivate func atMost(_ limit: Int64, _ condition: String = "") {
    guard exists, int > limit else { return }
    invalid("must be less than or equal to \(limit)\(condition.isEmpty ? "" : " ")\(condition)")
  }
}
