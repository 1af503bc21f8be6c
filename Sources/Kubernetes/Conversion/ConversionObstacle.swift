/// Why an object cannot be told in another version of its kind.
package enum ConversionObstacle: Error, Hashable, Sendable {
  /// The definition leaves it to a program that is not asked.
  case webhook
  /// Nothing describes the version.
  case unknownVersion(String)
  /// The versions have different fields, and no rule says how one becomes the other.
  case differentFields
}

extension ConversionObstacle: CustomStringConvertible {
  package var description: String {
    switch self {
    case .webhook: "the definition of its kind has a webhook convert it, which is not called"
    case .unknownVersion(let version): "nothing describes \(version)"
    case .differentFields: "the two versions have different fields"
    }
  }
}
