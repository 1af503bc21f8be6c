package import Diagnostics
package import Git
import Glibc

/// Puts a hook of git vet in its place. A hook that is there already is kept beside it and run
/// first, or replaced, as the person wants; never without being asked.
package struct HookInstallation {
  package enum Choice: Sendable {
    /// Run the present hook first, then git vet.
    case chain
    case replace
  }

  package enum Present: Hashable, Sendable {
    case nothing
    /// A hook of git vet, which may be renewed unasked.
    case ours
    case another
  }

  package let hook: HookRun.Hook
  /// Where the hook goes.
  package let path: String

  private static let marker = "# git vet hook"

  /// Where a present hook is kept when git vet is chained to it.
  package var keptPath: String { path + ".chained" }

  package init(_ hook: HookRun.Hook, in repository: Repository) throws(Diagnostic) {
    self.hook = hook
    do {
      path = try Self.directory(of: repository) + "/" + hook.rawValue
    } catch {
      throw error.diagnostic
    }
  }

  /// `core.hooksPath` where it is set, relative to where Git runs hooks; otherwise `hooks` in the
  /// directory that all work trees share.
  private static func directory(of repository: Repository) throws(GitError) -> String {
    guard let path = try repository.configuration("core.hooksPath"), !path.isEmpty else {
      return repository.commonDirectory + "/hooks"
    }
    if path.hasPrefix("~/"), let home = getenv("HOME") {
      return String(cString: home) + path.dropFirst(1)
    }
    if path.hasPrefix("/") { return path }
    return (repository.workTree ?? repository.gitDirectory) + "/" + path
  }

  package func present() throws(Diagnostic) -> Present {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw failure(path) }
      return .nothing
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return .another }
    let (directory, name) = split(path)
    do {
      let files = try DirectoryTree(directory)
      let entry = FileEntry(path: TreePath(name), kind: .file, id: nil)
      let text = String(decoding: try files.contents(of: entry, limit: 1 << 20), as: UTF8.self)
      return text.contains(Self.marker) ? .ours : .another
    } catch .fileTooLarge {
      return .another
    } catch {
      throw error.diagnostic
    }
  }

  /// Installs the hook. Where another is present, `choice` says what becomes of it.
  package func install(_ choice: Choice? = nil) throws(Diagnostic) {
    if try present() == .another {
      switch choice {
      case nil:
        throw Diagnostic(
          .error, code: "hook-present", "there is a \(hook.rawValue) hook already: \(path)",
          help: "git vet hook install --chain runs it first; --replace removes it")
      case .chain:
        guard access(keptPath, F_OK) != 0 else {
          throw Diagnostic(
            .error, code: "hook-present", "there is a chained hook already: \(keptPath)",
            help: "remove one of the two")
        }
        guard rename(path, keptPath) == 0 else { throw failure(path) }
      case .replace: break
      }
    }
    let (directory, _) = split(path)
    guard mkdir(directory, 0o777) == 0 || errno == EEXIST else { throw failure(directory) }
    try write(script)
  }

  /// What goes into the file. What Git says on the standard input goes to both hooks.
  package var script: String {
    """
    #!/bin/sh
    \(Self.marker): checks what is pushed, see git vet hook --help.
    # git config \(hook.key) says what stops a push\(hook == .prePush ? "; --no-verify skips it" : "").
    input=$(cat)
    pushed() { [ -z "$input" ] || printf '%s\\n' "$input"; }
    if [ -x "$0.chained" ]; then
      pushed | "$0.chained" "$@" || exit $?
    fi
    command -v git-vet >/dev/null || {
      echo 'git vet: git-vet is not on the PATH; \(hook.rawValue) hook: '"$0" >&2
      exit 2
    }
    pushed | git-vet hook \(hook.rawValue) "$@"

    """
  }

  /// Through a file beside it, so that Git never finds half a hook.
  private func write(_ text: String) throws(Diagnostic) {
    let temporary = "\(path).\(getpid()).new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o777)
    guard file >= 0 else { throw failure(temporary) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(file, buffer.baseAddress.map { $0 + written }, buffer.count - written)
      }
      guard count > 0 else { break }
      written += count
    }
    guard close(file) == 0, written == bytes.count, rename(temporary, path) == 0 else {
      let failure = failure(path)
      unlink(temporary)
      throw failure
    }
  }

  private func split(_ path: String) -> (directory: String, name: Substring) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
    return (String(path[..<slash]), path[path.index(after: slash)...])
  }

  private func failure(_ path: String) -> Diagnostic {
    GitError.inputOutput(path: path, reason: strerror(errno).map { String(cString: $0) } ?? "")
      .diagnostic
  }
}
