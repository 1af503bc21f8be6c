/// An environment that a change touches, as base and head want it.
package struct EnvironmentPair: Sendable {
  package var environment: DeploymentEnvironment
  package var base: DesiredState
  package var head: DesiredState

  package init(environment: DeploymentEnvironment, base: DesiredState, head: DesiredState) {
    self.environment = environment
    self.base = base
    self.head = head
  }
}
