import DesiredState
import Diagnostics
import Git
import Kubernetes
import Policy
import Reporting
import Resources
import Simulation
import Values

extension EnvironmentPair {
  /// Whether the change has anything to do with it.
  var isTouched: Bool { !base.isEmpty || !head.isEmpty }

  /// What could not be rendered because of this change. A gap that both sides have is none of it,
  /// unless the kustomization that has the gap changed, and with it perhaps what it makes of the
  /// part that cannot be seen.
  func newGaps(_ comparison: Comparison) -> [Gap] {
    let changed = Set(comparison.entries(.head).map(\.path.text))
    let before = Set(base.gaps.map(\.reason))
    let new = head.gaps.filter { gap in
      !before.contains(gap.reason) || gap.mark.map { changed.contains($0.source.path) } ?? true
    }
    return new + goneGaps(besides: new) + mendedGaps() + limitedGaps
  }

  /// What is too large or too deep for this program, though perhaps not for the operator: that it was
  /// so before says nothing of what the change does.
  private var limitedGaps: [Gap] {
    head.diagnostics.filter { Self.limits.contains($0.code) }.map { diagnostic in
      Gap(
        "a limit of this program is reached: \(diagnostic.headline)",
        remedy: diagnostic.help ?? "divide it, so that each part can be read", at: diagnostic.mark)
    }
  }

  private static let limits: Set<String> = [
    "alias-expansion", "file-too-large", "kustomize-depth", "kustomize-size", "nesting-too-costly",
    "nesting-too-deep", "too-many-values", "value-too-large",
  ]

  /// Where the base could not be read and the head can, nobody knows what was applied before: so
  /// neither what goes nor what is really new.
  private func mendedGaps() -> [Gap] {
    let remedy = "see by hand what of it is in the live system, and whether it stays"
    if base.isBroken, !head.isBroken {
      return [
        Gap(
          "the base does not render, and what it left in the live system is not known",
          remedy: remedy, at: base.diagnostics.first { $0.severity == .error }?.mark)
      ]
    }
    return base.unreadable.subtracting(head.unreadable).sorted().map { path in
      Gap(
        "the file could not be read at the base, and what it left in the live system is not known",
        remedy: remedy, at: Mark(source: Source(path: path), line: 1, column: 1))
    }
  }

  /// Where what cannot be seen leaves the desired state, what it brought goes from the live system.
  /// A file that has a new gap in place of the old one need be named only once.
  private func goneGaps(besides new: [Gap]) -> [Gap] {
    let after = Set(head.gaps.map(\.reason))
    let named = Set(new.compactMap(\.mark?.source.path))
    return base.gaps.filter { gap in
      !after.contains(gap.reason) && !(gap.mark.map { named.contains($0.source.path) } ?? false)
    }.map { gap in
      Gap(
        "\(gap.reason), and it is taken out: what it brought may be deleted",
        remedy: "see by hand which objects go, since nothing here tells", at: gap.mark)
    }
  }

  func simulationInput(
    _ live: LiveSource, platform: any Platform, request: CheckRequest,
    definitions: [Document], schemas: [KindSchema]
  ) -> SimulationInput {
    let view = live.view(revealing: base.resources, head.resources)
    var description = TargetDescription(
      version: request.kubernetesVersion ?? environment.kubernetesVersion,
      operator: environment.operator, live: view, base: base.resources,
      head: head.resources, definitions: definitions)
    description.schemas = schemas
    description.ignoresUnknownKinds = request.ignoresMissingSchemas
    let target = platform.target(description)
    return SimulationInput(
      environment: environment.name, base: base.resources, head: head.resources,
      live: view, hasSnapshot: live.hasSnapshot, operator: environment.operator,
      target: target)
  }
}

extension DeploymentEnvironment {
  /// A version that nothing is known of: the newest stands for it, which must be said.
  var versionGap: Gap? {
    guard let version = kubernetesVersion, KubernetesVersion(version) == nil else { return nil }
    return Gap(
      "Kubernetes \(version) is not known; the rules of \(KubernetesVersion.newest) were taken",
      remedy: "use a version from \(KubernetesVersion.oldest) to \(KubernetesVersion.newest)",
      at: mark)
  }
}

extension Report.Counts {
  mutating func add(_ pair: EnvironmentPair, untouched: Int) {
    environments += 1
    self.untouched += untouched
    otherFiles += max(pair.base.otherFiles, pair.head.otherFiles)
    unreferencedFiles += max(pair.base.unreferencedFiles, pair.head.unreferencedFiles)
  }
}

extension Report {
  /// Orders everything totally, so that the same input gives the same bytes.
  mutating func sort() {
    findings = Finding.sorted(findings)
    incomplete = Set(incomplete).sorted()
    snapshots.sort { $0.environment < $1.environment }
    changes.sort {
      ($0.environment, $0.identity) < ($1.environment, $1.identity)
    }
  }
}

extension Incompleteness {
  /// A policy or configuration that cannot be gone by.
  init(_ problem: Diagnostic) {
    self.init(
      environment: "", path: problem.mark?.source.path ?? "", line: problem.mark?.line,
      reason: "\(problem.headline); the change was checked without it",
      remedy: problem.help ?? "mend it at the base")
  }

  /// libgit2 and forges differ over files that are added to a directory that the other side
  /// renamed.
  init(_ suspicion: DirectoryRenameSuspicion) {
    self.init(
      environment: "", path: suspicion.path.text, line: nil,
      reason: "\(suspicion.oldDirectory.text) was renamed to \(suspicion.newDirectory.text) on the "
        + "other side, and a merge may move this file along",
      remedy: "merge the base into the head, so that there is nothing to guess")
  }
}
