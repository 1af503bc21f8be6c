import Resources
import Values

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

  /// An object whose file cannot be read at the head is not gone: nothing is known of it. Its file
  /// has been reported.
  mutating func forgetUnreadable() {
    if head.isBroken {
      let present = Set(head.resources.map(\.identity))
      base.resources.removeAll { !present.contains($0.identity) }
      return
    }
    guard !head.unreadable.isEmpty else { return }
    let present = Set(head.resources.map(\.identity))
    base.resources.removeAll { resource in
      !present.contains(resource.identity)
        && resource.origin.contains { head.unreadable.contains($0.source.path) }
    }
  }
}
