import Foundation
import TestSupport
import Testing

@testable import Vetting

@Suite struct PredictTests {
  private func run(
    head: String, base: String? = nil, live: String? = nil, apply: Predict.Apply = .client
  ) throws -> (text: String, exitCode: Int32) {
    let directory = try ScratchRepository.makeDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    func file(_ name: String, _ text: String?) throws -> [String] {
      guard let text else { return [] }
      let url = directory.appendingPathComponent(name)
      try Data(text.utf8).write(to: url)
      return [url.path]
    }
    var predict = try Predict(apply: apply, fieldManager: "gitops", forcesConflicts: false)
    let predictions = try predict.run(
      Predict.Files(
        head: file("head.yaml", head), base: file("base.yaml", base),
        live: file("live.yaml", live)))
    return (PredictReport.json(predictions), Predict.exitCode(predictions))
  }

  private let live = """
    apiVersion: v1
    kind: List
    items:
    - apiVersion: v1
      kind: ConfigMap
      metadata:
        name: c
        namespace: shop
        managedFields:
        - {manager: gitops, operation: Apply, apiVersion: v1, fieldsV1: {"f:data": {"f:a": {}, "f:b": {}}}}
        - {manager: hand, operation: Update, apiVersion: v1, fieldsV1: {"f:data": {"f:c": {}}}}
      data: {a: '1', b: '2', c: '3'}
    """

  private func configMap(_ data: String) -> String {
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}, data: \(data)}"
  }

  private let opening =
    #"{"apiVersion":"v1","kind":"ConfigMap","namespace":"shop","name":"c","action":"#

  @Test func `prints the object that an apply leaves`() throws {
    let result = try run(head: configMap("{a: '9'}"), live: live, apply: .server)
    #expect(
      result.text == opening + #""update","object":{"apiVersion":"v1","data":{"a":"9","c":"3"},"#
        + #""kind":"ConfigMap","metadata":{"name":"c","namespace":"shop"}}}"# + "\n")
    #expect(result.exitCode == 0)
  }

  @Test func `an apply that changes nothing is told`() throws {
    let result = try run(head: configMap("{a: '1', b: '2'}"), live: live, apply: .server)
    #expect(result.text.hasPrefix(opening + #""unchanged""#))
  }

  @Test func `a conflict is a rejection`() throws {
    let result = try run(head: configMap("{c: '9'}"), live: live, apply: .server)
    #expect(
      result.text == opening + #""rejected","errors":[{"reason":"FieldManagerConflict","#
        + #""field":".data.c","message":"conflict with \"hand\" using v1"}]}"# + "\n")
    #expect(result.exitCode == 1)
  }

  @Test func `the base stands for a live object that is not there`() throws {
    let result = try run(head: configMap("{a: '9'}"), base: configMap("{a: '1', b: '2'}"))
    #expect(result.text.hasPrefix(opening + #""update""#))
    #expect(result.text.contains(#""data":{"a":"9"}"#))
    #expect(try run(head: configMap("{a: '9'}")).text.hasPrefix(opening + #""create""#))
  }

  @Test func `an unknown kind is merged and told`() throws {
    let result = try run(head: "{apiVersion: x/v1, kind: Y, metadata: {name: z}}")
    #expect(result.text.contains(#""unknownKind":true"#))
    #expect(result.exitCode == 3)
  }
}
