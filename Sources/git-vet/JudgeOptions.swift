import ArgumentParser

/// By which policies, and which verdicts a command is content with.
struct JudgeOptions: ParsableArguments {
  @Option(
    name: .customLong("policies"), parsing: .singleValue,
    help: "A directory of policies, or builtin:NAME, in place of the configuration's.")
  var policies: [String] = []

  @Option(help: "Verdicts that exit with 0, by comma: review,incomplete.")
  var allow: String?

  /// nil where the configuration's apply.
  var requestedPolicies: [String]? { policies.isEmpty ? nil : policies }

  func allowed() throws -> Set<String> {
    let words = Set((allow ?? "").split(separator: ",").map(String.init))
    for word in words where !["review", "incomplete"].contains(word) {
      throw ValidationError("--allow takes review and incomplete, not '\(word)'.")
    }
    return words
  }
}
