/// Pairs deleted with added files as Git does (diffcore-rename): equal contents first, then similar
/// ones whose file name is the only one of its kind, then the most similar of all.
struct RenameDetection {
  struct Pair {
    var source: FileEntry
    var destination: FileEntry
    var score: Int
  }

  /// Larger files are paired by equality alone.
  static let largestCompared = 8 << 20
  /// Of deleted times added files; beyond it only the cheap rules apply.
  static let mostComparisons = 1_000_000

  private let database: any ObjectDatabase
  private var indexes: [ObjectID: SimilarityIndex] = [:]
  private var sizes: [ObjectID: Int] = [:]
  private(set) var pairs: [Pair] = []
  private var sources: [FileEntry]
  private var destinations: [FileEntry]

  /// `isRelevant` says for which sources a destination that is merely similar is worth looking for.
  static func pairs(
    of deleted: [FileEntry], _ added: [FileEntry], in database: any ObjectDatabase,
    where isRelevant: (FileEntry) -> Bool = { _ in true }
  ) throws(GitError) -> [Pair] {
    var detection = RenameDetection(deleted, added, database)
    guard !detection.sources.isEmpty, !detection.destinations.isEmpty else { return [] }
    try detection.pairEqual()
    detection.sources.removeAll { !isRelevant($0) }
    try detection.pairByName()
    try detection.pairSimilar()
    return detection.pairs
  }

  private init(_ deleted: [FileEntry], _ added: [FileEntry], _ database: any ObjectDatabase) {
    self.database = database
    sources = deleted.filter { $0.kind != .submodule && $0.kind != .directory }
    destinations = added.filter { $0.kind != .submodule && $0.kind != .directory }
  }

  private mutating func pairEqual() throws(GitError) {
    var byID: [ObjectID: [Int]] = [:]
    for (index, source) in sources.enumerated() {
      if let id = source.id { byID[id, default: []].append(index) }
    }
    var used = Set<Int>()
    var paired = Set<TreePath>()
    for destination in destinations {
      guard let id = destination.id, let candidates = byID[id] else { continue }
      let free = candidates.filter {
        !used.contains($0)
          && (sources[$0].kind == .symbolicLink) == (destination.kind == .symbolicLink)
      }
      guard
        let chosen = free.first(where: { sources[$0].path.name == destination.path.name })
          ?? free.first,
        // An empty file is nobody's in particular.
        try size(of: id) > 0
      else { continue }
      used.insert(chosen)
      paired.insert(destination.path)
      pairs.append(
        Pair(
          source: sources[chosen], destination: destination, score: SimilarityScore.whole))
    }
    sources = sources.enumerated().filter { !used.contains($0.offset) }.map(\.element)
    destinations.removeAll { paired.contains($0.path) }
  }

  private mutating func pairByName() throws(GitError) {
    func unique(_ entries: [FileEntry]) -> [TreePath.Name: FileEntry] {
      var found: [TreePath.Name: FileEntry?] = [:]
      for entry in entries {
        found[entry.path.name] = .some(found[entry.path.name] == nil ? entry : nil)
      }
      return found.compactMapValues { $0 }
    }
    let uniqueDestinations = unique(destinations)
    for (name, source) in unique(sources).sorted(by: { $0.value.path < $1.value.path }) {
      guard let destination = uniqueDestinations[name],
        let score = try score(source, destination, atLeast: SimilarityScore.sameName)
      else { continue }
      take(Pair(source: source, destination: destination, score: score))
    }
  }

  private mutating func pairSimilar() throws(GitError) {
    guard sources.count * destinations.count <= Self.mostComparisons else { return }
    var candidates: [(pair: Pair, sameName: Bool)] = []
    for destination in destinations {
      var best: [(pair: Pair, sameName: Bool)] = []
      for source in sources {
        guard let score = try score(source, destination, atLeast: SimilarityScore.rename) else {
          continue
        }
        best.append(
          (
            Pair(source: source, destination: destination, score: score),
            source.path.name == destination.path.name
          ))
      }
      best.sort(by: Self.precedes)
      candidates.append(contentsOf: best.prefix(4))
    }
    candidates.sort(by: Self.precedes)
    var usedSources = Set<TreePath>()
    var usedDestinations = Set<TreePath>()
    for (pair, _) in candidates
    where !usedSources.contains(pair.source.path)
      && !usedDestinations.contains(pair.destination.path)
    {
      usedSources.insert(pair.source.path)
      usedDestinations.insert(pair.destination.path)
      pairs.append(pair)
    }
  }

  /// The better score first, then an equal file name; otherwise the order stays.
  private static func precedes(
    _ left: (pair: Pair, sameName: Bool), _ right: (pair: Pair, sameName: Bool)
  ) -> Bool {
    left.pair.score != right.pair.score
      ? left.pair.score > right.pair.score : left.sameName && !right.sameName
  }

  private mutating func take(_ pair: Pair) {
    pairs.append(pair)
    sources.removeAll { $0.path == pair.source.path }
    destinations.removeAll { $0.path == pair.destination.path }
  }

  private mutating func score(
    _ source: FileEntry, _ destination: FileEntry, atLeast minimum: Int
  ) throws(GitError) -> Int? {
    guard source.kind.isFile, destination.kind.isFile,
      let sourceID = source.id, let destinationID = destination.id
    else { return nil }
    let sourceSize = try size(of: sourceID)
    let destinationSize = try size(of: destinationID)
    let larger = max(sourceSize, destinationSize)
    guard larger > 0, larger <= Self.largestCompared,
      min(sourceSize, destinationSize) * SimilarityScore.whole / larger >= minimum
    else { return nil }
    let score = try index(of: sourceID).score(against: index(of: destinationID))
    return score >= minimum ? score : nil
  }

  private mutating func size(of id: ObjectID) throws(GitError) -> Int {
    if let known = sizes[id] { return known }
    let size = try database.header(of: id).size
    sizes[id] = size
    return size
  }

  private mutating func index(of id: ObjectID) throws(GitError) -> SimilarityIndex {
    if let known = indexes[id] { return known }
    let index = SimilarityIndex(try database.blob(id, limit: Self.largestCompared))
    indexes[id] = index
    return index
  }
}

extension ObjectDatabase {
  /// The same changes, in which a deleted and an added file of like contents are one renamed file.
  package func detectingRenames(in changes: [TreeChange]) throws(GitError) -> [TreeChange] {
    var deleted: [FileEntry] = []
    var added: [FileEntry] = []
    for change in changes {
      switch change {
      case .deleted(let entry): deleted.append(entry)
      case .added(let entry): added.append(entry)
      case .modified, .renamed: break
      }
    }
    let pairs = try RenameDetection.pairs(of: deleted, added, in: self)
    guard !pairs.isEmpty else { return changes }
    let sources = Set(pairs.map(\.source.path))
    let destinations = Set(pairs.map(\.destination.path))
    var result = changes.filter { change in
      switch change {
      case .deleted(let entry): !sources.contains(entry.path)
      case .added(let entry): !destinations.contains(entry.path)
      case .modified, .renamed: true
      }
    }
    result += pairs.map {
      .renamed(
        $0.source, $0.destination, similarity: $0.score * 100 / SimilarityScore.whole)
    }
    return result.sorted { $0.path < $1.path }
  }
}
