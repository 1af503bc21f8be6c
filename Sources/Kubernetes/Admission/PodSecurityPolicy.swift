import Values

/// How strictly the pods of a namespace are held.
///
/// k8s.io/pod-security-admission/api.
package struct PodSecurityLevel: Hashable, Sendable, CustomStringConvertible {
  package enum Level: String, Sendable, Comparable, CaseIterable {
    case privileged, baseline, restricted

    package static func < (left: Level, right: Level) -> Bool {
      allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
  }

  package var level: Level
  /// The minor version of the policy; nil for the latest.
  package var minor: Int?

  package init(_ level: Level, minor: Int? = nil) {
    self.level = level
    self.minor = minor
  }

  /// `restricted:latest`, `baseline:v1.25`.
  package var description: String { "\(level.rawValue):\(minor.map { "v1.\($0)" } ?? "latest")" }
}

/// What the labels of a namespace ask of its pods: `PolicyToEvaluate`.
struct PodSecurityPolicy: Equatable {
  var enforce = PodSecurityLevel(.privileged)
  var warn = PodSecurityLevel(.privileged)
  /// Labels that cannot be read; such a label is taken for the strictest, or for no warning.
  var errors: [FieldError] = []

  private static let prefix = "pod-security.kubernetes.io/"

  /// - Parameter label: the value of a label of the namespace.
  init(_ label: (String) -> String?) {
    enforce = read("enforce", label)
    _ = read("audit", label)
    warn = read("warn", label)
  }

  private mutating func read(
    _ mode: String, _ label: (String) -> String?
  ) -> PodSecurityLevel {
    var level = PodSecurityLevel(.privileged)
    let levelLabel = Self.prefix + mode
    if let text = label(levelLabel) {
      if let known = PodSecurityLevel.Level(rawValue: text) {
        level.level = known
      } else {
        level.level = mode == "enforce" ? .restricted : .privileged
        add(levelLabel, text, "must be one of privileged, baseline, restricted")
      }
    }
    let versionLabel = "\(levelLabel)-version"
    guard let text = label(versionLabel), text != "latest" else { return level }
    if text.hasPrefix("v1."), let minor = Int(text.dropFirst(3)), minor >= 0,
      String(minor) == text.dropFirst(3)
    {
      level.minor = minor
    } else {
      add(versionLabel, text, "must be \"latest\" or \"v1.x\"")
    }
    return level
  }

  private mutating func add(_ label: String, _ value: String, _ detail: String) {
    errors.append(
      .invalid(
        .root.field("metadata").field("labels").key(label), GoText.quoted(value), detail))
  }
}
