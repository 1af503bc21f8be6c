import ArgumentParser
import Vetting

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Ask whether the API server would take the objects of files.",
    discussion: """
      Decodes, defaults and validates every object as the API server does for a creation. \
      CustomResourceDefinitions among the files describe the custom resources beside them.

      Exit codes: 0 all valid; 1 an object is invalid; 3 a kind is not known; 2 other errors.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "Files, directories to search for manifests, or - for the standard input.")
  var paths: [String]

  @Option(
    name: .long, parsing: .singleValue,
    help: "A file or directory with CustomResourceDefinitions. May be repeated.")
  var crds: [String] = []

  @Option(name: .long, help: "The version of Kubernetes, 1.25 to 1.36. (default: 1.36)")
  var kubernetesVersion: String?

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp(
      "Where JSON schemas of further kinds are: a directory, or a template of paths with "
        + "{{.ResourceKind}}, {{.ResourceAPIVersion}}, {{.Group}}, {{.KindSuffix}}.",
      valueName: "location"))
  var schemaLocation: [String] = []

  @Flag(name: .long, help: "Take objects whose kind is not known for valid.")
  var ignoreMissingSchemas = false

  @Flag(
    name: .long,
    help: "Prefer schemas that refuse unknown fields; the API server always refuses them.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Name the valid objects too.")
  var verbose = false

  @Option(name: .long, help: "How to print the outcome: text or json.")
  var format = Format.text

  func run() throws {
    let outcome: Validate.Outcome
    do {
      var validate = try Validate(
        version: kubernetesVersion, definitions: crds, schemaLocations: schemaLocation,
        isStrict: strict)
      outcome = try validate.run(paths)
    } catch {
      throw Failure(error)
    }
    switch format {
    case .json: Console.print(ValidateReport.json(outcome))
    case .text:
      Console.print(
        ValidateReport.text(outcome, verbose: verbose, color: Console.hasColor))
    }
    let code = outcome.exitCode(ignoresMissingSchemas: ignoreMissingSchemas)
    if code != 0 { throw ExitCode(code) }
  }
}
