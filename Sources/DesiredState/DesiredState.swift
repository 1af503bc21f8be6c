package import Diagnostics
package import Resources
package import Values

/// What one side of a change wants of one environment.
package struct DesiredState: Sendable {
  package var resources: [Resource] = []
  /// What could not be rendered or read for want of something that a check must not fetch or run.
  package var gaps: [Gap] = []
  /// What is wrong with the files themselves.
  package var diagnostics: [Diagnostic] = []
  /// Files that could not be read: what they would say of an object is not known.
  package var unreadable: Set<String> = []
  /// Nothing of it could be rendered.
  package var isBroken = false
  /// Files that hold no object of a platform.
  package var otherFiles = 0
  /// Manifests beside a kustomization that does not name them.
  package var unreferencedFiles = 0

  package init() {}

  /// Whether there is nothing to say of it.
  package var isEmpty: Bool {
    resources.isEmpty && gaps.isEmpty && diagnostics.isEmpty && otherFiles == 0
      && unreferencedFiles == 0
  }

  package mutating func merge(_ other: DesiredState) {
    resources += other.resources
    gaps += other.gaps
    diagnostics += other.diagnostics
    unreadable.formUnion(other.unreadable)
    isBroken = isBroken || other.isBroken
    otherFiles += other.otherFiles
    unreferencedFiles += other.unreferencedFiles
  }

  /// Reports objects that are defined twice, and keeps the last definition of each: which one wins
  /// in the live system depends on the order of application.
  package mutating func reportDuplicates(isConfigured: Bool) {
    var places: [ResourceIdentity: Int] = [:]
    var kept: [Resource] = []
    for resource in resources {
      guard let place = places[resource.identity] else {
        places[resource.identity] = kept.count
        kept.append(resource)
        continue
      }
      let first = kept[place]
      kept[place] = resource
      diagnostics.append(
        .duplicate(
          resource.identity, at: resource.origin.first, first: first.origin.first,
          isConfigured: isConfigured))
    }
    resources = kept
  }
}

extension Diagnostic {
  /// An object that is defined at two places of one environment.
  ///
  /// - Parameter isConfigured: whether a configuration says that they are of one environment. Else
  ///   they may be meant for different clusters, which is no error.
  package static func duplicate(
    _ identity: ResourceIdentity, at mark: Mark?, first: Mark?, isConfigured: Bool
  ) -> Diagnostic {
    Diagnostic(
      isConfigured ? .error : .warning, code: "duplicate-resource",
      "\(identity.kind) '\(identity.name)' is defined twice", at: mark,
      notes: first.map { [Diagnostic.Note("it is defined here as well", at: .init($0))] } ?? [],
      help: isConfigured
        ? "keep one of the two definitions"
        : "keep one of the two, or say in \(Configuration.path) which directories are which "
          + "environment")
  }
}
