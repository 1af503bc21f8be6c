import Resources
import Values

/// Which requests a policy or a binding is for: `matchConstraints`, `matchResources`.
///
/// k8s.io/apiserver/pkg/admission/plugin/policy/matching.
struct MatchCriteria: Sendable {
  struct Rule: Sendable {
    var groups: [String]
    var versions: [String]
    var resources: [String]
    let operations: [String]
    let names: [String]
    /// `*`, `Namespaced` or `Cluster`.
    let scope: String

    init(_ node: Node) {
      func strings(_ key: String) -> [String] { node[key]?.elements.map(\.text) ?? [] }
      groups = strings("apiGroups")
      versions = strings("apiVersions")
      resources = strings("resources")
      operations = strings("operations")
      names = strings("resourceNames")
      scope = node["scope"]?.string ?? "*"
    }

    func matches(_ request: AdmissionRequest, as resource: AdmissionRequest.Resource) -> Bool {
      func contains(_ list: [String], _ value: String) -> Bool {
        list.contains("*") || list.contains(value)
      }
      switch scope {
      case "Namespaced": if request.namespace == nil || request.isForNamespace { return false }
      case "Cluster": if request.namespace != nil, !request.isForNamespace { return false }
      default: break
      }
      return contains(operations, request.operation) && contains(groups, resource.group)
        && contains(versions, resource.version)
        && resources.contains { $0 == "*" || $0 == "*/*" || $0 == resource.plural }
        && (names.isEmpty || names.contains(request.name))
    }
  }

  let namespaceSelector: ObjectSelector
  let objectSelector: ObjectSelector
  private(set) var rules: [Rule]
  let exclusions: [Rule]
  let matchesEquivalents: Bool

  /// - Parameter node: nil matches everything.
  init(_ node: Node?) {
    namespaceSelector = ObjectSelector(node?["namespaceSelector"])
    objectSelector = ObjectSelector(node?["objectSelector"])
    rules = node?["resourceRules"].map { $0.elements.map(Rule.init) } ?? []
    exclusions = node?["excludeResourceRules"].map { $0.elements.map(Rule.init) } ?? []
    matchesEquivalents = node?["matchPolicy"]?.string != "Exact"
  }

  /// For pods alone, wherever they are: then policies for what makes pods follow from it.
  var isForPodsAlone: Bool {
    !rules.isEmpty && objectSelector.isEmpty
      && rules.allSatisfy { $0.resources == ["pods"] && $0.names.isEmpty }
  }

  /// The same for other resources.
  func replacingResources(by resources: [String], of group: String) -> MatchCriteria {
    var copy = self
    copy.rules = rules.map { rule in
      var rule = rule
      rule.groups = [group]
      rule.versions = ["v1"]
      rule.resources = resources
      return rule
    }
    return copy
  }

  enum Answer {
    /// The resource that a rule named: the request's own, or one that stands for the same objects.
    case matches(AdmissionRequest.Resource)
    case no
    case unknown(reason: String)
  }

  func match(_ request: AdmissionRequest) -> Answer {
    guard let resource = matchedResource(request) else { return .no }
    if !objectSelector.isEmpty, !objectSelector.selects(request.object?.root),
      !objectSelector.selects(request.oldObject?.root)
    {
      return .no
    }
    if namespaceSelector.isEmpty || request.namespace == nil { return .matches(resource) }
    if request.isForNamespace, request.operation != "DELETE" {
      let labels = request.object.map { request.labelsOfNamespace($0.root) } ?? [:]
      return namespaceSelector.selects { labels[$0] } ? .matches(resource) : .no
    }
    switch request.namespaceObject {
    case .found(let namespace):
      let labels = request.labelsOfNamespace(namespace.root)
      return namespaceSelector.selects { labels[$0] } ? .matches(resource) : .no
    case .absent, .unknown:
      guard namespaceSelector.asksForNamesOnly else {
        let name = request.namespace ?? ""
        return .unknown(reason: "the labels of the namespace '\(name)' are not known")
      }
      return namespaceSelector.selects { _ in request.namespace } ? .matches(resource) : .no
    }
  }

  private func matchedResource(_ request: AdmissionRequest) -> AdmissionRequest.Resource? {
    if exclusions.contains(where: { $0.matches(request, as: request.resource) }) { return nil }
    if rules.isEmpty || rules.contains(where: { $0.matches(request, as: request.resource) }) {
      return request.resource
    }
    guard matchesEquivalents else { return nil }
    return request.equivalents.first { other in
      rules.contains { $0.matches(request, as: other) }
    }
  }
}
