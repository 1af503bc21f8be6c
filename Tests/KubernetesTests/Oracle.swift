import Documents
import Foundation
import TestSupport
import Testing
import Values

@testable import Kubernetes

/// Answers recorded from an API server. `ORACLE_DIR` names a directory that holds them; else they
/// are looked for in `oracle` of the recorded answers.
enum Oracle {
  static let directory: URL? = {
    if let path = ProcessInfo.processInfo.environment["ORACLE_DIR"], !path.isEmpty {
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    return GroundTruth.directory?.appendingPathComponent("oracle")
  }()

  static func has(_ name: String) -> Bool {
    directory.map {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent(name).path)
    } ?? false
  }

  private static func bytes(_ name: String) throws -> [UInt8] {
    guard let directory else { throw CocoaError(.fileNoSuchFile) }
    return [UInt8](try Data(contentsOf: directory.appendingPathComponent(name)))
  }

  /// The records of a file of lines, each of them JSON.
  static func records(_ name: String) throws -> [OracleRecord] {
    try bytes(name).split(separator: UInt8(ascii: "\n")).map {
      OracleRecord(document: try JSON.read(Array($0), from: Source(path: name)))
    }
  }

  /// The documents of a YAML file.
  static func manifests(_ name: String) throws -> [Document] {
    YAML.read(try bytes(name), from: Source(path: name)).documents
  }
}

/// One line of a file of recorded answers.
struct OracleRecord {
  let document: Document

  var root: Node { document.root }
  var id: String { root["id"]?.string ?? "?" }
  var object: Document { root["object"]?.document ?? Document() }
  var code: Int64 { root["code"]?.int ?? 0 }
  var message: String { root["message"]?.string ?? "" }
  var isAccepted: Bool { code == 201 || code == 200 }

  struct Cause: Hashable, CustomStringConvertible {
    let reason: String
    let field: String

    var description: String { "\(reason) \(field)" }
  }

  /// The causes of a refusal by validation, each once.
  var causes: Set<Cause> {
    Set(
      root["causes"]?.elements.map {
        Cause(reason: $0["reason"]?.string ?? "", field: $0["field"]?.string ?? "")
      } ?? [])
  }

  var causeMessages: Set<String> {
    Set(root["causes"]?.elements.compactMap { $0["message"]?.string } ?? [])
  }

  /// The field that a refusal by decoding names, with the indices left out where the server leaves
  /// them out; nil where it names none.
  var decodingField: String? {
    for (opening, closing) in [
      ("unknown field \"", "\""), ("duplicate field \"", "\""), ("Go struct field ", " of type"),
    ] {
      guard let start = message.range(of: opening),
        let end = message.range(of: closing, range: start.upperBound..<message.endIndex)
      else { continue }
      let text = message[start.upperBound..<end.lowerBound]
      guard opening.hasPrefix("Go") else { return String(text) }
      return text.firstIndex(of: ".").map { String(text[text.index(after: $0)...]) }
    }
    return nil
  }
}

extension FieldError {
  var cause: OracleRecord.Cause {
    OracleRecord.Cause(reason: reason.rawValue, field: field.description)
  }
}

/// Counts how often an answer is the recorded one, and prints every difference.
struct Agreement {
  let name: String
  private(set) var agreed = 0
  private(set) var total = 0
  private var differences: [String] = []

  init(_ name: String) {
    self.name = name
  }

  mutating func count(_ agrees: Bool, _ difference: @autoclosure () -> String) {
    total += 1
    if agrees { agreed += 1 } else { differences.append(difference()) }
  }

  var share: Double { total == 0 ? 1 : Double(agreed) / Double(total) }

  /// Prints the share and every difference, and expects at least the target.
  func expect(atLeast target: Double, sourceLocation: SourceLocation = #_sourceLocation) {
    for difference in differences { print("  \(name): \(difference)") }
    print("\(name): \(agreed) of \(total) (\((share * 1000).rounded() / 10)%)")
    #expect(share >= target, "\(name)", sourceLocation: sourceLocation)
  }
}
