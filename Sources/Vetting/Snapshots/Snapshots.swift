public import Diagnostics
import Git
import LiveState
import Reporting
import Resources
public import Values

/// The snapshots of live state that a repository holds.
public struct Snapshots {
  private let repository: Repository

  /// - Parameter directory: in the repository.
  public init(in directory: String) throws(Diagnostic) {
    do {
      repository = try Repository.open(at: directory)
    } catch {
      throw error.diagnostic
    }
  }

  // MARK: Import

  /// What to import, and what is known of it beyond its objects.
  public struct ImportRequest: Sendable {
    public var environment: String
    /// Files that `kubectl get` wrote; `-` is standard input.
    public var paths: [String]
    /// A file with the key that secret values are hashed with; nil for the one that the environment
    /// variable `GIT_VET_REDACTION_KEY` holds, if it is set.
    public var keyFile: String?
    /// Kinds that were listed even where there is no object, as `Pod` or `apps/Deployment`.
    public var kinds: [String] = []
    public var coversAllKinds = false
    /// The namespaces that were listed; empty for all.
    public var namespaces: [String] = []
    public var serverVersion: String?
    public var capturedAt: Instant?
    public var now: Instant

    public init(environment: String, paths: [String], now: Instant) {
      self.environment = environment
      self.paths = paths
      self.now = now
    }
  }

  /// Imports a snapshot and says so in a line or two.
  ///
  /// - Parameter onProgress: told how many objects were read.
  public func `import`(
    _ request: ImportRequest, onProgress: ProgressHandler? = nil
  ) throws(Diagnostic) -> String {
    let key = try Self.key(file: request.keyFile)
    var snapshot = SnapshotImport(
      environment: request.environment, paths: request.paths, redaction: Redaction(key: key),
      now: request.now)
    snapshot.capturedAt = request.capturedAt
    snapshot.contents.kinds = request.kinds.map(Self.kind)
    snapshot.contents.coversAllKinds = request.coversAllKinds
    snapshot.contents.namespaces = request.namespaces.isEmpty ? nil : request.namespaces.sorted()
    snapshot.contents.serverVersion = request.serverVersion
    let result = try snapshot.run(in: repository) { progress in
      onProgress?(
        ProgressStep("importing objects, \(progress.bytes >> 20) MiB:", done: progress.objects))
    }
    var text = """
      \(result.snapshot.reference) \(result.snapshot.commit.abbreviated): \
      \(result.contents.objects) objects of \(result.contents.kinds.count) kinds, captured \
      \(result.snapshot.capturedAt)\(result.isUnchanged ? ", same as before" : "")

      """
    if key == nil, result.contents.kinds.contains(where: { $0.group == "" && $0.kind == "Secret" })
    {
      text += """
        Secret values were left out. To compare them with later ones, import with a key: \
        \(RedactionKey.environmentVariable)=$(openssl rand -hex 32)

        """
    }
    return text
  }

  private static func kind(_ text: String) -> SnapshotContents.Kind {
    let parts = text.split(separator: "/", maxSplits: 1)
    return SnapshotContents.Kind(
      group: parts.count == 2 && parts[0] != "core" ? String(parts[0]) : "",
      kind: String(parts.last ?? ""), count: 0)
  }

  private static func key(file: String?) throws(Diagnostic) -> RedactionKey? {
    if let file { return try RedactionKey(try LocalFile.read(file)) }
    return try RedactionKey.fromEnvironment()
  }

  // MARK: Reading

  /// A line for each snapshot; those that cannot be read come as problems.
  public func list() throws(Diagnostic) -> (text: String, problems: [Diagnostic]) {
    var (snapshots, problems) = try SnapshotReference.all(in: repository)
    var rows = [["ENVIRONMENT", "COMMIT", "CAPTURED", "OBJECTS"]]
    snapshots.sort { $0.reference < $1.reference }
    for snapshot in snapshots {
      do {
        let view = try SnapshotView(snapshot, in: repository)
        rows.append([
          snapshot.environment, snapshot.commit.abbreviated, "\(snapshot.capturedAt)",
          "\(view.contents.objects)",
        ])
      } catch {
        problems.append(error)
      }
    }
    guard rows.count > 1 else { return ("", problems) }
    return (Self.table(rows), problems)
  }

  /// What a snapshot says of itself, and how many objects it holds of each kind.
  public func show(_ environment: String) throws(Diagnostic) -> String {
    let view = try SnapshotView(Self.reference(environment), in: repository)
    let contents = view.contents
    var facts = [
      ("Snapshot", view.snapshot.environment), ("Ref", view.snapshot.reference),
      ("Commit", view.snapshot.commit.hex), ("Captured", "\(view.snapshot.capturedAt)"),
      ("Imported", "\(view.snapshot.importedAt)"), ("Objects", "\(contents.objects)"),
    ]
    if let origin = view.snapshot.capturedFrom { facts.append(("From", origin)) }
    if let version = contents.serverVersion { facts.append(("Server", version)) }
    facts.append(("Secrets", contents.redactionKey.map { "hashed with key \($0)" } ?? "left out"))
    if let namespaces = contents.namespaces {
      facts.append(("Covers", "the namespaces \(namespaces.joined(separator: ", "))"))
    }
    if contents.coversAllKinds { facts.append(("Covers", "every kind")) }
    let rows = contents.kinds.map { kind in
      [(kind.group.isEmpty ? "core" : kind.group) + "/" + kind.kind, "\(kind.count)"]
    }
    return Self.table(facts.map { [$0 + ":", $1] }) + "\n"
      + Self.table([["KIND", "OBJECTS"]] + rows)
  }

  /// One object as JSON, named as `apps/Deployment/shop/web`; `core` stands for the core group and
  /// `_` for cluster scope.
  public func object(_ name: String, of environment: String) throws(Diagnostic) -> String {
    let view = try SnapshotView(Self.reference(environment), in: repository)
    let parts = name.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 4 else {
      throw Diagnostic(
        code: "invalid-object-name", "'\(name)' is no name of an object",
        help: "write GROUP/KIND/NAMESPACE/NAME: apps/Deployment/shop/web, core/Node/_/worker-1")
    }
    let identity = ResourceIdentity(
      group: parts[0] == "core" ? "" : parts[0], kind: parts[1],
      namespace: parts[2] == "_" ? nil : parts[2], name: parts[3])
    switch view.text(of: identity) {
    case .found(let text): return text
    case .absent:
      throw Diagnostic(
        code: "no-such-object", "the snapshot holds no \(identity)",
        help: "list its kinds: git vet snapshot show \(environment)")
    case .unknown(let reason):
      throw Diagnostic(
        code: "no-such-object", "\(identity) is not known: \(reason)",
        help: "list its kinds: git vet snapshot show \(environment)")
    }
  }

  private static func reference(_ environment: String) -> String {
    environment.hasPrefix("refs/") ? environment : SnapshotReference.name(of: environment)
  }

  private static func table(_ rows: [[String]]) -> String {
    let rows = rows.map { $0.map(Escaping.terminal) }
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        if column < row.count - 1 {
          line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
      }
      return line + "\n"
    }.joined()
  }
}
