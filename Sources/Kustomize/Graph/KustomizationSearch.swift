import Concurrency
import Git
import Synchronization

/// Walks a tree for its kustomizations and links, on all processors, since inflating the objects of
/// all directories is most of what it costs.
struct KustomizationSearch {
  private(set) var texts: [TreePath: KustomizationText] = [:]
  private(set) var links: Set<TreePath> = []

  /// Directories or files of one job.
  private static let portion = 32

  init(_ tree: any FileTree, limits: WalkLimits = .standard) throws(GitError) {
    var level = [FileEntry]()
    if let root = try tree.entry(at: .root) { level.append(root) }
    var depth = 0
    let budget = Budget(limits.entries)
    while !level.isEmpty {
      guard depth <= limits.depth else {
        throw .limitExceeded(path: .root, limit: "\(limits.depth) directories in each other")
      }
      var next: [FileEntry] = []
      let portions = Self.concurrently(level) { directories throws(GitError) in
        try Found(directories, in: tree, budget)
      }
      for portion in portions {
        let found = try portion.get()
        add(found.texts)
        links.formUnion(found.links)
        next += found.directories
      }
      level = next
      depth += 1
    }
  }

  /// What stands among all files of the tree.
  init(among entries: [FileEntry], in tree: any FileTree) throws(GitError) {
    for entry in entries where entry.kind == .symbolicLink { links.insert(entry.path) }
    let kustomizations = entries.filter(\.isKustomization)
    let found = Self.concurrently(kustomizations) { entries throws(GitError) in
      var texts: [KustomizationText] = []
      for entry in entries { texts.append(try KustomizationText(entry, in: tree)) }
      return texts
    }
    for texts in found { add(try texts.get()) }
  }

  /// Of several in one directory the last counts.
  private mutating func add(_ texts: [KustomizationText]) {
    for text in texts { self.texts[text.directory] = text }
  }

  private static func concurrently<Outcome: Sendable>(
    _ entries: [FileEntry],
    _ job: @Sendable (ArraySlice<FileEntry>) throws(GitError) -> Outcome
  ) -> [Result<Outcome, GitError>] {
    let portions = stride(from: 0, to: entries.count, by: portion).map { start in
      entries[start..<min(start + portion, entries.count)]
    }
    return withoutActuallyEscaping(job) { job in
      Concurrency.concurrently(portions.count) { number in
        Result { () throws(GitError) in try job(portions[number]) }
      }
    }
  }

  /// How many entries may still be looked at. All jobs draw on it, so that a few directories that
  /// stand in each other a thousandfold are given up before all of them are listed.
  private final class Budget: Sendable {
    private let limit: Int
    private let used = Atomic<Int>(0)

    init(_ limit: Int) {
      self.limit = limit
    }

    func draw(_ count: Int) throws(GitError) {
      guard used.wrappingAdd(count, ordering: .relaxed).newValue <= limit else {
        throw .limitExceeded(path: .root, limit: "\(limit) files")
      }
    }
  }

  /// What some directories hold.
  private struct Found: Sendable {
    var directories: [FileEntry] = []
    var texts: [KustomizationText] = []
    var links: [TreePath] = []

    init(
      _ parents: ArraySlice<FileEntry>, in tree: any FileTree, _ budget: Budget
    ) throws(GitError) {
      for parent in parents {
        let (entries, count) = try tree.entries(in: parent) { name, kind in
          kind == .directory || kind == .symbolicLink || TreePath.isKustomization(name)
        }
        try budget.draw(count)
        for entry in entries {
          if entry.kind == .directory { directories.append(entry) }
          if entry.kind == .symbolicLink { links.append(entry.path) }
          if entry.isKustomization { texts.append(try KustomizationText(entry, in: tree)) }
        }
      }
    }
  }
}
