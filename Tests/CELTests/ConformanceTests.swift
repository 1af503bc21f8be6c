import CEL
import Foundation
import TestSupport
import Testing

/// The specification's own tests, and any further files of their form that `CEL_CASES` names.
struct ConformanceTests {
  @Test(.enabled(if: GroundTruth.isPresent))
  func `the recorded conformance cases pass`() throws {
    try run(GroundTruth.data("cel/cel-conformance.jsonl"), name: "cel-conformance.jsonl")
  }

  static let furtherFiles = (ProcessInfo.processInfo.environment["CEL_CASES"] ?? "")
    .split(separator: ":").map(String.init)

  @Test(.enabled(if: !furtherFiles.isEmpty), arguments: furtherFiles)
  func `further cases pass`(path: String) throws {
    try run(Data(contentsOf: URL(fileURLWithPath: path)), name: path)
  }

  private func run(_ data: Data, name: String) throws {
    var counts: [String: (passed: Int, all: Int)] = [:]
    var differences: [String] = []
    for test in try ConformanceCase.read(data) where !test.isOutOfScope {
      let difference = test.difference(in: test.environment)
      let key = "\(test.file) (\(test.proto))"
      counts[key, default: (0, 0)].all += 1
      if let difference {
        differences.append(
          "\(test.line) \(test.proto) \(test.name): \(test.expression)\n    \(difference)")
      } else {
        counts[key, default: (0, 0)].passed += 1
      }
    }
    print("\(name):")
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("  \(key): \(count.passed) of \(count.all)")
    }
    for difference in differences { print(difference) }
    #expect(differences.isEmpty, "\(differences.count) cases differ")
  }
}
