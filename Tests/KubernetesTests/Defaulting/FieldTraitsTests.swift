import CKubernetesSchemas
import Testing

@testable import Kubernetes

@Suite struct FieldTraitsTests {
  @Test func theTableIsSortedSoThatTypesAreFound() {
    let types = FieldTraits.table.split(separator: "\n").filter { $0.first != " " }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(types.count > 300)
    #expect(types == types.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(Set(types).count == types.count)
  }

  @Test(arguments: [
    ("v1", "Service", ["spec"], FieldTraits.structure),
    ("apps/v1", "Deployment", ["spec", "replicas"], .pointer),
    ("storage.k8s.io/v1", "CSINode", ["spec", "drivers"], .list),
    ("v1", "Pod", ["spec", "nodeName"], .plain),
  ]) func fieldsHaveTheTraitsOfTheirGoType(
    apiVersion: String, kind: String, path: [String], traits: FieldTraits
  ) throws {
    var schema = try #require(APICatalog.newest.schema(apiVersion: apiVersion, kind: kind))
    for name in path.dropLast() { schema = try #require(schema.field(name)) }
    var name = try #require(path.last)
    let field = try #require(
      name.withUTF8 { schema.table.field($0, of: schema.raw, version: schema.version) })
    #expect(FieldTraits.builtIn[field - schema.table.fields] == traits)
  }
}
