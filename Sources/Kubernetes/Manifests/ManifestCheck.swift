package import Diagnostics
import Resources
package import Values

/// The API server's verdict on a manifest that is created: decoding with strict field validation,
/// defaulting, validation.
package struct ManifestCheck: Sendable {
  package var catalog: APICatalog

  package init(catalog: APICatalog) {
    self.catalog = catalog
  }

  /// - Parameters:
  ///   - repetitions: the keys that the reader found twice in a mapping of this document.
  package func verdict(
    on document: consuming Document, repetitions: [Diagnostic] = []
  ) -> ManifestVerdict {
    let original = document.root
    guard original.isMapping else {
      var verdict = ManifestVerdict(original, status: .unparsable)
      verdict.faults = [
        .init(
          reason: "Unparsable", field: "", message: "the document is no object",
          line: original.mark?.line)
      ]
      return verdict
    }
    var verdict = ManifestVerdict(original, status: .valid)
    guard let resource = resource(of: original, into: &verdict) else { return verdict }

    verdict.faults += repetitions.map { repetition in
      .init(
        reason: FieldError.Reason.duplicateField.rawValue, field: "",
        message: repetition.headline, line: repetition.mark?.line)
    }
    if !repetitions.isEmpty { verdict.status = .invalid }
    guard resource.schema != nil || resource.isCustom else {
      if verdict.status == .valid { verdict.status = .unknownKind }
      return verdict
    }
    verdict.refuse(errors(of: document, as: resource), in: original)
    return verdict
  }

  private func errors(of document: consuming Document, as resource: APIResource) -> [FieldError] {
    if let custom = resource.custom {
      var (object, errors) = custom.decode(document)
      guard errors.isEmpty else { return errors }
      object.setDefaultNamespace(resource.scope)
      return custom.validate(
        custom.prepareForCreate(object), old: nil, version: catalog.version)
    }
    guard let schema = resource.schema else { return [] }
    let errors = StrictDecoding.errors(in: document.root, as: schema)
    guard errors.isEmpty else { return errors }
    var object = document
    object.setDefaultNamespace(resource.scope)
    Defaulting.apply(to: &object, as: resource)
    Defaulting.prepareForCreate(&object, as: resource)
    return Validation.create(object, group: resource.group, kind: resource.kind)
  }

  /// The kind of an object; nil, with the reason in the verdict, where the server has none.
  private func resource(of root: Node, into verdict: inout ManifestVerdict) -> APIResource? {
    for (field, name) in [("kind", "Kind"), ("apiVersion", "apiVersion")] {
      let value = root[field]
      guard value?.string?.isEmpty ?? true else { continue }
      verdict.status = .unparsable
      verdict.faults.append(
        .init(
          reason: FieldError.Reason.required.rawValue, field: field,
          message: "Object '\(name)' is missing", line: (value ?? root).mark?.line))
    }
    guard verdict.status == .valid else { return nil }
    let (apiVersion, kind) = (verdict.apiVersion, verdict.kind)
    switch catalog.find(apiVersion: apiVersion, kind: kind) {
    case .known(let resource):
      if let deprecation = catalog.deprecation(apiVersion: apiVersion, kind: kind) {
        let advice = deprecation.replacement.map { "; use \($0) \(kind)" } ?? ""
        verdict.warnings.append(
          "\(apiVersion) \(kind) is deprecated, unavailable in v\(deprecation.removedIn)+\(advice)")
      }
      return resource
    case .removed(let removedIn, let replacement):
      let advice = replacement.map { ", use \($0)" } ?? ""
      verdict.status = .invalid
      verdict.faults.append(
        .init(
          reason: "NotFound", field: "apiVersion",
          message: "no matches for kind \(GoText.quoted(kind)) in version "
            + "\(GoText.quoted(apiVersion)): removed in Kubernetes \(removedIn)\(advice)",
          line: root["apiVersion"]?.mark?.line))
      return nil
    case .unknown:
      verdict.status = .unknownKind
      return nil
    }
  }
}

extension Document {
  /// Clients send an object that names no namespace to the one they are set to.
  mutating func setDefaultNamespace(_ scope: APIResource.Scope) {
    let metadata = root["metadata"]
    guard scope == .namespaced, metadata.map({ $0.isMapping || $0.isNull }) ?? true,
      metadata?["namespace"].map({ $0.isNull || $0 == "" }) ?? true
    else { return }
    let place = mapping(at: "metadata", in: rootID)
    set("namespace", to: "default", in: place)
  }
}
