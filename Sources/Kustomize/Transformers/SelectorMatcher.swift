import Diagnostics
import RegularExpressions

/// A selector whose parts are regular expressions over the whole text.
struct SelectorMatcher {
  private let group: Pattern?
  private let version: Pattern?
  private let kind: Pattern?
  private let name: Pattern?
  private let namespace: Pattern?
  let selector: Selector

  init(_ selector: Selector) throws(Diagnostic) {
    self.selector = selector
    group = try Pattern(selector.group)
    version = try Pattern(selector.version)
    kind = try Pattern(selector.kind)
    name = try Pattern(selector.name)
    namespace = try Pattern(selector.namespace)
  }

  func matches(type: GroupVersionKind) throws(Diagnostic) -> Bool {
    for (pattern, text) in [(group, type.group), (version, type.version), (kind, type.kind)] {
      if let pattern {
        guard try pattern.matches(text) else { return false }
      }
    }
    return true
  }

  func matches(name text: String, or other: String? = nil) throws(Diagnostic) -> Bool {
    try Self.matches(name, text, other)
  }

  func matches(namespace text: String, or other: String? = nil) throws(Diagnostic) -> Bool {
    try Self.matches(namespace, text, other)
  }

  private static func matches(
    _ pattern: Pattern?, _ text: String, _ other: String?
  ) throws(Diagnostic) -> Bool {
    guard let pattern else { return true }
    if try pattern.matches(text) { return true }
    guard let other, other != text else { return false }
    return try pattern.matches(other)
  }

  /// Whether the labels and annotations are selected.
  func matchesMetadata(of manifest: Manifest) throws(Diagnostic) -> Bool {
    if !selector.annotations.isEmpty {
      let wanted = try LabelSelector(selector.annotations)
      guard wanted.matches(manifest.metadataMap("annotations")) else { return false }
    }
    if !selector.labels.isEmpty {
      let wanted = try LabelSelector(selector.labels)
      guard wanted.matches(manifest.metadataMap("labels")) else { return false }
    }
    return true
  }

  /// The manifests of a list that are selected by what they are or were at first.
  func select(in list: ManifestList) throws(Diagnostic) -> [Int] {
    var found: [Int] = []
    for index in list.indices {
      let manifest = list[index]
      guard !manifest.isEmpty else { continue }
      let current = manifest.currentID(list.schema)
      let original = manifest.previousIDs.first ?? current
      guard try matches(type: current.type),
        try matches(
          namespace: original.effectiveNamespace, or: current.effectiveNamespace),
        try matches(name: original.name, or: current.name), try matchesMetadata(of: manifest)
      else { continue }
      found.append(index)
    }
    return found
  }

  private enum Pattern {
    case plain(String)
    case expression(RegularExpression)

    /// nil for an empty pattern, which selects anything.
    init?(_ text: String) throws(Diagnostic) {
      guard !text.isEmpty else { return nil }
      let isPlain = text.utf8.allSatisfy {
        LabelSyntax.isAlphanumeric($0) || $0 == UInt8(ascii: "-")
      }
      if isPlain {
        self = .plain(text)
        return
      }
      do {
        self = .expression(try RegularExpression(matchingWhole: text))
      } catch {
        throw Diagnostic(
          code: "kustomize-selector", "the selector '\(text)' is no regular expression: \(error)")
      }
    }

    func matches(_ text: String) throws(Diagnostic) -> Bool {
      switch self {
      case .plain(let plain): return plain == text
      case .expression(let expression):
        do {
          return try expression.matches(in: text)
        } catch {
          throw Diagnostic(
            code: "kustomize-selector",
            "the selector '\(expression.pattern)' could not be evaluated: \(error)")
        }
      }
    }
  }
}
