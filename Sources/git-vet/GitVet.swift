import ArgumentParser
import Glibc
import Vetting

@main
struct GitVet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "git-vet",
    abstract: "Check a GitOps change before it is merged.",
    discussion: """
      Compares the desired state at two commits, plays the merge through against a snapshot of \
      live state, judges it by policies and reports. Offline: nothing is fetched and nothing of \
      the repository is run.
      """,
    version: ToolVersion.current,
    subcommands: [
      AuditCommand.self,
      CheckCommand.self,
      DiffCommand.self,
      EvalCommand.self,
      HookCommand.self,
      PolicyCommand.self,
      PredictCommand.self,
      RenderCommand.self,
      SnapshotCommand.self,
      ValidateCommand.self,
    ])

  static func main() {
    Console.reserveStandardStreams()
    // A reader that goes away must not take the verdict with it, and a file that may not grow is an
    // error like a full disk.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try command(for: Array(CommandLine.arguments.dropFirst()))
      try command.run()
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      let isHelp = exitCode(for: error).isSuccess
      let message = fullMessage(for: error) + "\n"
      isHelp ? Console.print(message) : Console.complain(message)
      Glibc.exit(isHelp ? 0 : 2)
    }
  }

  private static func command(for arguments: [String]) throws -> any ParsableCommand {
    guard arguments.first == ValidateCommand.configuration.commandName else {
      return try parse(arguments)
    }
    let split = PathArguments(arguments)
    var command = try parse(split.parsed)
    if var validate = command as? ValidateCommand {
      validate.paths = split.restored(validate.paths)
      command = validate
    }
    return command
  }

  /// Looks at the one command that is named before it makes all of them, which takes a millisecond.
  /// What is said of wrong arguments, and help, knows them all.
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    let named = configuration.subcommands.first {
      $0.configuration.commandName == arguments.first
    }
    if let named, let command = try? named.parseAsRoot(Array(arguments.dropFirst())),
      includes(type(of: command), in: named)
    {
      return command
    }
    return try parseAsRoot(arguments)
  }

  /// Help is a command too, of the library's.
  private static func includes(
    _ type: any ParsableCommand.Type, in command: any ParsableCommand.Type
  ) -> Bool {
    command == type || command.configuration.subcommands.contains { includes(type, in: $0) }
  }
}
