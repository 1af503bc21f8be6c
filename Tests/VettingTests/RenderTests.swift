import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Vetting

/// Where `render` finds what it is asked for.
@Suite struct RenderTests {
  private func repository() throws -> ScratchRepository {
    let repository = try ScratchRepository()
    try repository.write("apps/base/map.yaml", Self.map("base"))
    try repository.write("apps/base/kustomization.yaml", "resources: [map.yaml]\n")
    try repository.write("apps/prod/kustomization.yaml", "resources: [../base]\n")
    try repository.commit("first")
    try repository.write("apps/base/map.yaml", Self.map("work-tree"))
    return repository
  }

  private static func map(_ name: String) -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: \(name)

    """
  }

  private func rendered(_ place: String, in directory: String) throws -> String {
    RenderReport.yaml(try Render(in: directory).run(place))
  }

  @Test func `a directory of the work tree is counted from the one that is given`() throws {
    let repository = try repository()
    #expect(try rendered("apps/prod", in: repository.path) == Self.map("work-tree"))
    #expect(try rendered("prod", in: repository.path + "/apps") == Self.map("work-tree"))
    #expect(try rendered(".", in: repository.path + "/apps/prod") == Self.map("work-tree"))
    #expect(try rendered(repository.path + "/apps/prod", in: "/") == Self.map("work-tree"))
  }

  @Test func `a directory of a commit is counted from the root of its repository`() throws {
    let repository = try repository()
    for directory in ["", "/apps", "/apps/prod"] {
      #expect(
        try rendered("HEAD:apps/prod", in: repository.path + directory) == Self.map("base"))
    }
  }

  @Test func `what is not there is named as it was looked for`() throws {
    let repository = try repository()
    let failure = #expect(throws: Diagnostic.self) { try rendered("none", in: repository.path) }
    #expect(failure?.headline == "'\(repository.path)/none' is not a directory")
  }
}
