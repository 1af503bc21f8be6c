import Glibc
import Synchronization

/// `git cat-file --batch-command`: one process that reads objects as they are asked for. Everything
/// that changes does so under the lock.
final class ObjectReader: @unchecked Sendable {
  private let directory: String
  private let environment: Environment
  private let lock = Mutex(())
  private var process: GitProcess?
  private var buffer: [UInt8] = []
  private var position = 0

  init(in directory: String, environment: Environment) {
    self.directory = directory
    self.environment = environment
  }

  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    try locked { () throws(GitError) in
      try ask("info", id)
    }
  }

  func object(_ id: ObjectID, limit: Int) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
    try locked { () throws(GitError) in
      let (kind, size) = try ask("info", id)
      guard size <= limit else { throw .objectTooLarge(id, size: size, limit: limit) }
      let (_, again) = try ask("contents", id)
      guard again == size else { throw abandon(.corruptObject(id, reason: "its size changes")) }
      // A line break follows the contents, and nothing else before the next question.
      var bytes = try read(size + 1, id)
      guard bytes.popLast() == UInt8(ascii: "\n"), position == buffer.count else {
        throw abandon(.corruptObject(id, reason: "its size is not what its header says"))
      }
      return (kind, bytes)
    }
  }

  private func locked<Answer>(
    _ body: () throws(GitError) -> Answer
  ) throws(GitError) -> Answer {
    let outcome = lock.withLock { _ -> Result<Answer, GitError> in
      do throws(GitError) {
        if process == nil {
          process = try GitProcess(
            ["cat-file", "--batch-command"], in: directory, environment: environment)
          buffer = []
          position = 0
        }
        return .success(try body())
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// The next answer could not be told from the rest of one that was not understood.
  private func abandon(_ error: GitError) -> GitError {
    process = nil
    return error
  }

  private func ask(
    _ command: String, _ id: ObjectID
  ) throws(GitError) -> (kind: ObjectKind, size: Int) {
    guard let process, process.send(Array("\(command) \(id.hex)\n".utf8)) else {
      throw abandon(.corruptObject(id, reason: "git cat-file ended"))
    }
    let words = try readLine(id).split(separator: " ")
    if words.count == 2, words[1] == "missing" { throw .missingObject(id, .unexplained) }
    guard words.count == 3, words[0] == id.hex, let kind = ObjectKind(rawValue: String(words[1])),
      let size = Int(words[2]), size >= 0
    else { throw abandon(.corruptObject(id, reason: "git cat-file cannot read it")) }
    return (kind, size)
  }

  private func readLine(_ id: ObjectID) throws(GitError) -> String {
    while true {
      if let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { position = end + 1 }
        return String(decoding: buffer[position..<end], as: UTF8.self)
      }
      guard buffer.count - position < 1024 else {
        throw abandon(.corruptObject(id, reason: "git cat-file cannot read it"))
      }
      try fill(id)
    }
  }

  private func read(_ count: Int, _ id: ObjectID) throws(GitError) -> [UInt8] {
    while buffer.count - position < count { try fill(id) }
    defer { position += count }
    return Array(buffer[position..<(position + count)])
  }

  private func fill(_ id: ObjectID) throws(GitError) {
    guard let process else { throw .corruptObject(id, reason: "git cat-file ended") }
    buffer.removeFirst(position)
    position = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var received = -1
    repeat {
      received = Glibc.read(process.output, &chunk, chunk.count)
    } while received < 0 && errno == EINTR
    guard received > 0 else { throw abandon(Self.ending(of: process, at: id)) }
    buffer.append(contentsOf: chunk[..<received])
  }

  /// Why it ended, from what it said.
  private static func ending(of process: GitProcess, at id: ObjectID) -> GitError {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let received = Glibc.read(process.errors, &chunk, chunk.count)
    let lines = String(decoding: chunk.prefix(max(0, received)), as: UTF8.self)
      .split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("warning:") }
    // That it may not fetch what a partial clone lacks is fatal to it.
    if lines.contains(where: { $0.contains("promisor remote") }) {
      return .missingObject(id, .unexplained)
    }
    return .corruptObject(id, reason: lines.first.map(String.init) ?? "git cat-file ended")
  }
}
