import ArgumentParser
import Vetting

struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Print the objects of a kustomization, as kustomize build prints them.",
    discussion: """
      Renders in this process: nothing is fetched, no plugin and no helm is run. What would need \
      either is left out and told on standard error.

      Exit codes: 0 all rendered; 3 something is left out; 1 the kustomization is in error; \
      2 other errors.
      """)

  @Argument(
    help: ArgumentHelp(
      "A directory of the work tree, or one of a commit, counted from the root of the repository.",
      valueName: "[<rev>:]<dir>"))
  var place: String

  @Option(name: .customShort("C"), help: "The directory of the repository.")
  var directory = "."

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which files a kustomization may read: LoadRestrictionsRootOnly, those below its directory, "
        + "or LoadRestrictionsNone, any of the repository.", valueName: "restrictor"))
  var loadRestrictor = Render.LoadRestrictor.rootOnly

  @Flag(name: .long, help: "Show the file and line that set each line of the output.")
  var origins = false

  func run() throws {
    let outcome: Render.Outcome
    do {
      outcome = try Render(loadRestrictor: loadRestrictor, in: directory).run(place)
    } catch {
      throw Failure(error)
    }
    Console.print(origins ? RenderReport.origins(outcome) : RenderReport.yaml(outcome))
    for problem in RenderReport.problems(outcome) {
      Console.complain(DiagnosticText.render(problem))
    }
    if outcome.exitCode != 0 { throw ExitCode(outcome.exitCode) }
  }
}

extension Render.LoadRestrictor: ExpressibleByArgument {}
