import CKubernetesSchemas
import Values

/// What a value is to a structured merge, once its schema and its own kind have been looked at.
///
/// k8s.io/kube-openapi/pkg/schemaconv and sigs.k8s.io/structured-merge-diff/typed, `deduceAtom`.
enum MergeRole {
  /// Owned and replaced as a whole.
  case leaf
  case map
  case list

  /// - Parameters:
  ///   - schema: nil where the type is open; then the value decides, and lists are atomic.
  ///   - other: speaks for a value that is null.
  init(_ schema: Schema?, _ value: Node?, or other: Node? = nil) {
    let value = value.flatMap { $0.isNull ? other : $0 } ?? other
    switch schema?.shape {
    case .object, .map: self = schema?.mapType == .atomic ? .leaf : .map
    case .list: self = schema?.isAssociative == true ? .list : .leaf
    case .any, nil: self = value?.isMapping == true ? .map : .leaf
    case .string, .integer, .number, .boolean, .intOrString, .quantity: self = .leaf
    }
  }
}

extension Schema {
  /// Whether the elements of a list are told apart by keys or value. A list that does not say is
  /// where it has the patch strategy `merge`.
  var isAssociative: Bool {
    switch listType {
    case .set, .map: true
    case .atomic: raw.list_type == 0 && patchStrategy.contains(.merge)
    }
  }

  /// How the elements of an associative list are told apart.
  var listKeys: ListKeys {
    var names: [String]
    switch listType {
    case .map(let keys): names = keys
    case .set: names = []
    case .atomic: names = mergeKey.map { [$0] } ?? []
    }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let element = element
    return ListKeys(keys: names.map { name in (name, element?.keyDefault(name)) })
  }

  /// What stands for a key that an element leaves out: its default, which of a built-in type's field
  /// that is always written is the zero of its type.
  private func keyDefault(_ name: String) -> Node? {
    guard let field = field(name) else { return nil }
    if let value = field.defaultValue { return value.root }
    let isWritten = traits(of: name) == .always || typeName == "v1.LocalObjectReference"
    guard owner == nil, isWritten else { return nil }
    return field.shape == .string ? Self.emptyText : Self.zero
  }

  private static let emptyText = {
    var document = Document()
    document.rootID = document.add("")
    return document.root
  }()

  private static let zero = {
    var document = Document()
    document.rootID = document.add(Int64(0))
    return document.root
  }()

  /// The type of an entry in a strategic merge.
  func mergeable(_ key: Node) throws(MergeFailure) -> Schema? {
    if let child = child(key) { return child }
    guard shape == .any || preservesUnknownFields else { throw .undeclared(key) }
    return nil
  }

  func namedField(_ key: Node) -> Schema? { key.withTextBytes { field(bytes: $0) } }
}

/// The keys of a list's elements, sorted, each with what stands for it where it is left out; none
/// where the elements are their own keys.
struct ListKeys {
  let keys: [(name: String, defaultValue: Node?)]
}

extension MergeFailure {
  static func undeclared(_ key: Node) -> MergeFailure {
    MergeFailure("unable to find api field for the json field \"\(key.text)\"")
  }
}
