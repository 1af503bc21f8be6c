import Foundation
import TestSupport
import Testing
import Values
import Vetting

/// A folder of `Fixtures/`: the trees `base` and `head`, perhaps what the target branch became
/// meanwhile (`target`), perhaps `live.yaml`, and what the check must print; or the `tree` of one
/// commit, and what its audit must print.
struct Scenario: CustomTestStringConvertible, Sendable {
  let directory: URL

  var name: String { directory.lastPathComponent }
  var testDescription: String { name }

  static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures", isDirectory: true)

  static let all: [Scenario] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }
      .map { Scenario(directory: directory.appendingPathComponent($0, isDirectory: true)) }
  }()

  /// The time at which every scenario is evaluated.
  static let now = Instant("2026-11-23T12:00:00Z")

  func run() throws -> CheckResult {
    let repository = try ScratchRepository()
    if exists("tree") { return try audit(repository) }
    try replaceTree(of: repository, by: "base")
    try repository.commit("base")
    try repository.git("branch", "topic")
    if exists("target") {
      try replaceTree(of: repository, by: "target")
      try repository.commit("target")
    }
    try repository.git("checkout", "--quiet", "topic")
    try replaceTree(of: repository, by: "head")
    try repository.commit("head")
    var request = request(repository)
    request.base = "main"
    request.head = "topic"
    return try check(request)
  }

  private func audit(_ repository: ScratchRepository) throws -> CheckResult {
    try replaceTree(of: repository, by: "tree")
    try repository.commit("tree")
    return try Vetting.audit(request(repository))
  }

  private func request(_ repository: ScratchRepository) -> CheckRequest {
    var request = CheckRequest(
      directory: repository.path, now: Self.now ?? Instant(seconds: 0))
    if exists("live.yaml") {
      request.live = ["": directory.appendingPathComponent("live.yaml").path]
    }
    return request
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: directory.appendingPathComponent(name).path)
  }

  /// Links and odd names are copied as they are.
  private func replaceTree(of repository: ScratchRepository, by name: String) throws {
    let files = FileManager.default
    for item in try files.contentsOfDirectory(atPath: repository.path) where item != ".git" {
      try repository.remove(item)
    }
    let tree = directory.appendingPathComponent(name, isDirectory: true)
    guard files.fileExists(atPath: tree.path) else { return }
    for item in try files.contentsOfDirectory(atPath: tree.path) where item != ".gitkeep" {
      try files.copyItem(
        at: tree.appendingPathComponent(item),
        to: repository.directory.appendingPathComponent(item))
    }
  }
}
