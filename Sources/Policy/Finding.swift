package import Diagnostics
package import Resources
package import Values

/// What a rule has to say of a change.
package struct Finding: Sendable {
  package enum Status: String, Sendable, CaseIterable {
    /// This change brings it.
    case introduced
    /// The base has it too.
    case existing
    /// The base has it, the head does not.
    case fixed
    /// It stands, and somebody answers for it.
    case waived
  }

  package var rule: String
  /// The rule within a ChangePolicy.
  package var id: String?
  /// The binding of a policy that has one.
  package var binding: String?
  package var severity: Severity
  package var status: Status
  package var message: String
  package var subject: Subject?
  /// The line that a person must edit.
  package var mark: Mark?
  /// What to do, where a rule knows it.
  package var help: String?
  /// The waiver that covers it.
  package var waiver: String?

  /// The object that a finding is about.
  package struct Subject: Hashable, Sendable {
    package var environment: String
    package var apiVersion: String
    package var identity: ResourceIdentity

    package init(environment: String, apiVersion: String, identity: ResourceIdentity) {
      self.environment = environment
      self.apiVersion = apiVersion
      self.identity = identity
    }
  }

  package init(
    rule: String, id: String? = nil, binding: String? = nil, severity: Severity,
    status: Status = .introduced,
    message: String, subject: Subject? = nil, mark: Mark? = nil, help: String? = nil
  ) {
    self.rule = rule
    self.id = id
    self.binding = binding
    self.severity = severity
    self.status = status
    self.message = message
    self.subject = subject
    self.mark = mark
    self.help = help
  }
}

extension Finding {
  /// The same for the same finding in every run, also when lines move; 16 hexadecimal digits.
  package var fingerprint: String {
    var hash = FNV1a()
    for part in [
      rule, id ?? "", binding ?? "", subject?.environment ?? "",
      subject?.identity.description ?? "",
      subject == nil ? mark?.source.path ?? "" : "", message,
    ] {
      hash.add(part)
    }
    return hash.hexadecimal
  }

  /// What makes a finding at the base and one at the head the same finding.
  var key: Key {
    Key(
      rule: rule, id: id, binding: binding, subject: subject,
      path: subject == nil ? mark?.source.path : nil, message: message)
  }

  struct Key: Hashable {
    var rule: String
    var id: String?
    var binding: String?
    var subject: Subject?
    /// Of a finding about a file and no object.
    var path: String?
    var message: String
  }

  /// A total order: the worst first, then by place and words.
  package static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.status.rank != right.status.rank { return left.status.rank < right.status.rank }
    if left.severity != right.severity { return left.severity > right.severity }
    return left.sortKey.lexicographicallyPrecedes(right.sortKey)
  }

  /// Sorts by that order, making each key once.
  package static func sorted(_ findings: [Finding]) -> [Finding] {
    findings.indices.map { (place: $0, key: findings[$0].sortKey) }
      .sorted { left, right in
        let (a, b) = (findings[left.place], findings[right.place])
        if a.status != b.status { return a.status.rank < b.status.rank }
        if a.severity != b.severity { return a.severity > b.severity }
        return left.key.lexicographicallyPrecedes(right.key)
      }.map { findings[$0.place] }
  }

  private var sortKey: [String] {
    [
      subject?.environment ?? "", subject?.identity.description ?? "", rule, id ?? "",
      binding ?? "",
      message, mark?.source.path ?? "", String((mark?.line ?? 0) + 1_000_000_000),
    ]
  }
}

extension Finding.Status {
  fileprivate var rank: Int {
    switch self {
    case .introduced: 0
    case .existing: 1
    case .waived: 2
    case .fixed: 3
    }
  }
}

/// Names things; it guards nothing.
private struct FNV1a {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The separator keeps `ab`, `c` apart from `a`, `bc`.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0xff)
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  var hexadecimal: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
