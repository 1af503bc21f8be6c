import ArgumentParser
import Diagnostics
import Vetting

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "List, explain and test policies.",
    subcommands: [List.self, Explain.self, Test.self])

  struct Sources: ParsableArguments {
    @Argument(
      help: "Files, directories or builtin:NAME (default: what the configuration names).")
    var paths: [String] = []

    func catalog() -> PolicyCatalog? {
      do {
        return try PolicyCatalog(paths)
      } catch {
        Console.complain(DiagnosticText.render(error))
        return nil
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List policies and waivers, one a line.")

    @OptionGroup var sources: Sources

    func run() throws {
      guard let catalog = sources.catalog() else { throw ExitCode(2) }
      Console.print(catalog.list)
      for problem in catalog.problems { Console.complain(DiagnosticText.render(problem)) }
      if !catalog.problems.isEmpty { throw ExitCode(2) }
    }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say why a policy matters, where it applies and what it flags.")

    @Argument(help: "The name of the policy.")
    var name: String

    @OptionGroup var sources: Sources

    func run() throws {
      guard let catalog = sources.catalog() else { throw ExitCode(2) }
      guard let text = catalog.explain(name) else {
        throw Failure(
          Diagnostic(
            code: "unknown-policy", "there is no policy '\(name)'",
            help: closest(to: name, among: catalog.names).map { "did you mean '\($0)'?" }
              ?? "git vet policy list names them"))
      }
      Console.print(text)
    }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run the examples of policies.",
      discussion: "The exit status is 1 where an example came out otherwise than it says.")

    @OptionGroup var sources: Sources

    func run() throws {
      guard let catalog = sources.catalog() else { throw ExitCode(2) }
      let result = catalog.test()
      Console.print(result.text)
      if !result.failures.isEmpty { throw ExitCode(1) }
    }
  }
}
