import Values

/// The quotas of a namespace while a change is played through them.
struct QuotaLedger: Sendable {
  private(set) var quotas: [Quota]

  init(_ quotas: [Quota]) {
    self.quotas = quotas
  }

  /// Why an object is one too many or too large, in the server's words. One that is let in counts
  /// from then on.
  ///
  /// - Parameters:
  ///   - old: the stored object that it replaces; only what is more than that counts.
  ///   - reportsOmissions: whether nothing else may still fill in what the object lacks.
  mutating func refusal(
    of object: Node, as evaluator: QuotaEvaluator, replacing old: Node? = nil,
    reportsOmissions: Bool
  ) -> String? {
    let subject = QuotaSubject(object, as: evaluator)
    let previous = old.map { QuotaSubject($0, as: evaluator) }
    let matching = quotas.indices.filter { quotas[$0].matches(subject) }
    for index in matching where reportsOmissions {
      if let omission = quotas[index].omission(in: subject) { return omission }
    }
    var deltas: [(index: Int, usage: ResourceAmounts)] = []
    for index in matching {
      var delta = subject.usage
      if let previous, quotas[index].matches(previous) { delta.subtract(previous.usage) }
      if let refusal = quotas[index].refusal(of: delta) { return refusal }
      deltas.append((index, delta))
    }
    for (index, delta) in deltas { quotas[index].take(delta) }
    return nil
  }

  /// Gives back what objects held.
  mutating func release(_ object: Node, as evaluator: QuotaEvaluator, count: Int64 = 1) {
    let subject = QuotaSubject(object, as: evaluator)
    let usage = subject.usage.multiplied(by: count)
    for index in quotas.indices where quotas[index].matches(subject) {
      quotas[index].release(usage)
    }
  }

  /// Takes what objects hold in any case.
  mutating func charge(_ object: Node, as evaluator: QuotaEvaluator, count: Int64) {
    let subject = QuotaSubject(object, as: evaluator)
    let usage = subject.usage.multiplied(by: count)
    for index in quotas.indices where quotas[index].matches(subject) {
      quotas[index].take(usage)
    }
  }

  struct Shortfall: Sendable, Equatable {
    /// How many still fit.
    var fitting: Int64
    /// Why the next one does not.
    var reason: String
    /// It is about something that is not specified.
    var isOmission = false
  }

  /// What keeps a controller from making so many objects of a kind; nil where all fit. Those that
  /// fit count from then on.
  mutating func shortfall(
    of object: Node, as evaluator: QuotaEvaluator, count: Int64
  ) -> Shortfall? {
    let subject = QuotaSubject(object, as: evaluator)
    let matching = quotas.indices.filter { quotas[$0].matches(subject) }
    for index in matching {
      if let omission = quotas[index].omission(in: subject) {
        return Shortfall(fitting: 0, reason: omission, isOmission: true)
      }
    }
    let usage = subject.usage
    let fitting = mostFitting(of: usage, in: matching, upTo: count)
    for index in matching { quotas[index].take(usage.multiplied(by: fitting)) }
    guard fitting < count else { return nil }
    for index in matching {
      if let reason = quotas[index].refusal(of: usage) {
        return Shortfall(fitting: fitting, reason: reason)
      }
    }
    return nil
  }

  /// Why one more object would be too much just now.
  func obstacle(to object: Node, as evaluator: QuotaEvaluator) -> String? {
    let subject = QuotaSubject(object, as: evaluator)
    for quota in quotas where quota.matches(subject) {
      if let refusal = quota.refusal(of: subject.usage) { return refusal }
    }
    return nil
  }

  /// Replicas may be billions: they are not counted one by one.
  private func mostFitting(
    of usage: ResourceAmounts, in matching: [Int], upTo count: Int64
  ) -> Int64 {
    func fits(_ count: Int64) -> Bool {
      let usage = usage.multiplied(by: count)
      return matching.allSatisfy { quotas[$0].refusal(of: usage) == nil }
    }
    if fits(count) { return count }
    var (low, high) = (Int64(0), max(count, 1))
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if fits(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
