import CEL

/// `k8s.io/apiserver/pkg/cel/library/semverlib.go`.
enum SemverLibrary {
  static let type = Type.message("kubernetes.Semver")

  static let library = Library(
    "kubernetes.semver",
    functions: [
      Function(
        "semver",
        Overload("string_to_semver", .string, type) { version($0, .bool(false)) },
        Overload("string_bool_to_semver", .string, .bool, type, binary: version)),
      Function(
        "isSemver",
        Overload("is_semver_string", .string, .bool) { isVersion($0, .bool(false)) },
        Overload("is_semver_string_bool", .string, .bool, .bool, binary: isVersion)),
      comparison("isGreaterThan", "semver_is_greater_than", .bool) { .bool($0 > 0) },
      comparison("isLessThan", "semver_is_less_than", .bool) { .bool($0 < 0) },
      comparison("compareTo", "semver_compare_to", .int) { .int($0) },
      part("major", "semver_major") { $0.major },
      part("minor", "semver_minor") { $0.minor },
      part("patch", "semver_patch") { $0.patch },
    ])

  private static func parse(
    _ text: String, normalizing: Bool
  ) throws(SemanticVersion.ParseError) -> SemanticVersion {
    normalizing
      ? try SemanticVersion(normalizing: text) : try SemanticVersion(text)
  }

  private static func version(_ text: Value, _ normalizing: Value) -> Value {
    guard let text = text.string, let normalizing = normalizing.bool else {
      return .noSuchOverload
    }
    do {
      let version = try parse(text, normalizing: normalizing)
      return .object(
        OpaqueValue(version, type: type, description: version.description) {
          $0 == $1
        })
    } catch {
      return .error(error.description)
    }
  }

  private static func isVersion(_ text: Value, _ normalizing: Value) -> Value {
    guard let text = text.string, let normalizing = normalizing.bool else {
      return .noSuchOverload
    }
    return .bool((try? parse(text, normalizing: normalizing)) != nil)
  }

  private static func comparison(
    _ name: String, _ id: String, _ result: Type,
    _ value: @escaping @Sendable (Int64) -> Value
  ) -> Function {
    Function(
      name,
      Overload(id, isMember: true, type, type, result) { left, right in
        withContents(left, right) { (left: SemanticVersion, right: SemanticVersion) in
          value(left == right ? 0 : left < right ? -1 : 1)
        }
      })
  }

  private static func part(
    _ name: String, _ id: String, _ number: @escaping @Sendable (SemanticVersion) -> UInt64
  ) -> Function {
    Function(
      name,
      Overload(id, isMember: true, type, .int) { version in
        withContent(version) { .int(Int64(truncatingIfNeeded: number($0))) }
      })
  }
}
