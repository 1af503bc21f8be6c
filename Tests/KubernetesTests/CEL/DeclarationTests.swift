import Foundation
import Kubernetes
import TestSupport
import Testing

@testable import CEL

/// The overloads and macros of every version, as k8s.io/apiserver declares them.
@Suite(.enabled(if: GroundTruth.isPresent))
struct DeclarationTests {
  @Test func declaresWhatTheServerDeclares() throws {
    let text = String(decoding: try GroundTruth.data("cel/k8s-cel-functions.txt"), as: UTF8.self)
    var wanted: Set<String> = []
    var minor: Int?
    var versions = 0
    func compare() {
      guard let minor, minor >= 26 else { return }
      versions += 1
      let declared = self.declared(minor: minor)
      #expect(declared.subtracting(wanted).sorted() == [], "1.\(minor) has too much")
      // An older name of what macros call; nobody writes it.
      let lacking = wanted.subtracting(declared).subtracting(["__not_strictly_false__"])
      #expect(lacking.sorted() == [], "1.\(minor) lacks")
    }
    for line in text.split(separator: "\n") {
      if line.hasPrefix("=====") {
        compare()
        minor =
          line.contains("NewExpressions env at")
          ? line.split(separator: " ").compactMap { word in
            word.hasPrefix("1.") ? Int(word.dropFirst(2).prefix { $0.isNumber }) : nil
          }.first : nil
      } else if line.hasPrefix("+ MACRO "), let key = line.split(separator: "=").last {
        wanted.insert("macro " + key)
      } else if line.hasPrefix("+ "), let id = line.split(separator: "#").last {
        wanted.insert(String(id))
      }
    }
    compare()
    #expect(versions >= 10)
  }

  private func declared(minor: Int) -> Set<String> {
    let environment = KubernetesEnvironment.make(minor: minor)
    let overloads = environment.functions.values.flatMap { $0.overloads.map(\.id) }
    let macros = environment.macros.keys.map {
      "macro \($0.name):\($0.argumentCount):\($0.isMember)"
    }
    return Set(overloads).union(macros)
  }
}
