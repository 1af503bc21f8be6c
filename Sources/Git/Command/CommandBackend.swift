/// A repository read by the `git` command, for what the library cannot open: SHA-256 objects,
/// references in reftables, and whatever format comes next.
final class CommandBackend: Backend {
  let format: ObjectFormat
  let gitDirectory: String
  let commonDirectory: String
  let workTree: String?
  private let path: String
  private let environment: Environment
  private let reader: ObjectReader

  init(path: String, environment: Environment) throws(GitError) {
    let outcome = try GitProcess.run(
      [
        "rev-parse", "--path-format=absolute", "--show-object-format", "--git-dir",
        "--git-common-dir",
      ], in: path, environment: environment)
    let lines = outcome.text.split(separator: "\n").map(String.init)
    guard outcome.status == 0, lines.count == 3 else {
      throw Self.openingError(outcome.errors, path: path)
    }
    switch lines[0] {
    case "sha1": format = .sha1
    case "sha256": format = .sha256
    default: throw .unsupportedRepository(path: path, reason: "object format \(lines[0])")
    }
    gitDirectory = lines[1]
    commonDirectory = lines[2]
    let root = try GitProcess.run(
      ["rev-parse", "--path-format=absolute", "--show-toplevel"], in: path,
      environment: environment)
    workTree = root.status == 0 ? root.text : nil
    self.path = path
    self.environment = environment
    reader = ObjectReader(in: path, environment: environment)
  }

  private static func openingError(_ message: String, path: String) -> GitError {
    if message.contains("dubious ownership") { return .foreignOwner(path: path) }
    if message.contains("not a git repository") { return .notARepository(path: path) }
    return .unsupportedRepository(path: path, reason: message)
  }

  private func run(
    _ arguments: String..., input: [UInt8] = []
  ) throws(GitError) -> GitProcess.Outcome {
    try GitProcess.run(arguments, input: input, in: path, environment: environment)
  }

  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    try reader.header(of: id)
  }

  func object(_ id: ObjectID, limit: Int) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    try reader.object(id, limit: limit)
  }

  func resolve(_ revision: String) throws(GitError) -> ObjectID {
    // No revision starts with a dash; an option does.
    guard !revision.hasPrefix("-") else { throw .unknownRevision(revision) }
    let outcome = try run("rev-parse", "--verify", revision)
    if outcome.status == 0, let id = ObjectID(hex: outcome.text), id.format == format { return id }
    if outcome.errors.contains("is ambiguous") { throw .ambiguousRevision(revision) }
    if revision == "HEAD" || revision == "@",
      try run("symbolic-ref", "--quiet", "HEAD").status == 0
    {
      throw .unborn("HEAD")
    }
    throw .unknownRevision(revision)
  }

  func reference(_ name: String) throws(GitError) -> Reference? {
    guard try isValid(name) else { throw .invalidReferenceName(name) }
    let outcome = try run("rev-parse", "--verify", "--quiet", name)
    guard outcome.status == 0, let target = ObjectID(hex: outcome.text) else { return nil }
    let symbolic = try run("symbolic-ref", "--quiet", name)
    return Reference(
      name: name, target: target, symbolicTarget: symbolic.status == 0 ? symbolic.text : nil)
  }

  func references(below prefix: String) throws(GitError) -> [Reference] {
    let outcome = try run("for-each-ref", "--format=%(objectname) %(refname) %(symref)")
    guard outcome.status == 0 else {
      throw GitProcess.failure(["for-each-ref"], outcome.errors)
    }
    return outcome.text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 2, words[1].hasPrefix(prefix), let id = ObjectID(hex: words[0]) else {
        return nil
      }
      return Reference(name: words[1], target: id, symbolicTarget: words.dropFirst(2).first)
    }
  }

  func update(
    _ name: String, to id: ObjectID, from expected: ReferenceExpectation, log: String
  ) throws(GitError) {
    guard try isValid(name) else { throw .invalidReferenceName(name) }
    var arguments = ["update-ref", "-m", log, "--", name, id.hex]
    switch expected {
    case .anything: break
    case .absence: arguments.append(ObjectID.zero(format).hex)
    case .commit(let old): arguments.append(old.hex)
    }
    let outcome = try GitProcess.run(arguments, in: path, environment: environment)
    guard outcome.status == 0 else { throw Self.updateFailure(name, outcome.errors) }
  }

  func delete(_ name: String, expecting id: ObjectID) throws(GitError) {
    guard try isValid(name) else { throw .invalidReferenceName(name) }
    let outcome = try run("update-ref", "-d", name, id.hex)
    guard outcome.status == 0 else { throw Self.updateFailure(name, outcome.errors) }
  }

  /// Git names the lock in `Unable to create '/x/y.lock': File exists.`
  private static func updateFailure(_ name: String, _ message: String) -> GitError {
    let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
    if message.contains("File exists"), let lock = quoted.last(where: { $0.hasSuffix(".lock") }) {
      return .referenceLocked(name, lock: String(lock))
    }
    let isMoved = ["but expected", "already exists", "unable to resolve"].contains {
      message.contains($0)
    }
    return isMoved ? .referenceMoved(name) : GitProcess.failure(["update-ref"], message)
  }

  private func isValid(_ name: String) throws(GitError) -> Bool {
    guard !name.hasPrefix("-") else { return false }
    return try run("check-ref-format", "--allow-onelevel", name).status == 0
  }

  func write(_ bytes: [UInt8], kind: ObjectKind) throws(GitError) -> ObjectID {
    let outcome = try run("hash-object", "-w", "-t", kind.rawValue, "--stdin", input: bytes)
    guard outcome.status == 0, let id = ObjectID(hex: outcome.text) else {
      throw GitProcess.failure(["hash-object"], outcome.errors)
    }
    return id
  }

  func makeStorage() -> any ObjectStorage { CommandStorage(self) }

  func feed(_ input: [UInt8], to arguments: [String]) throws(GitError) {
    let outcome = try GitProcess.run(
      arguments, input: input, in: path, environment: environment)
    guard outcome.status == 0 else { throw GitProcess.failure(arguments, outcome.errors) }
  }

  func configuration(_ key: String) throws(GitError) -> String? {
    let outcome = try run("config", "--get", key)
    return outcome.status == 0 ? outcome.text : nil
  }
}
