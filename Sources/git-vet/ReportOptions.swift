public import ArgumentParser
import Diagnostics
public import Vetting

/// In which forms the report is written, and where to.
struct ReportOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: "text, markdown, json or github; may be repeated, each with its --output.")
  var format: [ReportFormat] = []

  @Option(
    parsing: .singleValue, help: "The file for the format before it (default: standard output).")
  var output: [String] = []

  /// Two reports in one stream would be neither's format.
  func validate() throws {
    guard try pairs(CommandLine.arguments).filter({ $0.1 == nil }).count > 1 else { return }
    throw ValidationError("--format is given twice for standard output: name a file by --output.")
  }

  /// Writes all of the reports that can be written; where one cannot, ends with status 2.
  func write(_ result: CheckResult) throws {
    var failures: [Diagnostic] = []
    for (format, file) in try pairs(CommandLine.arguments) {
      do throws(Diagnostic) {
        try Console.write(
          result.rendered(as: format, color: file == nil && Console.hasColor), to: file)
      } catch {
        failures.append(error)
      }
    }
    guard !failures.isEmpty else { return }
    for failure in failures { Console.complain(DiagnosticText.render(failure)) }
    Console.complain("The verdict is \(result.verdict).\n")
    throw ExitCode(2)
  }

  /// An output belongs to the format before it on the command line, which the parsed lists no
  /// longer tell.
  private func pairs(_ arguments: [String]) throws -> [(ReportFormat, String?)] {
    guard !output.isEmpty else {
      return (format.isEmpty ? [.text] : format).map { ($0, nil) }
    }
    var pairs: [(ReportFormat, String?)] = []
    var formats = format[...]
    var outputs = output[...]
    for argument in arguments {
      if argument == "--format" || argument.hasPrefix("--format=") {
        if let next = formats.popFirst() { pairs.append((next, nil)) }
      } else if argument == "--output" || argument.hasPrefix("--output=") {
        guard let file = outputs.popFirst() else { continue }
        if pairs.isEmpty { pairs.append((.text, nil)) }
        guard pairs[pairs.count - 1].1 == nil else {
          throw ValidationError("--output '\(file)' has no --format of its own before it.")
        }
        pairs[pairs.count - 1].1 = file
      }
    }
    return pairs
  }
}

extension ReportFormat: ExpressibleByArgument {}
