import Values

/// An object as quotas look at it: what many of them ask of it is found once.
final class QuotaSubject {
  let object: Node
  let evaluator: QuotaEvaluator

  init(_ object: Node, as evaluator: QuotaEvaluator) {
    self.object = object
    self.evaluator = evaluator
  }

  /// What it takes.
  private(set) lazy var usage = evaluator.usage(of: object)

  /// What a pod's containers do not specify though a quota may make them, with their names.
  private(set) lazy var omissions =
    evaluator == .pods ? PodUsage.omissions(in: object) : [:]

  private(set) lazy var isBestEffort = QuotaScope.isBestEffort(object["spec"])

  private(set) lazy var reachesOtherNamespaces =
    QuotaScope.reachesOtherNamespaces(object["spec"])
}
