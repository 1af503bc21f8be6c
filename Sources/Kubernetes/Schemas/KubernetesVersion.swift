/// A minor version of Kubernetes that the built-in schemas know: `1.36`.
package struct KubernetesVersion: Hashable, Sendable {
  package let minor: Int

  package static let oldest = KubernetesVersion(uncheckedMinor: SchemaTable.builtIn.oldestMinor)
  package static let newest = KubernetesVersion(uncheckedMinor: SchemaTable.builtIn.newestMinor)

  init(uncheckedMinor minor: Int) {
    self.minor = minor
  }

  /// nil for a version that the schemas do not cover.
  package init?(minor: Int) {
    guard minor >= Self.oldest.minor, minor <= Self.newest.minor else { return nil }
    self.minor = minor
  }

  /// Reads `1.36`, `v1.36.2`, `1.36.2+k3s1`; nil for anything else and for a version that the
  /// schemas do not cover.
  package init?(_ text: some StringProtocol) {
    let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0] == "1",
      let minor = Int(parts[1].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    self.init(minor: minor)
  }

  /// The set of versions that holds this one alone, as the tables write it.
  var bit: UInt16 { 1 << UInt16(truncatingIfNeeded: minor - SchemaTable.builtIn.oldestMinor) }
}

extension KubernetesVersion: Comparable, CustomStringConvertible {
  package static func < (left: KubernetesVersion, right: KubernetesVersion) -> Bool {
    left.minor < right.minor
  }

  package var description: String { "1.\(minor)" }
}

extension Schema {
  /// The version whose API it describes, of a built-in kind.
  var kubernetesVersion: KubernetesVersion {
    KubernetesVersion(
      uncheckedMinor: SchemaTable.builtIn.oldestMinor + min(version.trailingZeroBitCount, 15))
  }
}
