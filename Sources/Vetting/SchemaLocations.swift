import Diagnostics
import Kubernetes
import Resources
import Values

/// The JSON schemas that a person names for kinds that nothing else describes.
struct SchemaLocations: Sendable {
  private let locations: [SchemaLocation]
  private let catalog: APICatalog

  init(_ request: CheckRequest) throws(Diagnostic) {
    let version = try KubernetesVersion(named: request.kubernetesVersion)
    catalog = APICatalog(version: version)
    var locations: [SchemaLocation] = []
    for text in request.schemaLocations where text != "default" {
      locations.append(
        try SchemaLocation(text, version: version, isStrict: request.prefersStrictSchemas))
    }
    self.locations = locations
  }

  /// The schemas of the kinds of resources, as far as Kubernetes itself has none.
  func schemas(of resources: [Resource]) throws(Diagnostic) -> [KindSchema] {
    guard !locations.isEmpty else { return [] }
    var sought = Set<[String]>()
    var found: [KindSchema] = []
    for resource in resources
    where catalog.scope(group: resource.identity.group, kind: resource.kind) == nil
      && sought.insert([resource.apiVersion, resource.kind]).inserted
    {
      for location in locations {
        guard
          let schema = try location.schema(apiVersion: resource.apiVersion, kind: resource.kind)
        else { continue }
        found.append(
          KindSchema(apiVersion: resource.apiVersion, kind: resource.kind, schema: schema))
        break
      }
    }
    return found
  }
}
