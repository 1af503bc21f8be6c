import ArgumentParser
import Vetting

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Show the objects that applying files would leave in the cluster.",
    discussion: """
      Merges each object of the head into the live one as kubectl or the API server does, then \
      defaults and validates it. Where there is no live object the base stands for it. The \
      LimitRanges and ResourceQuotas among the live objects and those of the head are held against \
      all that is applied to their namespaces.

      Exit codes: 0 all accepted; 1 an object is rejected; 3 a kind is not known, or a namespace has \
      too many limits; 4 pods of a workload would be refused; 2 other errors.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(name: .long, parsing: .singleValue, help: "What is applied: files, directories or -.")
  var head: [String]

  @Option(name: .long, parsing: .singleValue, help: "What was applied last.")
  var base: [String] = []

  @Option(
    name: .long, parsing: .singleValue,
    help: "What is there now, as kubectl get -o json --show-managed-fields prints it.")
  var live: [String] = []

  @Option(name: .long, help: "How it is applied: client or server.")
  var apply = Predict.Apply.client

  @Option(name: .long, help: "Who applies, in server-side apply.")
  var fieldManager = "kubectl"

  @Flag(name: .long, help: "Take over fields that other managers own.")
  var forceConflicts = false

  @Option(
    name: .long, parsing: .singleValue,
    help: "A file or directory with CustomResourceDefinitions. May be repeated.")
  var crds: [String] = []

  @Option(name: .long, help: "The version of Kubernetes, 1.25 to 1.36. (default: 1.36)")
  var kubernetesVersion: String?

  @Option(name: .long, help: "How to print the predictions: text or json.")
  var format = Format.text

  func run() throws {
    let predictions: [Predict.Prediction]
    do {
      var predict = try Predict(
        apply: apply, fieldManager: fieldManager, forcesConflicts: forceConflicts,
        version: kubernetesVersion, definitions: crds)
      predictions = try predict.run(Predict.Files(head: head, base: base, live: live))
    } catch {
      throw Failure(error)
    }
    switch format {
    case .json: Console.print(PredictReport.json(predictions))
    case .text: Console.print(PredictReport.text(predictions))
    }
    let code = Predict.exitCode(predictions)
    if code != 0 { throw ExitCode(code) }
  }
}

extension Predict.Apply: ExpressibleByArgument {}
