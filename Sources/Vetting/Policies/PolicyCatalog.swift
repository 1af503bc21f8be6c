import DesiredState
public import Diagnostics
import Documents
import Git
import Policy
import Reporting
import Resources
import Simulation
import Values

/// The policies that a person asks about: of the working tree's configuration, of packs, of files.
public struct PolicyCatalog: Sendable {
  let policies: PolicySet
  private let version: String?

  /// - Parameter names: files, directories, `builtin:NAME`; empty for those that the configuration
  ///   in the current directory names, or else the packs that apply without one.
  public init(_ names: [String], kubernetesVersion: String? = nil) throws(Diagnostic) {
    var request = CheckRequest(now: Instant(seconds: 0))
    request.policies = names.isEmpty ? try Self.configured() : names
    let trust = try Trust.read(request, from: nil, formats: Check.formats)
    policies = trust.policies
    version = kubernetesVersion
    problems = trust.problems
  }

  /// What is wrong with the files.
  public let problems: [Diagnostic]

  private static func configured() throws(Diagnostic) -> [String] {
    guard LocalFile.exists(Configuration.path) else { return Configuration.defaultPolicies }
    let reading = YAML.read(
      try LocalFile.read(Configuration.path), from: Source(path: Configuration.path))
    guard let document = reading.documents.first else { return Configuration.defaultPolicies }
    let (configuration, problems) = Configuration.read(document)
    if let configuration { return configuration.policies }
    throw problems.first
      ?? Diagnostic(code: "invalid-configuration", "\(Configuration.path) cannot be read")
  }
}

extension PolicyCatalog {
  /// One line a policy: name, severity, where it applies.
  public var list: String {
    var lines: [String] = []
    let width = (policies.changePolicies.map(\.name.count).max() ?? 0) + 2
    for policy in policies.changePolicies.sorted(by: { $0.name < $1.name }) {
      let name = policy.name.padding(to: width)
      lines.append("\(name)\(policy.severity.rawValue.padding(to: 9))\(policy.match.summary)")
    }
    for name in policies.admission.flatMap(\.names) {
      lines.append("\(name.name)  \(name.kind)")
    }
    for waiver in policies.waivers {
      lines.append(
        "waiver \(waiver.name): \(waiver.rule), \(waiver.owner), until \(waiver.lastDay)")
    }
    return lines.isEmpty ? "no policies\n" : Self.text(lines)
  }

  /// Rationale, rules and examples of a policy; nil where there is none of that name.
  public func explain(_ name: String) -> String? {
    guard let policy = policies.changePolicies.first(where: { $0.name == name }) else {
      return policies.admission.flatMap(\.names).first { $0.name == name }.map {
        Self.text(["\($0.name) (\($0.kind))"] + ($0.description.map { ["", "  \($0)"] } ?? []))
      }
    }
    var lines = ["\(policy.name) (\(policy.severity.rawValue))", ""]
    lines += policy.description.wrapped(indent: "  ")
    lines += ["", "  applies to: \(policy.match.summary)"]
    if let mark = policy.mark { lines.append("  defined at: \(mark.source.path):\(mark.line)") }
    lines += ["", "  rules"]
    for rule in policy.rules {
      lines.append("    \(rule.id): \(rule.message ?? rule.messageExpression ?? rule.expression)")
      if let help = rule.help { lines += help.wrapped(indent: "      ") }
    }
    lines += ["", "  examples"]
    for example in policy.examples {
      let verdict =
        example.findings.isEmpty ? "fine" : "flagged by \(example.findings.joined(separator: ", "))"
      lines.append("    \(example.name): \(verdict)")
    }
    return Self.text(lines)
  }

  private static func text(_ lines: [String]) -> String {
    lines.map { Escaping.terminal($0) + "\n" }.joined()
  }

  /// The names that `explain` knows.
  public var names: [String] {
    policies.changePolicies.map(\.name) + policies.admission.flatMap(\.names).map(\.name)
  }

  /// Runs all examples.
  public func test() -> PolicyTestResult {
    var result = PolicyTestResult()
    for problem in problems {
      result.add(failure: DiagnosticText.render(problem))
    }
    for policy in policies.changePolicies {
      if policy.examples.isEmpty {
        result.untested.append(Escaping.terminal(policy.name))
      }
      for outcome in PolicyExamples.run(policy, version: version) {
        let title = Escaping.terminal("\(outcome.policy): \(outcome.example)")
        if let failure = outcome.failure {
          let place = outcome.mark.map { "\n  --> \(Escaping.terminal($0.description))" } ?? ""
          result.add(failure: "\(title)\n  \(Escaping.terminal(failure))\(place)\n")
        } else {
          result.passed += 1
        }
      }
    }
    return result
  }
}

/// How the examples of policies came out.
public struct PolicyTestResult: Sendable {
  public internal(set) var passed = 0
  public private(set) var failures: [String] = []
  /// Policies that have no examples.
  public internal(set) var untested: [String] = []

  mutating func add(failure: String) { failures.append(failure) }

  public var text: String {
    var lines = failures.map { "FAILED \($0)" }
    for name in untested { lines.append("\(name) has no examples\n") }
    if lines.isEmpty, passed == 0 { lines.append("no policies\n") }
    lines.append("\(passed) passed, \(failures.count) failed\n")
    return lines.joined()
  }
}

extension ChangePolicy.Match {
  /// `create, update of apps/* in prod*`.
  var summary: String {
    var parts: [String] = []
    parts.append(actions.isEmpty ? "every change" : actions.map(\.rawValue).joined(separator: ", "))
    if !kinds.isEmpty { parts.append("of " + kinds.map(\.description).joined(separator: ", ")) }
    if !namespaces.isEmpty {
      parts.append("in namespace " + namespaces.map(\.pattern).joined(separator: ", "))
    }
    if !names.isEmpty { parts.append("named " + names.map(\.pattern).joined(separator: ", ")) }
    if !environments.isEmpty {
      parts.append("in environment " + environments.map(\.pattern).joined(separator: ", "))
    }
    return parts.joined(separator: " ")
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }

  fileprivate func wrapped(indent: String) -> [String] {
    var lines: [String] = []
    var line = indent
    for word in split(whereSeparator: \.isWhitespace) {
      if line.count + word.count > 78, line != indent {
        lines.append(line)
        line = indent
      }
      line += line == indent ? String(word) : " \(word)"
    }
    if line != indent { lines.append(line) }
    return lines
  }
}
