import Diagnostics
import Documents
import Git
import LiveState
import Resources
import Values
import Vetting

#if FUZZING
  typealias FuzzedTarget = CheckFuzz
#else
  import TestSupport
#endif

/// A whole check: a repository of two commits and a snapshot, judged and reported. The reports are
/// the same each time, hold no secret, and the verdict is not `safe` where a manifest that changed
/// could not be read.
///
/// In an input each file begins with a line `==> base/path`, `==> head/path` or `==> live/path`;
/// what stands below `base/` alone is at the head too, unless the head has an empty file there.
enum CheckFuzz {
  private static let now = Instant(seconds: 1_800_000_000)

  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let files = FileListing(input, fragments: Fragments.all).files.prefix(24)
    let base = side("base/", of: files)
    let head = base.merging(side("head/", of: files)) { $1 }.filter { !$0.value.isEmpty }
    let live = side("live/", of: files).sorted { $0.key < $1.key }.flatMap(\.value)
    let isSpelled = !isAbsent(in: String(decoding: input, as: UTF8.self))
    do {
      let repository = Repository.inMemory()
      let from = try commit(base, to: repository, as: "base")
      let to = try commit(head, to: repository, as: "head")
      importing(live, into: repository, isSpelled)
      let request = CheckRequest(base: from.hex, head: to.hex, mergesHead: false, now: now)
      let result: CheckResult
      do throws(Diagnostic) {
        result = try check(request, in: repository)
      } catch {
        precondition(!error.headline.isEmpty && (isSpelled || isAbsent(in: error.headline)))
        return
      }
      for format in ReportFormat.allCases {
        let report = result.rendered(as: format)
        precondition(isSpelled || isAbsent(in: report), "a secret is in the report")
        precondition(isHarmless(report))
      }
      let json = result.rendered(as: .json)
      let report = try JSON.read(json, from: Source(path: "report"))
      precondition(report.root["verdict"]?.text == result.verdict)
      let again = try check(request, in: repository).rendered(as: .json)
      precondition(again == json, "two runs differ")
      if result.verdict == "safe" { precondition(!isUnreadable(base, head)) }
    } catch {
      preconditionFailure("\(error)")
    }
  }

  private static func isAbsent(in text: String) -> Bool {
    !text.contains(Fragments.canary) && !text.contains(Fragments.encodedCanary)
  }

  /// No control character but line breaks, and none that turns the writing direction.
  private static func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n"
        || scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
          && !(0x202A...0x202E).contains(scalar.value)
          && !(0x2066...0x2069).contains(scalar.value)
    }
  }

  /// Whether a manifest that stands by itself changed into something that cannot be read.
  private static func isUnreadable(_ base: Files, _ head: Files) -> Bool {
    let names = Set(base.keys).union(head.keys)
    // With these it is not for the file alone to say whether it counts.
    guard !names.contains(where: { $0.contains("ustomization") || $0.hasPrefix(".git-vet") })
    else { return false }
    return head.contains { path, bytes in
      // Hidden files are no manifests.
      path.hasSuffix(".yaml") && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        && base[path] != bytes
        && YAML.read(bytes, from: Source(path: path)).hasErrors
        // What could not be read before either was not applied, and nothing becomes of it.
        && !(base[path].map { YAML.read($0, from: Source(path: path)).hasErrors } ?? false)
    }
  }

  // MARK: The repository

  private typealias Files = [String: [UInt8]]

  private static func side(
    _ prefix: String, of files: some Sequence<(path: String, bytes: [UInt8])>
  ) -> Files {
    var side: Files = [:]
    for (path, bytes) in files where path.hasPrefix(prefix) && path.utf8.count < 100 {
      guard let path = TreePath.root.resolving(Array(path.utf8.dropFirst(prefix.utf8.count))[...]),
        !path.isRoot
      else { continue }
      side[path.text] = bytes
    }
    return side
  }

  private static func commit(
    _ files: Files, to repository: Repository, as message: String
  ) throws -> ObjectID {
    var tree = MemoryTree()
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) { tree.add(TreePath(path), bytes) }
    let person = Commit.Signature(person: "a <a@example.org>", seconds: now.seconds)
    return try repository.writeCommit(
      tree: try repository.write(tree), parents: [], author: person, committer: person,
      message: "\(message)\n")
  }

  private static func importing(
    _ listing: [UInt8], into repository: Repository, _ isSpelled: Bool
  ) {
    var reader = ObjectReader(source: Source(path: "listing"))
    do throws(Diagnostic) {
      var writer = try SnapshotWriter(repository: repository, redaction: Redaction(key: nil))
      var objects: [Document] = []
      var failure: Diagnostic?
      listing.withUnsafeBufferPointer { bytes in
        do throws(Diagnostic) {
          try reader.take(bytes) { objects.append($0) }
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      try reader.finish { objects.append($0) }
      for object in objects { try writer.add(object) }
      let (tree, _) = try writer.finish(SnapshotContents())
      let person = Commit.Signature(person: "a <a@example.org>", seconds: now.seconds)
      do throws(GitError) {
        let commit = try repository.writeCommit(
          tree: tree, parents: [], author: person, committer: person, message: "snapshot\n")
        try repository.update(
          reference: "refs/vet/live/prod", to: commit, from: .anything, log: "fuzz")
      } catch {
        throw error.diagnostic
      }
    } catch {
      precondition(isSpelled || isAbsent(in: error.headline))
    }
  }
}
