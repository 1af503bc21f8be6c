package import Resources
import Values

/// One environment's desired states and the live system that they are applied to.
package struct SimulationInput: Sendable {
  package var environment: String
  package var base: [Resource]
  package var head: [Resource]
  package var live: any LiveView
  /// Whether there is a snapshot; without one the base stands for the live state.
  package var hasSnapshot: Bool
  package var `operator`: Operator
  package var target: any Target

  package init(
    environment: String, base: [Resource], head: [Resource], live: any LiveView,
    hasSnapshot: Bool, operator: Operator, target: any Target
  ) {
    self.environment = environment
    self.base = base
    self.head = head
    self.live = live
    self.hasSnapshot = hasSnapshot
    self.operator = `operator`
    self.target = target
  }
}

/// Plays the merge through, object by object. Pure: the same input gives the same plan.
package func simulate(_ input: SimulationInput) -> ChangePlan {
  var plan = ChangePlan()
  var reasons = Set<String>()
  let base = Dictionary(input.base.map { ($0.identity, $0) }, uniquingKeysWith: { $1 })
  let head = Dictionary(input.head.map { ($0.identity, $0) }, uniquingKeysWith: { $1 })
  for identity in Set(base.keys).union(head.keys).sorted() {
    let simulation = ObjectSimulation(
      input: input, identity: identity, base: base[identity], head: head[identity])
    if let touched = simulation.run() {
      plan.changes.append(touched.change)
      // What holds for a whole kind is said once, at the first object of it.
      for gap in touched.gaps where gap.mark != nil || reasons.insert(gap.reason).inserted {
        plan.incomplete.append(
          Incompleteness(
            environment: input.environment, gap, origin: touched.change.origin.first))
      }
    } else {
      plan.untouched += 1
    }
  }
  return plan
}
