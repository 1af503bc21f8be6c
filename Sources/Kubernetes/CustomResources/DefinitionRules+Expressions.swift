import CEL
import Values

extension DefinitionRules {
  /// Rules of a schema that is good otherwise must compile and cost no more than the server grants.
  func checkRules(of schema: Field, _ props: JSONSchemaProps, isUnchanged: Bool) {
    guard let tree = RuleTree.make(props, estimatesCosts: true, in: Self.environment) else {
      return
    }
    var budget = RuleBudget(isUnchanged: isUnchanged)
    Self.report(tree, at: schema, unrelated: nil, count: 1, &budget)
    budget.settle(at: schema)
  }

  private static let environment = KubernetesEnvironment.make(
    minor: KubernetesVersion.newest.minor)

  /// - Parameters:
  ///   - unrelated: the schema around that keeps a value from being matched with the one that it
  ///     replaces: a list that is no map, a map that is atomic.
  ///   - count: how often the value can stand in an object; nil where nothing but the size of the
  ///     request bounds it.
  private static func report(
    _ tree: RuleTree, at schema: Field, unrelated: Field?, count: UInt64?,
    _ budget: inout RuleBudget
  ) {
    let places = schema["x-kubernetes-validations"]
    for (index, rule) in tree.rules.enumerated() {
      let place = places[index]
      if let sizes = tree.sizes {
        let cost = rule.cost.multiplied(by: count ?? sizes.count)
        budget.spend(cost, "rule", at: place["rule"])
      }
      if let problem = rule.problem {
        place["rule"].invalid(problem, value: text(of: rule.rule))
      }
      if let problem = rule.messageProblem {
        place["messageExpression"].invalid(problem, value: text(of: rule.rule))
      } else if rule.messageProgram != nil {
        budget.spend(rule.messageCost, "messageExpression", at: place["messageExpression"])
      }
      if rule.usesOldSelf {
        if let unrelated {
          place["rule"].invalid(
            "oldSelf cannot be used on the uncorrelatable portion of the schema within "
              + "\(unrelated.path)")
        }
      } else if rule.problem == nil, place["optionalOldSelf"].exists {
        place["optionalOldSelf"].invalid("may not be set if oldSelf is not used in rule")
      }
    }
    let props = tree.schema.props
    if let items = tree.items {
      let isMap = schema["x-kubernetes-list-type"] == "map"
      report(
        items, at: schema["items"], unrelated: unrelated ?? (isMap ? nil : schema),
        count: product(count, props.maxItems), &budget)
    }
    if let values = tree.values {
      report(
        values, at: schema["additionalProperties"], unrelated: unrelated,
        count: product(count, props.maxProperties), &budget)
    }
    let isAtomic = schema["x-kubernetes-map-type"] == "atomic"
    for (name, property) in tree.properties.sorted(by: { $0.key < $1.key }) {
      report(
        property, at: schema["properties"].key(name),
        unrelated: unrelated ?? (isAtomic ? schema : nil), count: count, &budget)
    }
  }

  private static func product(_ count: UInt64?, _ limit: Int64?) -> UInt64? {
    guard let count, let limit else { return nil }
    return count.multiplied(by: UInt64(max(limit, 0)))
  }

  /// A rule as the server prints the structure that it has of it.
  private static func text(of rule: JSONSchemaProps.ValidationRule) -> String {
    func quoted(_ text: String?) -> String {
      var result = ""
      GoText.writeString(text ?? "", to: &result)
      return result
    }
    let reason = rule.reason.map(quoted) ?? "null"
    let optional = rule.optionalOldSelf ? "true" : "null"
    return "{\"Rule\":\(quoted(rule.rule)),\"Message\":\(quoted(rule.message)),"
      + "\"MessageExpression\":\(quoted(rule.messageExpression)),\"Reason\":\(reason),"
      + "\"FieldPath\":\(quoted(rule.fieldPath)),\"OptionalOldSelf\":\(optional)}"
  }
}
