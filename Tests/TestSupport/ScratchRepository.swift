public import Foundation

/// A Git repository in a directory of its own, made by `git` itself with fixed names and dates, so
/// that equal steps give equal object ids. The directory goes when the value does.
public final class ScratchRepository {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// The directory; the work tree, or the bare repository itself.
  public let directory: URL
  private var clock = 1_700_000_000

  public var path: String { directory.path }

  /// An empty repository with the branch `main`. `options` go to `git init`.
  public init(_ options: String...) throws {
    directory = try Self.makeDirectory()
    try git(["init", "--quiet", "--initial-branch=main"] + options)
  }

  /// A clone of a repository: what `git clone` takes, without the directory.
  public init(cloning arguments: String...) throws {
    directory = try Self.makeDirectory()
    try git(["clone", "--quiet"] + arguments + ["."])
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  /// An empty directory in the directory for temporary files, the real one behind links.
  public static func makeDirectory() throws -> URL {
    let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("git-vet-test-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  /// Runs git in the repository and returns what it prints, without the last line break.
  @discardableResult
  public func git(_ arguments: String..., input: [UInt8]? = nil) throws -> String {
    try git(arguments, input: input)
  }

  @discardableResult
  public func git(
    _ arguments: [String], input: [UInt8]? = nil, environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = directory
    process.environment = baseEnvironment.merging(environment) { $1 }
    let output = Pipe()
    let errors = directory.appendingPathComponent("../\(UUID().uuidString).stderr").standardized
    try Data().write(to: errors)
    defer { try? FileManager.default.removeItem(at: errors) }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    if let input {
      // From a file: a pipe could fill up while nobody reads what git prints.
      let file = errors.appendingPathExtension("stdin")
      try Data(input).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      process.standardInput = try FileHandle(forReadingFrom: file)
      try process.run()
    } else {
      process.standardInput = FileHandle.nullDevice
      try process.run()
    }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let message = String(decoding: (try? Data(contentsOf: errors)) ?? Data(), as: UTF8.self)
      throw Failure(description: "git \(arguments.joined(separator: " ")): \(message)")
    }
    let text = String(decoding: printed, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Writes a file of the work tree, with the directories that it is in.
  public func write(_ path: String, _ contents: String) throws {
    try write(path, Data(contents.utf8))
  }

  public func write(_ path: String, _ contents: Data) throws {
    let file = directory.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try contents.write(to: file)
  }

  public func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: directory.appendingPathComponent(path))
  }

  /// Commits the whole work tree, a minute after the commit before, and returns the id.
  @discardableResult
  public func commit(_ message: String = "change") throws -> String {
    try git("add", "--all")
    try git("commit", "--quiet", "--allow-empty", "-m", message)
    return try git("rev-parse", "HEAD")
  }

  /// Writes the files (nil removes one) and commits.
  @discardableResult
  public func commit(
    _ files: [String: String?], _ message: String = "change"
  ) throws -> String {
    for (path, contents) in files.sorted(by: { $0.key < $1.key }) {
      if let contents { try write(path, contents) } else { try remove(path) }
    }
    return try commit(message)
  }

  /// Stores an object whose bytes no well-behaved tool would write, and returns its id.
  public func store(_ bytes: [UInt8], kind: String) throws -> String {
    try git(["hash-object", "-w", "--literally", "-t", kind, "--stdin"], input: bytes)
  }

  private var baseEnvironment: [String: String] {
    clock += 60
    return [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": directory.path, "LC_ALL": "C", "TZ": "UTC",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_NAME": "Ada Author", "GIT_AUTHOR_EMAIL": "ada@example.com",
      "GIT_COMMITTER_NAME": "Carl Committer", "GIT_COMMITTER_EMAIL": "carl@example.com",
      "GIT_AUTHOR_DATE": "\(clock) +0000", "GIT_COMMITTER_DATE": "\(clock) +0000",
      // Partial clones of tests come from directories.
      "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "uploadpack.allowFilter",
      "GIT_CONFIG_VALUE_0": "true", "GIT_CONFIG_KEY_1": "gc.auto", "GIT_CONFIG_VALUE_1": "0",
    ]
  }
}
