import Diagnostics
import Values

/// Makes fields that hold the name of another object follow that object to its new name
/// (api/filters/nameref).
struct NameReferenceTransformer: Transformer {
  private let rules: Rules

  init(references: [NameReference]) {
    let standard = TransformerConfiguration.standard.nameReferences
    rules = references == standard ? Self.standardRules : Rules(references)
  }

  private static let standardRules = Rules(TransformerConfiguration.standard.nameReferences)

  func transform(_ list: inout ManifestList) throws(Diagnostic) {
    let candidates = Candidates(list)
    for index in list.indices {
      let original = list[index].originalID(list.schema).type
      let rules = rules.matching(original)
      guard !rules.isEmpty else { continue }
      let referrer = try Referrer(list[index], index: index, schema: list.schema)
      try list.edit(index) { manifest throws(Diagnostic) in
        for rule in rules {
          let search = ReferenceSearch(
            referrer: referrer, target: rule.target, candidates: candidates,
            isRoleReference: rule.spec.path.hasSuffix("roleRef/name"))
          let visitor = FieldVisitor { document, id throws(Diagnostic) in
            try search.update(id, in: &document)
          }
          do throws(Diagnostic) {
            try visitor.visit(rule.spec, in: &manifest.document)
          } catch {
            var error = error
            error.headline =
              "updating name reference in '\(rule.spec.path)' field of '\(referrer.id)': "
              + error.headline
            throw error
          }
        }
      }
    }
  }

  struct Rule: Sendable {
    var target: GroupVersionKind
    var spec: FieldSpec
  }

  /// The rules by the kind of the referrer, in their order.
  private struct Rules: Sendable {
    private var byKind: [String: [(order: Int, rule: Rule)]] = [:]
    private var ofAnyKind: [(order: Int, rule: Rule)] = []

    init(_ references: [NameReference]) {
      var order = 0
      for reference in references {
        for spec in reference.referrers {
          let entry = (order, Rule(target: reference.target, spec: spec))
          if spec.type.kind.isEmpty {
            ofAnyKind.append(entry)
          } else {
            byKind[spec.type.kind, default: []].append(entry)
          }
          order += 1
        }
      }
    }

    func matching(_ type: GroupVersionKind) -> [Rule] {
      var rules = byKind[type.kind] ?? []
      if !ofAnyKind.isEmpty { rules = (rules + ofAnyKind).sorted { $0.order < $1.order } }
      return rules.compactMap { type.isSelected(by: $0.rule.spec.type) ? $0.rule : nil }
    }
  }
}

/// The object whose references are looked at.
struct Referrer {
  let index: Int
  let id: ManifestID
  let prefixes: [String]
  let suffixes: [String]
  /// What a role binding binds.
  let role: GroupVersionKind?
  /// The namespaces of the service accounts of a role binding, which it may refer to.
  let subjectNamespaces: Set<String>

  init(_ manifest: Manifest, index: Int, schema: Schema) throws(Diagnostic) {
    self.index = index
    id = manifest.currentID(schema)
    prefixes = manifest.namePrefixes
    suffixes = manifest.nameSuffixes
    let root = manifest.document.root
    if let role = root["roleRef"], let group = role["apiGroup"], let kind = role["kind"] {
      self.role = GroupVersionKind(group: group.text, kind: kind.text)
    } else {
      role = nil
    }
    var namespaces: Set<String> = []
    if id.type.kind == "RoleBinding" {
      for subject in root["subjects"]?.elements.map({ $0 }) ?? []
      where subject["kind"].map({ $0 == "ServiceAccount" }) ?? false {
        guard let namespace = subject["namespace"] else { continue }
        guard let text = namespace.string else {
          throw Diagnostic(
            code: "kustomize-field", "Invalid Input: namespace is blank for resource \"\(id)\"",
            at: namespace.mark)
        }
        namespaces.insert(text)
      }
    }
    subjectNamespaces = namespaces
  }
}

/// The objects that names may refer to, by the names that they had.
struct Candidates {
  struct Candidate {
    var previous: [ManifestID]
    var current: ManifestID
    var original: ManifestID
    var prefixes: [String]
    var suffixes: [String]
  }

  private let all: [Candidate]
  private let byName: [String: [Int]]
  /// Every object, renamed or not, by the namespace that it had at first.
  private let byOriginalNamespace: [String: [ManifestID]]

  init(_ list: ManifestList) {
    var all: [Candidate] = []
    var byName: [String: [Int]] = [:]
    var byOriginalNamespace: [String: [ManifestID]] = [:]
    for index in list.indices {
      let manifest = list[index]
      byOriginalNamespace[manifest.originalID(list.schema).effectiveNamespace, default: []]
        .append(manifest.currentID(list.schema))
      // Only what was renamed or moved can be referred to by a name of before.
      guard !manifest.previous.isEmpty else { continue }
      let previous = manifest.previousIDs
      let current = manifest.currentID(list.schema)
      for name in Set(previous.map(\.name)) { byName[name, default: []].append(all.count) }
      all.append(
        Candidate(
          previous: previous, current: current, original: previous.first ?? current,
          prefixes: manifest.namePrefixes, suffixes: manifest.nameSuffixes))
    }
    self.all = all
    self.byName = byName
    self.byOriginalNamespace = byOriginalNamespace
  }

  /// The objects that had a namespace at first, by what they are now.
  func originally(in namespace: String) -> [ManifestID] { byOriginalNamespace[namespace] ?? [] }

  func named(_ name: String) -> [Candidate] { (byName[name] ?? []).map { all[$0] } }
}

/// Finds the object that a name in one field of a referrer means.
struct ReferenceSearch {
  let referrer: Referrer
  let target: GroupVersionKind
  let candidates: Candidates
  let isRoleReference: Bool

  func update(_ id: NodeID, in document: inout Document) throws(Diagnostic) {
    switch document[id].kind {
    case .null: return
    case .mapping: try updateMapping(id, in: &document)
    case .sequence:
      for element in document.elements(of: id) {
        switch document[element].kind {
        case .null: continue
        case .mapping: try updateMapping(element, in: &document)
        case .sequence:
          throw Diagnostic(
            code: "kustomize-field", "a list is expected to hold strings or objects with a name",
            at: document[element].mark)
        default: try updateScalar(element, in: &document)
        }
      }
    default: try updateScalar(id, in: &document)
    }
  }

  private func updateScalar(_ id: NodeID, in document: inout Document) throws(Diagnostic) {
    let name = document.text(of: id)
    let found = try select(name, document[id].mark) { _ in
      true
    } areSame: { first, other in
      first.name == other.name
    }
    guard let found, found.name != name else { return }
    document.setUntaggedText(of: id, to: found.name, mark: nil)
  }

  private func updateMapping(_ id: NodeID, in document: inout Document) throws(Diagnostic) {
    guard let nameField = document.field("name", of: id) else {
      throw Diagnostic(
        code: "kustomize-field", "path config error; no 'name' field in node",
        at: document[id].mark)
    }
    let name = document.text(of: nameField)
    var namespace: String?
    if let field = document.field("namespace", of: id) { namespace = document.text(of: field) }
    let usesOriginal = namespace.map { namespace in
      candidates.originally(in: namespace).contains { isReachable($0) }
    }
    let found = try select(name, document[id].mark) { candidate in
      guard let namespace, let usesOriginal else { return true }
      return (usesOriginal ? candidate.original : candidate.current).effectiveNamespace
        == namespace && namespace != ManifestID.clusterNamespace
    } areSame: { first, other in
      first.name == other.name && first.namespace == other.namespace
    }
    guard let found, found.name != name || !found.namespace.isEmpty else { return }
    set("name", to: found.name, of: id, in: &document)
    if !found.namespace.isEmpty { set("namespace", to: found.namespace, of: id, in: &document) }
  }

  private func set(
    _ field: String, to text: String, of mapping: NodeID, in document: inout Document
  ) {
    if let present = document.field(field, of: mapping), document[present].isScalar {
      if document[present].hasText(text), document[present].kind == .string { return }
      document.setUntaggedText(of: present, to: text, mark: nil)
    } else {
      let mark = document[mapping].mark
      document.setField(field, to: document.addUntagged(text, mark: mark), in: mapping)
    }
  }

  /// Whether the object stands where the referrer can refer to it.
  private func isReachable(_ candidate: ManifestID) -> Bool {
    referrer.id.isClusterScoped || candidate.isClusterScoped
      || candidate.effectiveNamespace == referrer.id.effectiveNamespace
      || referrer.subjectNamespaces.contains(candidate.namespace)
  }

  private func isInSameNamespace(_ candidate: Candidates.Candidate) -> Bool {
    referrer.id.isClusterScoped || candidate.current.isClusterScoped
      || candidate.current.type.kind == "ServiceAccount"
      || candidate.current.effectiveNamespace == referrer.id.effectiveNamespace
  }

  private func select(
    _ name: String, _ mark: Mark?, from isCandidate: (Candidates.Candidate) -> Bool,
    areSame: (ManifestID, ManifestID) -> Bool
  ) throws(Diagnostic) -> ManifestID? {
    var found = candidates.named(name).filter { candidate in
      isReachable(candidate.current) && isCandidate(candidate)
        && candidate.previous.contains { $0.type.isSelected(by: target) }
        && isRole(candidate) && isInSameNamespace(candidate)
    }
    if found.count == 1 { return found[0].current }
    found = found.filter { hasSameAffixes($0, allowingEmpty: true) }
    if found.count > 1 { found = found.filter { hasSameAffixes($0, allowingEmpty: false) } }
    guard let first = found.first else { return nil }
    if found.dropFirst().allSatisfy({ areSame(first.current, $0.current) }) {
      return first.current
    }
    let ids = found.map { String(describing: $0.current) }.joined(separator: ", ")
    throw Diagnostic(
      code: "kustomize-ambiguous-reference", "found multiple possible referrals: \(ids)",
      at: mark)
  }

  private func isRole(_ candidate: Candidates.Candidate) -> Bool {
    guard isRoleReference, let role = referrer.role else { return true }
    return candidate.previous.contains { $0.type.isSelected(by: role) }
  }

  private func hasSameAffixes(
    _ candidate: Candidates.Candidate, allowingEmpty: Bool
  ) -> Bool {
    func same(_ left: [String], _ right: [String]) -> Bool {
      if allowingEmpty, left.isEmpty || right.isEmpty { return true }
      return Self.haveSameEnding(left, right)
    }
    return same(candidate.prefixes, referrer.prefixes)
      && same(candidate.suffixes, referrer.suffixes)
  }

  private static func haveSameEnding(_ left: [String], _ right: [String]) -> Bool {
    let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
    if shorter.isEmpty { return longer.isEmpty }
    return longer.suffix(shorter.count).elementsEqual(shorter)
  }
}
