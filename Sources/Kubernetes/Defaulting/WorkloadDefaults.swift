import Values

extension Defaulting {
  static let apps: [String: Rule] = [
    "Deployment": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      document.setDefault("replicas", 1, in: spec)
      let strategy = document.mapping(at: "strategy", in: spec)
      document.setDefault("type", "RollingUpdate", in: strategy)
      if document.text("type", of: strategy) == "RollingUpdate" {
        let rolling = document.mapping(at: "rollingUpdate", in: strategy)
        document.setPointer("maxUnavailable", "25%", in: rolling)
        document.setPointer("maxSurge", "25%", in: rolling)
      }
      document.setDefault("revisionHistoryLimit", 10, in: spec)
      document.setDefault("progressDeadlineSeconds", 600, in: spec)
      applyToTemplate(&document, of: spec)
    },
    "ReplicaSet": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      document.setDefault("replicas", 1, in: spec)
      applyToTemplate(&document, of: spec)
    },
    "DaemonSet": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      let strategy = document.mapping(at: "updateStrategy", in: spec)
      document.setDefault("type", "RollingUpdate", in: strategy)
      if document.text("type", of: strategy) == "RollingUpdate" {
        let rolling = document.mapping(at: "rollingUpdate", in: strategy)
        document.setPointer("maxUnavailable", 1, in: rolling)
        document.setPointer("maxSurge", 0, in: rolling)
      }
      document.setDefault("revisionHistoryLimit", 10, in: spec)
      applyToTemplate(&document, of: spec)
    },
    "StatefulSet": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      document.setDefault("podManagementPolicy", "OrderedReady", in: spec)
      let strategy = document.mapping(at: "updateStrategy", in: spec)
      if !document.has("type", in: strategy) {
        document.set("type", to: "RollingUpdate", in: strategy)
        _ = document.mapping(at: "rollingUpdate", in: strategy)
      }
      if document.text("type", of: strategy) == "RollingUpdate",
        let rolling = document.mapping("rollingUpdate", of: strategy)
      {
        document.setDefault("partition", 0, in: rolling)
      }
      let retention = document.mapping(at: "persistentVolumeClaimRetentionPolicy", in: spec)
      document.setDefault("whenDeleted", "Retain", in: retention)
      document.setDefault("whenScaled", "Retain", in: retention)
      document.setDefault("replicas", 1, in: spec)
      document.setDefault("revisionHistoryLimit", 10, in: spec)
      for claim in document.elements("volumeClaimTemplates", of: spec) {
        applyToClaim(&document, claim)
        document.setDefault("apiVersion", "v1", in: claim)
        document.setDefault("kind", "PersistentVolumeClaim", in: claim)
      }
      applyToTemplate(&document, of: spec)
    },
  ]

  static let batch: [String: Rule] = [
    "Job": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      applyToJob(&document, spec: spec)
      applyToJobTemplate(&document, spec: spec)
      takeTemplateLabels(&document, object, spec: spec)
    },
    "CronJob": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      document.setDefault("concurrencyPolicy", "Allow", in: spec)
      document.setDefault("suspend", false, in: spec)
      document.setDefault("successfulJobsHistoryLimit", 3, in: spec)
      document.setDefault("failedJobsHistoryLimit", 1, in: spec)
      guard let template = document.mapping("jobTemplate", of: spec),
        let job = document.mapping("spec", of: template)
      else { return }
      applyToJobTemplate(&document, spec: job)
    },
  ]

  private static func applyToJob(_ document: inout Document, spec: NodeID) {
    let hasCompletions = document.has("completions", in: spec)
    if !hasCompletions, !document.has("parallelism", in: spec) {
      document.set("completions", to: 1, in: spec)
    }
    document.setDefault("parallelism", 1, in: spec)
    let isPerIndex = document.has("backoffLimitPerIndex", in: spec)
    document.setDefault("backoffLimit", isPerIndex ? Int64(Int32.max) : 6, in: spec)
    document.setPointer("completionMode", "NonIndexed", in: spec)
    document.setDefault("suspend", false, in: spec)
    let hasPolicy = document.has("podFailurePolicy", in: spec)
    document.setPointer(
      "podReplacementPolicy", hasPolicy ? "Failed" : "TerminatingOrFailed", in: spec)
    document.setDefault("manualSelector", false, in: spec)
  }

  /// What the job of a CronJob gets, too.
  private static func applyToJobTemplate(_ document: inout Document, spec: NodeID) {
    if let policy = document.mapping("podFailurePolicy", of: spec) {
      for rule in document.elements("rules", of: policy) {
        for condition in document.elements("onPodConditions", of: rule) {
          document.setDefault("status", "True", in: condition)
        }
      }
    }
    applyToTemplate(&document, of: spec)
  }

  /// An object without labels takes those of its template.
  private static func takeTemplateLabels(
    _ document: inout Document, _ object: NodeID, spec: NodeID
  ) {
    guard let template = document.mapping("template", of: spec),
      let metadata = document.mapping("metadata", of: template),
      let labels = document.mapping("labels", of: metadata),
      !document.isEmpty("labels", of: metadata)
    else { return }
    let own = document.mapping(at: "metadata", in: object)
    if document.isEmpty("labels", of: own) {
      let copy = document.copy(labels)
      document.set("labels", to: copy, in: own)
    }
  }

  static func applyToTemplate(_ document: inout Document, of parent: NodeID) {
    guard let template = document.mapping("template", of: parent),
      let spec = document.mapping("spec", of: template)
    else { return }
    PodDefaults.apply(to: &document, spec: spec)
  }

  static func applyToClaim(_ document: inout Document, _ claim: NodeID) {
    if let spec = document.mapping("spec", of: claim) {
      VolumeDefaults.applyToClaim(&document, spec: spec)
    }
    let status = document.mapping(at: "status", in: claim)
    document.setDefault("phase", "Pending", in: status)
  }

  /// A replication controller selects, and is labelled, as its template says.
  static func applyToController(_ document: inout Document, _ object: NodeID) {
    guard let spec = document.mapping("spec", of: object) else { return }
    takeTemplateLabels(&document, object, spec: spec)
    if let template = document.mapping("template", of: spec),
      let labels = document[template]["metadata", "labels"], labels.count > 0,
      document.isEmpty("selector", of: spec)
    {
      let copy = document.copy(labels.id)
      document.set("selector", to: copy, in: spec)
    }
    document.setDefault("replicas", 1, in: spec)
    applyToTemplate(&document, of: spec)
  }
}
