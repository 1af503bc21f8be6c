import CEL
import Resources
import Values

/// Which fields of a Secret are secret: the values, what was applied last, what quotes a value, and
/// whatever stands where the API has no field, since it may be a value that lost its indentation.
enum SecretFields {
  /// `secret` is no kind; but it is a Secret to whoever wrote it.
  static func mayOccur(in identity: ResourceIdentity) -> Bool {
    identity.group.isEmpty && identity.kind.lowercased() == "secret"
  }

  /// - Parameters:
  ///   - states: of the object.
  ///   - texts: what else is secret in it, such as a value that was copied out of a Secret.
  static func secrecy(
    of identity: ResourceIdentity, states: [Document], texts: SecretTexts
  ) -> Secrecy {
    guard mayOccur(in: identity) else {
      return texts.isEmpty ? .none : Secrecy(texts: texts)
    }
    var texts = texts
    for state in states {
      texts.insert(scalarsOf: state.root["data"], isBase64: true)
      texts.insert(scalarsOf: state.root["stringData"], isBase64: false)
    }
    return Secrecy(texts: texts, isSecretPlace: contains)
  }

  private static func contains(_ path: FieldPath, _ node: Node) -> Bool {
    let names = path.steps.map(\.name)
    switch names.first {
    case nil: return false
    case "data"?, "stringData"?: return names.count > 1 || !node.isMapping && !node.isNull
    case "apiVersion"?, "kind"?, "type"?: return !node.isScalar
    case "immutable"?: return node.bool == nil && !node.isNull
    case "metadata"?: return isSecret(inMetadata: names.dropFirst(), node)
    default: return true
    }
  }

  private static func isSecret(
    inMetadata names: ArraySlice<String?>, _ node: Node
  ) -> Bool {
    switch names.first {
    case nil: return !node.isMapping && !node.isNull
    case "labels"?, "annotations"?:
      if names.count == 1 { return !node.isMapping && !node.isNull }
      return names.count > 2 || !node.isScalar || names.last == LastApplied.annotation
    case "ownerReferences"?, "finalizers"?, "managedFields"?: return false
    case let name?: return name.map { !plainMetadata.contains($0) } ?? true || !node.isScalar
    }
  }

  private static let plainMetadata: Set<String> = [
    "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "selfLink",
    "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
  ]
}

extension FieldPath.Step {
  fileprivate var name: String? {
    switch self {
    case .field(let name), .key(let name): name
    case .index: nil
    }
  }
}

extension AdmissionReview {
  /// An object that a policy asks for beside the one under review, as expressions may see it.
  func value(of object: Document) -> Value {
    let root = object.root
    let identity = ResourceIdentity(
      group: ResourceIdentity.group(ofAPIVersion: root["apiVersion"]?.text ?? ""),
      kind: root["kind"]?.text ?? "", namespace: nil,
      name: root["metadata", "name"]?.text ?? "")
    var texts = SecretTexts()
    // A manifest may leave its namespace to others.
    for (other, more) in secretTexts
    where other.kind == identity.kind && other.name == identity.name {
      texts.formUnion(more)
    }
    return SecretFields.secrecy(of: identity, states: [object], texts: texts).value(of: object)
  }
}

extension Secrecy {
  /// An object as expressions may see it.
  func value(of object: Document) -> Value {
    isNone ? Value(object.root) : .adaptedMap(RedactedMap(object.root, isSecret: hides))
  }
}
