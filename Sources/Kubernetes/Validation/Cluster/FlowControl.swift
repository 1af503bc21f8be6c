extension KindRules {
  static let flowControl: [String: KindRules] = [
    "FlowSchema": FlowSchemas.rules,
    "PriorityLevelConfiguration": PriorityLevels.rules,
  ]
}

enum FlowSchemas {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain) { object in
    let (spec, name) = (object["spec"], object["metadata"]["name"])
    let precedence = spec["matchingPrecedence"]
    if precedence.int <= 0 { precedence.invalid("must be a positive value", absent: "0") }
    if precedence.int > 10_000 { precedence.invalid("must not be greater than 10000") }
    if precedence.int == 1, name != "exempt" {
      precedence.invalid("only the schema named 'exempt' may have matchingPrecedence 1")
    }
    let method = spec["distinguisherMethod"]
    if method.exists, !method["type"].isOne(of: ["ByNamespace", "ByUser"]) {
      method["type"].notSupported(["ByNamespace", "ByUser"])
    }
    let level = spec["priorityLevelConfiguration"]["name"]
    if level.isEmpty {
      level.required("must reference a priority level")
    } else {
      level.check(.dns1123Subdomain)
    }
    for rule in spec["rules"].elements { validateRule(rule) }
  }

  private static func validateRule(_ rule: Field) {
    let subjects = rule["subjects"]
    if subjects.isEmpty { subjects.required("subjects must contain at least one value") }
    for subject in subjects.elements { validateSubject(subject) }
    if rule["resourceRules"].isEmpty, rule["nonResourceRules"].isEmpty {
      rule.required("at least one of resourceRules and nonResourceRules has to be non-empty")
    }
    for part in rule["resourceRules"].elements { validateResources(part) }
    for part in rule["nonResourceRules"].elements { validateURLs(part) }
  }

  private static func validateSubject(_ subject: Field) {
    let kinds = [("Group", "group"), ("ServiceAccount", "serviceAccount"), ("User", "user")]
    guard let kind = kinds.first(where: { subject["kind"] == $0.0 }) else {
      return subject["kind"].notSupported(kinds.map(\.0))
    }
    for other in kinds where other.0 != kind.0 && subject[other.1].exists {
      subject[other.1].forbidden("\(other.1) is forbidden when subject kind is not '\(other.0)'")
    }
    let part = subject[kind.1]
    guard part.exists else {
      return part.required("\(kind.1) is required when subject kind is '\(kind.0)'")
    }
    if part["name"].isEmpty { part["name"].required() }
    if kind.0 == "ServiceAccount" {
      if part["name"] != "*", !part["name"].isEmpty { part["name"].check(.dns1123Subdomain) }
      if part["namespace"].isEmpty {
        part["namespace"].required("must specify namespace for service account")
      } else {
        part["namespace"].check(.dns1123Label)
      }
    }
  }

  private static let verbs = [
    "*", "connect", "create", "delete", "deletecollection", "get", "head", "list", "options",
    "patch", "post", "proxy", "put", "update", "watch",
  ]

  private static func validateVerbs(_ rule: Field) {
    let list = rule["verbs"]
    if list.isEmpty {
      list.required()
    } else if list.elements.contains(where: { $0 == "*" }) {
      if list.count > 1 { list.invalid("if '*' is present, must not specify other verbs") }
    } else if list.elements.contains(where: { !$0.isOne(of: verbs) }) {
      list.notSupported(Array(verbs.dropFirst()), value: GoText.json(list.node))
    }
  }

  private static func validateResources(_ rule: Field) {
    validateVerbs(rule)
    for (name, what) in [("apiGroups", "api groups"), ("resources", "resources")] {
      let list = rule[name]
      if list.isEmpty {
        list.required()
      } else if list.count > 1, list.elements.contains(where: { $0 == "*" }) {
        list.invalid("if '*' is present, must not specify other \(what)")
      }
    }
    let namespaces = rule["namespaces"]
    if namespaces.isEmpty {
      if !rule["clusterScope"].bool {
        namespaces.required(
          "resource rules that are not cluster scoped must supply at least one namespace")
      }
    } else if namespaces.elements.contains(where: { $0 == "*" }) {
      if namespaces.count > 1 {
        namespaces.invalid("if '*' is present, must not specify other namespaces")
      }
    } else {
      namespaces.checkEach(.dns1123Label)
    }
  }

  private static func validateURLs(_ rule: Field) {
    validateVerbs(rule)
    let urls = rule["nonResourceURLs"]
    if urls.isEmpty {
      urls.required()
    } else if urls.elements.contains(where: { $0 == "*" }) {
      if urls.count > 1 {
        urls.invalid("if '*' is present, must not specify other non-resource URLs")
      }
    } else {
      for url in urls.elements { if let problem = problem(in: url.text) { url.invalid(problem) } }
    }
  }

  private static func problem(in path: String) -> String? {
    if path.isEmpty { return "must not be empty" }
    if path == "/" { return nil }
    if !path.hasPrefix("/") { return "must start with slash" }
    if path.contains(" ") { return "must not contain white-space" }
    if path.contains("//") { return "must not contain double slash" }
    let wildcards = path.filter { $0 == "*" }.count
    return wildcards > 1 || (wildcards == 1 && !path.hasSuffix("/*"))
      ? "wildcard can only do suffix matching" : nil
  }
}

enum PriorityLevels {
  static let rules = KindRules.kind(.cluster, .dns1123Subdomain) { object in
    let (metadata, spec) = (object["metadata"], object["spec"])
    let (type, limited, exempt) = (spec["type"], spec["limited"], spec["exempt"])
    if metadata["annotations"].key(zeroShares).exists {
      metadata["annotations"].forbidden("annotation '\(zeroShares)' is forbidden")
    }
    if (metadata["name"] == "exempt") != (type == "Exempt") {
      type.invalid("must be 'Exempt' if and only if `name` is 'exempt'")
    }
    type.expectOne(of: ["Exempt", "Limited"])
    if type == "Exempt" {
      if limited.exists { limited.forbidden("must be nil if the type is not Limited") }
      if exempt.exists { validateShares(exempt) }
    } else if type == "Limited" {
      if exempt.exists { exempt.forbidden("must be nil if the type is Limited") }
      guard limited.exists else {
        return limited.required("must not be empty when type is Limited")
      }
      validateShares(limited)
      validateResponse(limited["limitResponse"])
    }
  }

  /// By which an older version told a share of zero from none.
  private static let zeroShares = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares"

  private static func validateShares(_ level: Field) {
    let (shares, lendable) = (level["nominalConcurrencyShares"], level["lendablePercent"])
    let borrowing = level["borrowingLimitPercent"]
    if shares.int < 0 { shares.invalid("must be a non-negative integer") }
    if !(0...100).contains(lendable.int) {
      lendable.invalid("must be between 0 and 100, inclusive")
    }
    if borrowing.int < 0 { borrowing.invalid("if specified, must be a non-negative integer") }
  }

  private static func validateResponse(_ response: Field) {
    let (type, queuing) = (response["type"], response["queuing"])
    type.expectOne(of: ["Queue", "Reject"])
    if type == "Reject", queuing.exists {
      queuing.forbidden("must be nil if limited.limitResponse.type is not Limited")
    } else if type == "Queue" {
      guard queuing.exists else {
        return queuing.required("must not be empty if limited.limitResponse.type is Limited")
      }
      validateQueues(queuing)
    }
  }

  private static func validateQueues(_ queuing: Field) {
    for name in ["queueLengthLimit", "queues", "handSize"] where queuing[name].int <= 0 {
      queuing[name].invalid("must be positive", absent: "0")
    }
    let (deck, hand) = (queuing["queues"], queuing["handSize"])
    if deck.int > 10_000_000 { deck.invalid("must not be greater than 10000000") }
    if hand.int > deck.int {
      hand.invalid("should not be greater than queues (\(deck.int))")
    } else if hand.int > 0, !isDealt(hand.int, of: deck.int) {
      hand.invalid(
        "required entropy bits of deckSize \(deck.int) and handSize \(hand.int) should not be "
          + "greater than \(hashBits)")
    }
  }

  /// Of the hash by which requests are dealt to queues (`shufflesharding.MaxHashBits`).
  private static let hashBits = 60

  /// Whether there are no more hands, in the order in which they are dealt, than hashes.
  private static func isDealt(_ hand: Int64, of deck: Int64) -> Bool {
    var hands: Int64 = 1
    for _ in 0..<min(hand, Int64(hashBits) + 1) {
      let (product, overflow) = hands.multipliedReportingOverflow(by: deck)
      guard !overflow, product <= 1 << Int64(hashBits) else { return false }
      hands = product
    }
    return true
  }
}
