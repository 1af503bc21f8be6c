package import Resources
import Values

/// The kind of an applied object, and what the server does with objects of it.
struct AppliedKind: Sendable {
  let apiVersion: String
  let kind: String
  /// nil for a kind that nothing describes.
  let resource: APIResource?
  let version: KubernetesVersion

  var schema: Schema? { resource?.schema }
  var isBuiltIn: Bool { resource.map { !$0.isCustom && $0.schema != nil } ?? false }
  var group: String { ResourceIdentity.group(ofAPIVersion: apiVersion) }

  static func find(_ object: Node, in catalog: APICatalog) -> Result<AppliedKind, Rejection> {
    let apiVersion = object["apiVersion"]?.text ?? ""
    let kind = object["kind"]?.text ?? ""
    switch catalog.find(apiVersion: apiVersion, kind: kind) {
    case .known(let resource):
      return .success(
        AppliedKind(
          apiVersion: apiVersion, kind: kind, resource: resource,
          version: catalog.version))
    case .unknown:
      return .success(
        AppliedKind(apiVersion: apiVersion, kind: kind, resource: nil, version: catalog.version))
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

  /// What is applied of an object: its status has a way of its own.
  func withoutStatus(_ object: Document) -> Document {
    guard object.root["status"] != nil, resource.map({ $0.custom?.hasStatus ?? true }) ?? false,
      schema?.field("status") != nil
    else { return object }
    var object = object
    object.remove("status", from: object.rootID)
    return object
  }

  // MARK: - What the server does

  /// What strict decoding has against an object; none for a kind without a schema.
  func decode(_ object: Document) -> Judged {
    if let custom = resource?.custom {
      let decoded = custom.decode(object)
      return Judged(decoded.object, decoded.errors)
    }
    guard let schema else { return .accepted(object) }
    return Judged(object, StrictDecoding.errors(in: object.root, as: schema))
  }

  /// A configuration as server-side apply merges it: it sets what it says, and no defaults.
  func configuration(_ object: Document) -> Judged {
    decode(object).map { _ in
      let failures = TypedValidation.failures(of: object.root, schema)
      guard failures.isEmpty else {
        return .refused(ServerSideApply.Failure.invalid(failures).rejections)
      }
      return .accepted(resource?.custom?.written(object) ?? object)
    }
  }

  /// Defaulting, preparation and validation of a new object that was decoded.
  ///
  /// - Parameter complete: what admission adds to a defaulted object of a built-in kind.
  func create(
    _ object: Document, completed complete: (@Sendable (inout Document) -> Void)? = nil
  ) -> Judged {
    if let custom = resource?.custom {
      let prepared = custom.prepareForCreate(custom.decode(object).object)
      return Judged(
        custom.written(prepared), custom.validate(prepared, old: nil, version: version))
    }
    guard let resource, schema != nil else { return .accepted(object) }
    var prepared = object
    Defaulting.apply(to: &prepared, as: resource)
    complete?(&prepared)
    Defaulting.prepareForCreate(&prepared, as: resource)
    let errors = Validation.create(prepared, group: resource.group, kind: resource.kind)
    if errors.isEmpty { Defaulting.finish(&prepared, as: resource) }
    return Judged(prepared, errors)
  }

  /// The same for the new state of a stored object.
  func update(_ object: Document, from live: Document) -> Judged {
    if let custom = resource?.custom {
      let old = custom.read(live)
      let prepared = custom.prepareForUpdate(custom.decode(object).object, old: old)
      return Judged(
        custom.written(prepared), custom.validate(prepared, old: old, version: version))
    }
    guard let resource, schema != nil else { return .accepted(object) }
    var (prepared, old) = (object, live)
    Defaulting.apply(to: &old, as: resource)
    Defaulting.apply(to: &prepared, as: resource)
    Defaulting.prepareForUpdate(&prepared, old: old, as: resource)
    let errors = Validation.update(
      prepared, old: old, group: resource.group, kind: resource.kind)
    if errors.isEmpty { Defaulting.finish(&prepared, as: resource) }
    return Judged(prepared, errors)
  }
}

extension Judged {
  init(_ object: Document, _ errors: [FieldError]) {
    guard !errors.isEmpty else {
      self = .accepted(object)
      return
    }
    let isDefinition = object.root["kind"]?.hasText("CustomResourceDefinition") ?? false
    self = .refused(
      errors.map { error in
        var rejection = Rejection(error)
        if isDefinition { rejection.place = DefinitionParts.written(error.field).description }
        return rejection
      })
  }
}

extension Rejection: Error {
  init(_ error: FieldError) {
    self.init(
      reason: error.reason.rawValue, field: error.field.description, message: error.message)
  }
}
