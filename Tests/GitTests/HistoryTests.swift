import Foundation
import TestSupport
import Testing

@testable import Git

/// Repeats the merges of a real history, where `VET_HISTORY` names a repository.
@Suite struct HistoryTests {
  private static let path = ProcessInfo.processInfo.environment["VET_HISTORY"]

  @Test(.enabled(if: path != nil)) func mergesAsGitDoes() throws {
    let path = try #require(Self.path)
    // Git's merge-tree writes objects; they go to a repository of their own.
    let scratch = try ScratchRepository("--bare")
    let objects = try scratch.git("--git-dir", path, "rev-parse", "--git-path", "objects")
    let root = objects.hasPrefix("/") ? objects : "\(path)/\(objects)"
    try Data("\(root)\n".utf8).write(
      to: scratch.directory.appendingPathComponent("objects/info/alternates"))
    let merges = try scratch.git(
      "--git-dir", path, "rev-list", "--merges", "--parents", "HEAD", "--"
    )
    .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let repository = try Repository.open(at: path, environment: Environment(["GIT_DIR": path]))
    var compared = 0
    for merge in merges where merge.count == 3 {
      let result = try repository.merge(
        repository.resolve(merge[2]), into: repository.resolve(merge[1]))
      let expected = try? scratch.git(
        "-c", "merge.directoryRenames=false", "merge-tree", "--write-tree", merge[1], merge[2])
      #expect(result.conflicts.isEmpty == (expected != nil), "\(merge): \(result.conflicts)")
      if let expected { #expect(result.tree.hex == expected, "\(merge)") }
      compared += 1
    }
    #expect(compared > 0)
    print("compared \(compared) merges")
  }
}
