import Resources
import Values

extension APICatalog {
  /// The object as the server shows it in another version of its kind. An object is stored in one
  /// version and answered in the one that is asked for, without defaults of that version.
  func convert(
    _ object: Document, to apiVersion: String
  ) -> Result<Document, ConversionObstacle> {
    guard let source = object.root["apiVersion"]?.string, source != apiVersion else {
      return .success(object)
    }
    let kind = object.root["kind"]?.text ?? ""
    guard
      ResourceIdentity.group(ofAPIVersion: source)
        == ResourceIdentity.group(ofAPIVersion: apiVersion)
    else { return .failure(.unknownVersion(source)) }
    if let target = customResources.version(apiVersion: apiVersion, kind: kind) {
      return target.convert(object)
    }
    return convertBuiltIn(object, kind: kind, from: source, to: apiVersion)
  }

  private func convertBuiltIn(
    _ object: Document, kind: String, from source: String, to apiVersion: String
  ) -> Result<Document, ConversionObstacle> {
    guard let target = builtInSchema(apiVersion: apiVersion, kind: kind) else {
      return .failure(.unknownVersion(apiVersion))
    }
    var object = object
    if let rule = VersionRules.rule(apiVersion: source, kind: kind) {
      let versions = VersionRules.Versions(
        from: ResourceIdentity.version(ofAPIVersion: source),
        to: ResourceIdentity.version(ofAPIVersion: apiVersion), kubernetes: version)
      guard rule(&object, versions) else { return .failure(.differentFields) }
    } else if let known = builtInSchema(apiVersion: source, kind: kind) {
      guard known.isContained(in: target) else { return .failure(.differentFields) }
    } else {
      // A version that was gone before the oldest that the table knows: no server shows it, but a
      // manifest may still be in it.
      guard case .removed = find(apiVersion: source, kind: kind) else {
        return .failure(.unknownVersion(source))
      }
      guard StrictDecoding.errors(in: object.root, as: target).isEmpty else {
        return .failure(.differentFields)
      }
    }
    object.set("apiVersion", to: apiVersion, in: object.rootID)
    return .success(object)
  }
}

extension CustomResourceVersion {
  /// The object of another version of the kind as one of this version.
  ///
  /// k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/nop_converter.go, and the schemas that
  /// `crdConversionRESTOptionsGetter` of customresource_handler.go prunes by on both sides.
  fileprivate func convert(_ object: Document) -> Result<Document, ConversionObstacle> {
    guard convertsByName else { return .failure(.webhook) }
    var object = object
    object.set("apiVersion", to: apiVersion, in: object.rootID)
    return .success(pruned(object))
  }
}
