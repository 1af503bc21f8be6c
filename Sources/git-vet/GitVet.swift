import ArgumentParser

@main
struct GitVet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "git-vet",
    abstract: "Check a GitOps change before it is merged.",
    version: "0.1.0",
    subcommands: [ValidateCommand.self])
}
