/// When a job fails or succeeds before its pods are all done.
enum JobPolicies {
  static func validateFailure(_ spec: Field) {
    let policy = spec["podFailurePolicy"]
    guard policy.exists else { return }
    let rules = policy["rules"]
    let template = spec["template"]["spec"]
    let names = Set(
      ["containers", "initContainers"].flatMap { list in
        template[list].elements.map { $0["name"].text }
      })
    if rules.count > 20 { rules.tooMany(rules.count, limit: 20) }
    for rule in rules.elements { validateRule(rule, of: spec, containers: names) }
  }

  private static func validateRule(_ rule: Field, of spec: Field, containers: Set<String>) {
    let (action, codes, conditions) = (
      rule["action"], rule["onExitCodes"], rule["onPodConditions"]
    )
    let actions = ["Count", "FailIndex", "FailJob", "Ignore"]
    if action.isEmpty {
      action.required("valid values: \(actions.map(GoText.quoted).joined(separator: ", "))")
    } else if !action.isOne(of: actions) {
      action.notSupported(actions)
    } else if action == "FailIndex", !spec["backoffLimitPerIndex"].exists {
      action.invalid("requires the backoffLimitPerIndex to be set")
    }
    if codes.exists { validateCodes(codes, containers: containers) }
    if conditions.count > 20 { conditions.tooMany(conditions.count, limit: 20) }
    for condition in conditions.elements {
      condition["type"].check(.qualifiedName)
      condition["status"].expectOne(
        of: ["False", "True", "Unknown"],
        required: "valid values: \"False\", \"True\", \"Unknown\"")
    }
    if !codes.exists, conditions.isEmpty {
      rule.invalid("specifying one of OnExitCodes and OnPodConditions is required")
    } else if codes.exists, !conditions.isEmpty {
      rule.invalid("specifying both OnExitCodes and OnPodConditions is not supported")
    }
  }

  private static func validateCodes(_ codes: Field, containers: Set<String>) {
    let (`operator`, values, name) = (
      codes["operator"], codes["values"], codes["containerName"]
    )
    `operator`.expectOne(of: ["In", "NotIn"], required: "valid values: \"In\", \"NotIn\"")
    if name.exists, !containers.contains(name.text) {
      name.invalid("must be one of the container or initContainer names in the pod template")
    }
    if values.isEmpty {
      values.invalid("at least one value is required", absent: "null")
    } else if values.count > 255 {
      values.tooMany(values.count, limit: 255)
    }
    var seen: Set<Int64> = []
    var isOrdered = true
    var previous = Int64.min
    for value in values.elements {
      if `operator` == "In", value.int == 0 {
        value.invalid("must not be 0 for the In operator")
      }
      if !seen.insert(value.int).inserted { value.duplicate() }
      isOrdered = isOrdered && previous <= value.int
      previous = value.int
    }
    if !isOrdered { values.invalid("must be ordered") }
  }

  static func validateSuccess(_ spec: Field) {
    let policy = spec["successPolicy"]
    guard policy.exists else { return }
    if spec["completionMode"] != "Indexed" {
      return policy.invalid("requires indexed completion mode")
    }
    let rules = policy["rules"]
    if rules.isEmpty {
      rules.required("at least one rules must be specified when the successPolicy is specified")
    }
    if rules.count > 20 { rules.tooMany(rules.count, limit: 20) }
    for rule in rules.elements {
      let (indexes, count) = (rule["succeededIndexes"], rule["succeededCount"])
      if !indexes.exists, !count.exists {
        rule.required("at least one of succeededCount or succeededIndexes must be specified")
      }
      let completions = spec["completions"].int
      var total: Int64 = 0
      if indexes.exists {
        if indexes.text.utf8.count > 64 * 1024 { indexes.tooLong(64 * 1024) }
        if let parsed = parse(indexes.text, below: completions) {
          total = parsed
        } else {
          indexes.invalid("error parsing succeededIndexes")
        }
      }
      guard count.exists else { continue }
      count.nonNegative()
      if count.int > completions {
        count.invalid(
          "must be less than or equal to \(completions) (the number of specified completions)")
      }
      if indexes.exists, count.int > total {
        count.invalid(
          "must be less than or equal to \(total) (the number of indexes in the specified "
            + "succeededIndexes field)")
      }
    }
  }

  /// How many indexes a list such as `0,2-4` has, in rising order and below a bound.
  private static func parse(_ text: String, below bound: Int64) -> Int64? {
    if text.isEmpty { return 0 }
    var (last, total): (Int64, Int64) = (-1, 0)
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        .map { Int64($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let end = ends[ends.count - 1],
        first > last, end > first || ends.count == 1, end < bound
      else { return nil }
      total += end - first + 1
      last = end
    }
    return total
  }
}
