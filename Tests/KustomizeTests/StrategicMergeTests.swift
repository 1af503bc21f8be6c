import Diagnostics
import Documents
import Foundation
import TestSupport
import Testing
import Values

@testable import Kustomize

@Suite struct StrategicMergeTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var description: String
    var dest: String
    var patch: String
    var actual: String
    var infer: Bool
    var listIncreaseDirection: Int

    var testDescription: String { description }
  }

  static let recorded: [Case] =
    (try? GroundTruth.data("kustomize/merge2-cases.json"))
    .flatMap { try? JSONDecoder().decode([Case].self, from: $0) } ?? []

  @Test(.enabled(if: !recorded.isEmpty), arguments: recorded)
  func mergesAsKustomizeDoes(_ recorded: Case) throws {
    // Comments are not followed: what has one that matters is refused, not merged otherwise.
    let commented = [recorded.patch, recorded.dest].filter { $0.contains("x-kubernetes") }
    guard commented.isEmpty else {
      for text in commented {
        #expect(throws: Diagnostic.self) {
          try SchemaComment.refuse(in: Array(text.utf8), Source(path: "text"))
        }
      }
      return
    }
    let merged = try Self.merge(
      recorded.patch, into: recorded.dest, infers: recorded.infer,
      prepends: recorded.listIncreaseDirection == 1)
    #expect(merged == Self.document(recorded.actual))
  }

  @Test func listsMergeByTheirKeys() throws {
    let merged = try Self.merge(
      """
      apiVersion: v1
      kind: Service
      spec: {ports: [{port: 80, protocol: TCP, name: a}, {port: 81, name: b}]}
      """,
      into: """
        apiVersion: v1
        kind: Service
        spec: {ports: [{port: 80, protocol: TCP, targetPort: x}, {port: 80, protocol: UDP}]}
        """)
    let ports = try #require(merged?.root["spec"]?["ports"])
    #expect(ports.elements.map { $0["name"]?.text } == ["b", "a", nil])
    #expect(ports[1]?["targetPort"]?.text == "x")
  }

  @Test func quotesOfTheObjectMakeAStringOfThePatchesNumber() throws {
    let merged = try Self.merge("kind: A\na: 6", into: "kind: A\na: \"5\"")
    #expect(merged?.root["a"]?.string == "6")
  }

  private static func document(_ text: String) -> Document? {
    YAML.read(text, from: Source(path: "text"), dialect: .yaml12).documents.first
  }

  private static func merge(
    _ patch: String, into object: String, infers: Bool = false, prepends: Bool = true
  ) throws -> Document? {
    let object = try #require(document(object))
    let patch = try #require(document(patch))
    var merge = StrategicMerge(object, schema: .builtin)
    merge.infersKeys = infers
    merge.prepends = prepends
    let origin = merge.document.graft(patch.root)
    guard let root = try merge.merge(origin, into: object.rootID) else { return nil }
    var merged = merge.document
    merged.rootID = root
    return merged
  }
}
