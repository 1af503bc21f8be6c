import Resources
import Values

/// Which requests a rule of a ClusterPolicy is for: `match` and `exclude`.
///
/// github.com/kyverno/kyverno/pkg/utils/match.
struct KyvernoMatch: Sendable {
  private let match: Clause
  private let exclude: Clause?
  /// For pods alone, by kind alone: then rules for what makes pods follow from it.
  let isForPodsAlone: Bool

  init(_ rule: Node) {
    match = Clause(rule["match"])
    exclude = rule.present("exclude").map { Clause($0) }
    isForPodsAlone =
      match.filters.allSatisfy { $0.kinds == ["Pod"] && !$0.selectsObjects }
      && !match.filters.isEmpty
      && (exclude?.filters.allSatisfy { !$0.selectsObjects } ?? true)
  }

  private init(match: Clause, exclude: Clause?) {
    self.match = match
    self.exclude = exclude
    isForPodsAlone = false
  }

  /// The same for other kinds.
  func replacingKinds(by kinds: [String]) -> KyvernoMatch {
    KyvernoMatch(
      match: match.replacingKinds(by: kinds),
      exclude: exclude.map { $0.replacingKinds(by: kinds) })
  }

  enum Answer {
    case matches
    case no
    case unknown(reason: String)
  }

  func answer(_ request: AdmissionRequest) -> Answer {
    switch match.answer(request, isMatch: true) {
    case .matches: break
    case let other: return other
    }
    guard let exclude else { return .matches }
    switch exclude.answer(request, isMatch: false) {
    case .matches: return .no
    case .no: return .matches
    case .unknown(let reason): return .unknown(reason: reason)
    }
  }

  private struct Clause: Sendable {
    var filters: [Filter]
    var needsAll: Bool

    init(_ node: Node?) {
      needsAll = node?.present("all") != nil
      if let list = node?.present("any") ?? node?.present("all") {
        filters = list.elements.map { Filter($0) }
      } else {
        filters = node.map { [Filter($0)] } ?? []
      }
    }

    func replacingKinds(by kinds: [String]) -> Clause {
      var copy = self
      for index in copy.filters.indices where !copy.filters[index].kinds.isEmpty {
        copy.filters[index].kinds = kinds
      }
      return copy
    }

    func answer(_ request: AdmissionRequest, isMatch: Bool) -> Answer {
      var reason: String?
      for filter in filters {
        switch filter.answer(request, isMatch: isMatch) {
        case .matches: if !needsAll { return .matches }
        case .no: if needsAll { return .no }
        case .unknown(let why): reason = why
        }
      }
      if let reason { return .unknown(reason: reason) }
      return needsAll && !filters.isEmpty ? .matches : .no
    }
  }
}

extension KyvernoMatch {
  /// One `resources` description, and who asks.
  struct Filter: Sendable {
    var kinds: [String]
    private let names: [String]
    private let namespaces: [String]
    private let operations: [String]
    private let annotations: [(String, String)]
    private let selector: ObjectSelector?
    private let namespaceSelector: ObjectSelector?
    private let subjects: [Subject]
    private let asksForRoles: Bool

    private struct Subject: Sendable {
      let kind: String
      let name: String
      let namespace: String
    }

    init(_ node: Node) {
      let resources = node["resources"]
      func strings(_ key: String) -> [String] { resources?[key]?.elements.map(\.text) ?? [] }
      kinds = strings("kinds")
      names = strings("names") + (resources?["name"]?.string.map { [$0] } ?? [])
      namespaces = strings("namespaces")
      operations = strings("operations")
      annotations =
        resources?["annotations"].map { $0.entries.map { ($0.name, $0.value.text) } } ?? []
      selector = resources?.present("selector").map { ObjectSelector($0) }
      namespaceSelector = resources?.present("namespaceSelector").map { ObjectSelector($0) }
      subjects = (node["subjects"].map { Array($0.elements) } ?? []).map {
        Subject(
          kind: $0["kind"]?.text ?? "", name: $0["name"]?.text ?? "",
          namespace: $0["namespace"]?.text ?? "")
      }
      asksForRoles = ["roles", "clusterRoles"].contains { node.present($0) != nil }
    }

    /// Whether more than the kind decides about single objects.
    var selectsObjects: Bool { !names.isEmpty || !annotations.isEmpty || selector != nil }

    func answer(_ request: AdmissionRequest, isMatch: Bool) -> Answer {
      let usual = isMatch ? ["CREATE", "UPDATE"] : []
      let operations = operations.isEmpty ? usual : operations
      guard operations.isEmpty || operations.contains(request.operation),
        kinds.isEmpty
          ? !isMatch || !subjects.isEmpty
          : kinds.contains(where: { Self.names($0, request.resource) }),
        names.isEmpty || names.contains(where: { Wildcard.matches($0, request.name) }),
        namespaces.isEmpty
          || namespaces.contains(where: { Wildcard.matches($0, request.namespace ?? "") })
      else { return .no }
      let object = (request.object ?? request.oldObject)?.root
      let own = object?["metadata"]?["annotations"]
      for (key, value) in annotations {
        let isThere =
          own?.entries.contains {
            Wildcard.matches(key, $0.name) && Wildcard.matches(value, $0.value.text)
          } ?? false
        guard isThere else { return .no }
      }
      if let selector, !selector.selects(object) { return .no }
      if let namespaceSelector, request.namespace != nil, !request.isForNamespace {
        guard case .found(let namespace) = request.namespaceObject else {
          let name = request.namespace ?? ""
          return .unknown(reason: "the labels of the namespace '\(name)' are not known")
        }
        let labels = request.labelsOfNamespace(namespace.root)
        guard namespaceSelector.selects({ labels[$0] }) else { return .no }
      }
      if asksForRoles { return .unknown(reason: "it asks for the roles of who applies") }
      return subjects.isEmpty ? .matches : answer(request.user)
    }

    /// Whether one of the subjects is the user; of others than service accounts no one here knows
    /// the groups.
    private func answer(_ user: String?) -> Answer {
      guard let user else { return .unknown(reason: "it asks who applies") }
      let account = user.split(separator: ":", omittingEmptySubsequences: false)
      let isAccount = account.count == 4 && user.hasPrefix("system:serviceaccount:")
      var asksForGroups = false
      for subject in subjects {
        switch subject.kind {
        case "User": if Wildcard.matches(subject.name, user) { return .matches }
        case "ServiceAccount":
          if isAccount, subject.namespace == account[2],
            Wildcard.matches(subject.name, String(account[3]))
          {
            return .matches
          }
        case "Group" where isAccount:
          let groups = [
            "system:serviceaccounts", "system:serviceaccounts:\(account[2])",
            "system:authenticated",
          ]
          if groups.contains(where: { Wildcard.matches(subject.name, $0) }) { return .matches }
        default: asksForGroups = true
        }
      }
      return asksForGroups ? .unknown(reason: "it asks for the groups of who applies") : .no
    }

    /// Whether `Pod`, `v1/Pod`, `apps/v1/Deployment`, `apps/*/Deployment` or `*` names a kind.
    private static func names(_ selector: String, _ resource: AdmissionRequest.Resource) -> Bool {
      let parts = selector.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      let (group, version, kind): (String, String, String)
      switch parts.count {
      case 1: (group, version, kind) = ("*", "*", parts[0])
      case 2: (group, version, kind) = ("*", parts[0], parts[1])
      case 3: (group, version, kind) = (parts[0], parts[1], parts[2])
      default: return false
      }
      return Wildcard.matches(kind, resource.kind) && Wildcard.matches(version, resource.version)
        && Wildcard.matches(group, resource.group)
    }
  }
}

/// Patterns in which `*` stands for any text and `?` for any character.
enum Wildcard {
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let text = Array(text.utf8)
    var (p, t) = (0, 0)
    var retry: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        retry = (p + 1, t)
        p += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = retry {
        retry = (last.pattern, last.text + 1)
        p = last.pattern
        t = last.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
