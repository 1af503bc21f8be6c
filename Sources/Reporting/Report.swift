package import Policy
package import Simulation
package import Values

/// All that a check has to say; every format is a rendering of it.
package struct Report: Sendable {
  package var verdict: Verdict
  package var evaluatedAt: Instant
  /// nil for the empty side of a new branch, and for an audit.
  package var base: Revision?
  package var head: Revision
  /// The tree that the merge gives; nil where nothing was merged.
  package var mergedTree: String?
  package var snapshots: [Snapshot]
  package var changes: [Change]
  package var findings: [Finding]
  package var incomplete: [Incompleteness]
  package var preview: [Preview]
  package var counts: Counts
  /// Set where everything at one commit was looked at, and no change.
  package var audit: Audit?
  /// The version of the tool.
  package var toolVersion: String

  package struct Revision: Hashable, Sendable {
    package var commit: String?
    package var tree: String

    package init(commit: String?, tree: String) {
      self.commit = commit
      self.tree = tree
    }

    /// The commit, or else the tree, as people abbreviate it.
    package var short: String { String((commit ?? tree).prefix(7)) }
  }

  /// The live state that an environment was compared with.
  package struct Snapshot: Hashable, Sendable {
    package var environment: String
    /// A ref, or the path of a file.
    package var ref: String
    package var commit: String?
    package var capturedAt: Instant?
    package var isStale: Bool

    package init(
      environment: String, ref: String, commit: String?, capturedAt: Instant?, isStale: Bool
    ) {
      self.environment = environment
      self.ref = ref
      self.commit = commit
      self.capturedAt = capturedAt
      self.isStale = isStale
    }
  }

  /// What the head does to policies, waivers or configuration, which count from the next check on.
  package struct Preview: Hashable, Sendable, Comparable {
    package var path: String
    package var message: String

    package init(path: String, message: String) {
      self.path = path
      self.message = message
    }

    package static func < (left: Preview, right: Preview) -> Bool {
      (left.path, left.message) < (right.path, right.message)
    }
  }

  /// What was read beside the changes.
  package struct Counts: Hashable, Sendable {
    package var environments = 0
    /// Objects of the affected environments that the change leaves alone.
    package var untouched = 0
    /// Changed files that hold no object of a platform.
    package var otherFiles = 0
    /// Changed manifests that lie beside a kustomization which does not name them.
    package var unreferencedFiles = 0

    package init() {}
  }

  package init(
    verdict: Verdict, evaluatedAt: Instant, base: Revision?, head: Revision,
    mergedTree: String? = nil, snapshots: [Snapshot] = [], changes: [Change] = [],
    findings: [Finding] = [], incomplete: [Incompleteness] = [], preview: [Preview] = [],
    counts: Counts = Counts(), toolVersion: String
  ) {
    self.verdict = verdict
    self.evaluatedAt = evaluatedAt
    self.base = base
    self.head = head
    self.mergedTree = mergedTree
    self.snapshots = snapshots
    self.changes = changes
    self.findings = findings
    self.incomplete = incomplete
    self.preview = preview
    self.counts = counts
    self.toolVersion = toolVersion
  }
}

extension Report {
  package func count(of action: Action) -> Int {
    changes.count { $0.action == action }
  }

  package func count(of status: Finding.Status) -> Int {
    findings.count { $0.status == status }
  }

  /// Findings that a reviewer must read.
  package var introduced: [Finding] { findings.filter { $0.status == .introduced } }

  /// `2 created · 1 deleted`: the actions that happen, in words.
  package var actionCounts: [String] {
    [
      (Action.rejected, "would be rejected"), (.delete, "deleted"), (.recreate, "recreated"),
      (.orphan, "orphaned"), (.update, "updated"), (.create, "created"),
    ].compactMap { action, word in
      let count = count(of: action)
      return count == 0 ? nil : "\(count) \(word)"
    }
  }
}
