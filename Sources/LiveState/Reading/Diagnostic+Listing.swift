import Diagnostics
import Values

extension Diagnostic {
  private static let kubectl =
    "import what this prints: kubectl get KIND,KIND --all-namespaces --output json"

  static func listing(_ error: ListingError, in source: Source) -> Diagnostic {
    switch error {
    case .cutOff(let line):
      Diagnostic(
        code: "snapshot-cut-off", "the listing ends in the middle of an object",
        at: Mark(source: source, line: line, column: 1),
        help: "the command that wrote it was interrupted; run it again")
    case .malformed(let line):
      Diagnostic(
        code: "snapshot-foreign", "this is no listing of objects in JSON or YAML",
        at: Mark(source: source, line: line, column: 1), help: kubectl)
    case .tooLarge(let line):
      Diagnostic(
        code: "snapshot-object-too-large",
        "the object is larger than \(ListingError.limit) bytes",
        at: Mark(source: source, line: line, column: 1), help: "leave the object out")
    }
  }

  static func emptyListing(_ source: Source) -> Diagnostic {
    Diagnostic(
      code: "snapshot-empty", "the listing holds no object",
      at: Mark(source: source, line: 1, column: 1), help: kubectl)
  }

  static func pageOfListing(_ source: Source) -> Diagnostic {
    Diagnostic(
      code: "snapshot-cut-off", "the listing is one page of a longer one (metadata.continue)",
      at: Mark(source: source, line: 1, column: 1),
      help: "list without a limit; kubectl get asks for all pages by itself")
  }

  static func foreignListing(_ node: Node, _ source: Source) -> Diagnostic {
    Diagnostic(
      code: "snapshot-foreign", "this is no object with apiVersion, kind and metadata.name",
      at: node.mark ?? Mark(source: source, line: 1, column: 1), help: kubectl)
  }

  static func listingIsAnError(_ status: Node, _ source: Source) -> Diagnostic {
    let message = status["message"]?.string.map { ": \($0.prefix(200))" } ?? ""
    return Diagnostic(
      code: "snapshot-foreign", "the API server answered with an error\(message)",
      at: status.mark ?? Mark(source: source, line: 1, column: 1),
      help: "list again with an account that may read these objects")
  }
}
