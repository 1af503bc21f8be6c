import Values

/// A ResourceQuota as quota admission holds objects against it:
/// k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go, `CheckRequest`.
struct Quota: Sendable {
  let name: String
  let hard: ResourceAmounts
  /// What is taken, as far as that is known: at least this.
  private(set) var used: ResourceAmounts
  let scopes: [QuotaScope]
  /// Its live status tells what is taken.
  let isCounted: Bool

  /// - Parameters:
  ///   - object: as it will be.
  ///   - live: as it is, whose status tells what is taken; nil where it is not there or not known.
  ///   - isNew: the change makes it or alters it, so that the status does not have its amounts yet.
  init(_ object: Node, live: Node?, isNew: Bool) {
    name = object["metadata", "name"]?.text ?? ""
    let status = isNew ? nil : live?["status", "hard"]
    hard = ResourceAmounts(status ?? object["spec", "hard"])
    isCounted = live?["status", "used"] != nil
    var used = ResourceAmounts(live?["status", "used"]).filter { [hard] name, _ in
      hard[name] != nil
    }
    for name in hard.names where used[name] == nil { used[name] = .zero }
    self.used = used
    scopes = QuotaScope.all(of: object)
  }

  /// How much there is to hold an object against.
  var amountCount: Int {
    scopes.reduce(1 + hard.count) { $0 + 1 + $1.values.count }
  }

  /// Whether it limits an object.
  func matches(_ subject: QuotaSubject) -> Bool {
    hard.amounts.keys.contains(where: subject.evaluator.tracks)
      && scopes.allSatisfy { $0.matches(subject) }
  }

  /// What an object lacks that a quota makes it specify.
  func omission(in subject: QuotaSubject) -> String? {
    let missing = subject.omissions.filter { hard[$0.key] != nil }
    guard !missing.isEmpty else { return nil }
    let texts = missing.sorted { $0.key < $1.key }
      .map { "\($0.key) for: \($0.value.joined(separator: ","))" }
    return "failed quota: \(name): must specify \(texts.joined(separator: "; "))"
  }

  /// Why so much more is too much, in the server's words; nil where it fits.
  func refusal(of usage: ResourceAmounts) -> String? {
    let asked = usage.filter { [hard] name, amount in !amount.isZero && hard[name] != nil }
    let exceeded = asked.filter { name, amount in
      guard let used = used[name], let limit = hard[name] else { return false }
      return used + amount > limit
    }
    guard !exceeded.isEmpty else { return nil }
    func shown(_ amounts: ResourceAmounts) -> ResourceAmounts {
      amounts.filter { name, _ in exceeded[name] != nil }
    }
    return "exceeded quota: \(name), requested: \(exceeded), used: \(shown(used)), "
      + "limited: \(shown(hard))"
  }

  /// What is taken beyond it; nil where nothing is.
  var excess: String? {
    func isExceeded(_ name: String) -> Bool {
      guard let used = used[name], let limit = hard[name] else { return false }
      return used > limit
    }
    let exceeded = used.filter { name, _ in isExceeded(name) }
    guard !exceeded.isEmpty else { return nil }
    return "used: \(exceeded), limited: \(hard.filter { name, _ in isExceeded(name) })"
  }

  mutating func take(_ usage: ResourceAmounts) {
    used.add(usage.filter { [hard] name, _ in hard[name] != nil })
  }

  mutating func release(_ usage: ResourceAmounts) { used.subtract(usage) }
}
