package import Resources
import Values

/// The kind of an applied object, and what the server does with objects of it.
struct AppliedKind: Sendable {
  let apiVersion: String
  let kind: String
  /// nil for a kind that nothing describes.
  let resource: APIResource?

  var schema: Schema? { resource?.schema }
  var isBuiltIn: Bool { resource.map { !$0.isCustom && $0.schema != nil } ?? false }
  var group: String { ResourceIdentity.group(ofAPIVersion: apiVersion) }

  static func find(_ object: Node, in catalog: APICatalog) -> Result<AppliedKind, Rejection> {
    let apiVersion = object["apiVersion"]?.text ?? ""
    let kind = object["kind"]?.text ?? ""
    switch catalog.find(apiVersion: apiVersion, kind: kind) {
    case .known(let resource):
      return .success(AppliedKind(apiVersion: apiVersion, kind: kind, resource: resource))
    case .unknown:
      return .success(AppliedKind(apiVersion: apiVersion, kind: kind, resource: nil))
    case .removed(let version, let replacement):
      let hint = replacement.map { "; use \($0)" } ?? ""
      return .failure(
        Rejection(
          reason: "NotFound", field: "apiVersion",
          message: "no matches for kind \(GoText.quoted(kind)) in version "
            + "\(GoText.quoted(apiVersion)): Kubernetes \(version) removed it\(hint)"))
    }
  }

  /// The object with the namespace that it is applied to.
  func placed(_ object: Document, live: Node?, _ namespace: String?) -> Document {
    guard resource?.isNamespaced != false,
      object.root["metadata"]?["namespace"].map(\.isNull) ?? true,
      let namespace = live?["metadata"]?["namespace"]?.string ?? namespace
        ?? (resource == nil ? nil : "default")
    else { return object }
    var object = object
    let metadata = object.mapping(at: "metadata", in: object.rootID)
    object.set("namespace", to: namespace, in: metadata)
    return object
  }

  func withoutManagedFields(_ object: Document) -> Document {
    guard let metadata = object.root["metadata"], metadata["managedFields"] != nil else {
      return object
    }
    let id = metadata.id
    var object = object
    object.remove("managedFields", from: id)
    return object
  }

  // MARK: - What the server does

  func decode(_ object: Document) -> Judged { .accepted(object) }

  func create(_ object: Document) -> Judged { .accepted(object) }

  func update(_ object: Document, from live: Document) -> Judged { .accepted(object) }
}

extension Rejection: Error {}
