import Foundation
import Git
import TestSupport
import Testing

@testable import Kustomize

/// A folder with a kustomization (`in`), how it is to be built (`meta.json`), and what kustomize
/// made of it: the output, or an error.
struct RecordedCase: Sendable {
  let name: String
  let folder: URL
  let buildDirectory: String
  let restrictor: LoadRestrictor
  let addsManagedByLabel: Bool
  /// nil where kustomize fails.
  let expected: String?

  private struct Meta: Decodable {
    var buildDirectory: String
    var loadRestrictions: String?
    var addsManagedByLabel: Bool?

    enum CodingKeys: String, CodingKey {
      case buildDirectory = "build_dir"
      case loadRestrictions = "load_restrictions"
      case addsManagedByLabel = "add_managedby_label"
    }
  }

  init?(_ folder: URL) throws {
    name = folder.lastPathComponent
    self.folder = folder
    func text(_ file: String) -> String? {
      (try? Data(contentsOf: folder.appendingPathComponent(file)))
        .map { String(decoding: $0, as: UTF8.self) }
    }
    guard let meta = text("meta.json") else { return nil }
    let decoded = try JSONDecoder().decode(Meta.self, from: Data(meta.utf8))
    buildDirectory = decoded.buildDirectory
    restrictor = LoadRestrictor(rawValue: decoded.loadRestrictions ?? "") ?? .rootOnly
    addsManagedByLabel = decoded.addsManagedByLabel ?? false
    if text("expected-error.txt") != nil {
      expected = nil
    } else {
      expected = text("expected-head-default.yaml") ?? text("expected.yaml") ?? ""
    }
  }

  /// The project's own cases.
  static let own = cases(
    in: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("KustomizeCases", isDirectory: true))

  /// All cases of a directory: the one that `KUSTOMIZE_CASES` names, or the recorded answers.
  static let recorded: [RecordedCase] = {
    let named = ProcessInfo.processInfo.environment["KUSTOMIZE_CASES"]
    let directory =
      named.map { URL(fileURLWithPath: $0, isDirectory: true) }
      ?? GroundTruth.directory?.appendingPathComponent("kustomize/cases")
    return directory.map(cases) ?? []
  }()

  private static func cases(in directory: URL) -> [RecordedCase] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path)
    return (names ?? []).sorted().compactMap {
      try? RecordedCase(directory.appendingPathComponent($0, isDirectory: true))
    }
  }

  func render() throws -> Rendering {
    let tree = try DirectoryTree(folder.appendingPathComponent("in").path)
    var options = Renderer.Options()
    options.loadRestrictor = restrictor
    options.addsManagedByLabel = addsManagedByLabel
    // Some cases come from a file system of their own, so that they begin at its root.
    let directory = TreePath.root.resolving(buildDirectory.drop { $0 == "/" }.utf8) ?? .root
    return Renderer(tree: tree, options: options).render(directory)
  }
}

extension RecordedCase: CustomTestStringConvertible {
  var testDescription: String { name }
}
