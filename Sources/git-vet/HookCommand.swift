import ArgumentParser
import Diagnostics
import Glibc
import Vetting

struct HookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook",
    abstract: "Check what is pushed.",
    discussion: """
      `git vet hook install` puts a pre-push hook into the repository (--pre-receive: the hook of \
      a server). A push that is blocked is stopped; one that needs review is let through with a \
      notice. `git config vet.prePush` changes that: blocked, incomplete or review names the \
      mildest verdict that stops a push; never only reports; off does not check. \
      `git push --no-verify` pushes without the hook.
      """,
    subcommands: [Install.self, PrePush.self, PreReceive.self])

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Put a hook into the repository.")

    @Option(name: .customShort("C"), help: "The directory of the repository.")
    var directory = "."

    @Flag(help: "Install the hook of a server, in place of that of a clone.")
    var preReceive = false

    @Flag(help: "Run a hook that is there already before git vet.")
    var chain = false

    @Flag(help: "Replace a hook that is there already.")
    var replace = false

    func validate() throws {
      if chain && replace { throw ValidationError("--chain and --replace exclude each other.") }
    }

    func run() throws {
      do {
        let installation = try HookInstallation(
          preReceive ? .preReceive : .prePush, directory: directory)
        var choice: HookInstallation.Choice? = chain ? .chain : replace ? .replace : nil
        if choice == nil, try installation.present() == .another, isatty(STDIN_FILENO) == 1 {
          guard let answer = Self.ask(installation.path) else {
            Console.complain("Nothing was changed.\n")
            throw ExitCode(2)
          }
          choice = answer
        }
        try installation.install(choice)
        Console.print("Installed \(installation.path)\n")
      } catch let diagnostic as Diagnostic {
        throw Failure(diagnostic)
      }
    }

    private static func ask(_ path: String) -> HookInstallation.Choice? {
      Console.complain(
        "There is another hook at \(path).\nRun it first, then git vet? Or replace it? "
          + "[run/replace/cancel] ")
      switch readLine()?.lowercased() {
      case "run": return .chain
      case "replace": return .replace
      default: return nil
      }
    }
  }

  struct PrePush: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-push", abstract: "Check what git push is about to send; Git calls this.")

    @Argument(help: "The name of the remote, or its address.")
    var remote: String?

    @Argument(help: "The address of the remote.")
    var address: String?

    func run() throws { try HookCommand.run(.prePush, remote: remote) }
  }

  struct PreReceive: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-receive",
      abstract: "Check what a server is about to accept; Git calls this.")

    func run() throws { try HookCommand.run(.preReceive, remote: nil) }
  }

  private static func run(_ hook: HookRun.Hook, remote: String?) throws {
    let hasColor =
      isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
    let code: Int32
    do {
      code = try runHook(
        hook, remote: remote, input: try standardInput(),
        request: CheckRequest(now: try SourceOptions.instant(nil)),
        show: { result in Console.complain(result.rendered(as: .text, color: hasColor)) },
        say: { line in Console.complain(line + "\n") })
    } catch let diagnostic as Diagnostic {
      throw Failure(diagnostic)
    }
    throw ExitCode(code)
  }

  /// As much as any push could name.
  private static func standardInput() throws(Diagnostic) -> [UInt8] {
    var input: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return input }
      input.append(contentsOf: buffer[..<count])
      guard input.count <= 64 << 20 else {
        throw Diagnostic(
          code: "unusable-hook-input", "the standard input is not what Git gives to a hook")
      }
    }
  }
}
