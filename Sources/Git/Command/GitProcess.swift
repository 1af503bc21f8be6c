import CGit2
import Glibc

/// A running `git`. What it could run or fetch in turn is switched off: hooks, monitors, editors,
/// every transport, and the fetching of missing objects.
final class GitProcess {
  private(set) var identifier: pid_t = 0
  private(set) var input: Int32 = -1
  private(set) var output: Int32 = -1
  private(set) var errors: Int32 = -1
  private var isRunning = false

  private static let streamSocket = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

  static let inert = [
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.pager=cat", "core.editor=false",
    "core.sshCommand=false", "core.askPass=false", "core.alternateRefsCommand=false",
    "credential.helper=", "protocol.allow=never", "gc.auto=0", "maintenance.auto=false",
  ]

  static let fixedVariables = [
    "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0",
    "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_PAGER=cat", "LC_ALL=C",
  ]

  /// Starts `git` in a directory.
  init(
    _ arguments: [String], in directory: String, environment: Environment
  ) throws(GitError) {
    let options = Self.inert.flatMap { ["-c", $0] }
    let words = ["git", "--no-pager", "-C", directory] + options + arguments
    let variables =
      Self.fixedVariables + Self.inherited()
      + environment.repositoryVariables.map { "\($0.name)=\($0.value)" }
    // Sockets rather than pipes: writing to a `git` that has ended must not raise a signal.
    var sockets: [(ours: Int32, its: Int32)] = []
    for _ in 0..<3 {
      var pair: [Int32] = [-1, -1]
      guard socketpair(AF_UNIX, Self.streamSocket, 0, &pair) == 0 else {
        let reason = DirectoryTree.reason(errno)
        for (ours, its) in sockets { for descriptor in [ours, its] { close(descriptor) } }
        throw Self.failure(arguments, reason)
      }
      sockets.append((pair[0], pair[1]))
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    for (index, socket) in sockets.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, socket.its, Int32(index))
    }
    // What others have open, a pipe that somebody reads to its end above all, is not `git`'s to keep.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    let code = Self.withArguments(words) { words in
      Self.withArguments(variables) { variables in
        posix_spawnp(&identifier, "git", &actions, nil, words, variables)
      }
    }
    posix_spawn_file_actions_destroy(&actions)
    for socket in sockets { close(socket.its) }
    input = sockets[0].ours
    output = sockets[1].ours
    errors = sockets[2].ours
    guard code == 0 else {
      throw Self.failure(arguments, "git cannot be run: \(DirectoryTree.reason(code))")
    }
    isRunning = true
  }

  deinit {
    closeInput()
    for descriptor in [output, errors] where descriptor >= 0 { close(descriptor) }
    if isRunning {
      kill(identifier, SIGKILL)
      _ = wait()
    }
  }

  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// The exit code; 128 and more where a signal ended it.
  func wait() -> Int32 {
    guard isRunning else { return 0 }
    isRunning = false
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          input, buffer.baseAddress.map { $0 + sent }, buffer.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      sent += count
    }
    return true
  }

  static func failure(_ arguments: [String], _ reason: String) -> GitError {
    .commandFailed(command: "git \(arguments.first ?? "")", reason: reason)
  }

  /// What `git` needs of the environment: where programs and the user's own configuration are.
  private static func inherited() -> [String] {
    var variables: [String] = []
    var next = environ
    while let entry = next.pointee {
      let variable = String(cString: entry)
      let name = variable.prefix { $0 != "=" }
      if ["PATH", "HOME", "USER", "XDG_CONFIG_HOME", "TMPDIR"].contains(name)
        || name.hasPrefix("GIT_CONFIG")
      {
        variables.append(variable)
      }
      next += 1
    }
    return variables
  }

  private static func withArguments<Result>(
    _ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = words.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}

extension GitProcess {
  struct Outcome {
    var status: Int32
    var output: [UInt8]
    var errors: String

    /// What it printed, without the last line break.
    var text: String {
      let text = String(decoding: output, as: UTF8.self)
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }

  /// Runs `git` to its end. It may print as much as `limit` bytes.
  static func run(
    _ arguments: [String], input: [UInt8] = [], in directory: String, environment: Environment,
    limit: Int = 64 << 20
  ) throws(GitError) -> Outcome {
    let process = try GitProcess(arguments, in: directory, environment: environment)
    var remaining = input[...]
    if remaining.isEmpty { process.closeInput() }
    var printed: [[UInt8]] = [[], []]
    var open = [process.output, process.errors]
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while open.contains(where: { $0 >= 0 }) {
      var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      polled.append(pollfd(fd: process.input, events: Int16(POLLOUT), revents: 0))
      guard poll(&polled, nfds_t(polled.count), -1) >= 0 || errno == EINTR else {
        throw failure(arguments, DirectoryTree.reason(errno))
      }
      if process.input >= 0, polled[2].revents != 0 {
        let count = remaining.withUnsafeBytes { bytes in
          Glibc.send(
            process.input, bytes.baseAddress, bytes.count,
            Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        if count > 0 { remaining.removeFirst(count) }
        if remaining.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) {
          process.closeInput()
        }
      }
      for index in 0..<2 where open[index] >= 0 && polled[index].revents != 0 {
        let count = read(open[index], &buffer, buffer.count)
        if count > 0 {
          printed[index].append(contentsOf: buffer[..<count])
        } else if count == 0 || errno != EINTR {
          open[index] = -1
        }
        guard printed[index].count <= limit else {
          throw failure(arguments, "it printed more than \(limit) bytes")
        }
      }
    }
    return Outcome(
      status: process.wait(), output: printed[0],
      errors: String(decoding: printed[1].prefix(4096), as: UTF8.self))
  }
}
