/// The names of drivers, pools, attributes and capacities of devices.
enum DeviceNames {
  /// The longest key of an attribute or a capacity: domain, slash and identifier.
  static let longestKey = 63 + 1 + 32
  private static let longestIdentifier = 32

  static func validatePool(_ name: Field) {
    if name.isEmpty { return name.required() }
    if name.text.utf8.count > 253 { name.tooLong(253) }
    for part in name.text.split(separator: "/", omittingEmptySubsequences: false) {
      for problem in Format.dns1123Subdomain.problems(of: String(part)) {
        name.invalid(problem, value: GoText.quoted(String(part)))
      }
    }
  }

  /// `domain/identifier` or `identifier`. More slashes than one are let through, as the server does.
  static func validateQualified(_ name: String, at field: Field) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 1, let identifier = parts.first {
      validateIdentifier(identifier, at: field)
    } else if parts.count == 2, let domain = parts.first, let identifier = parts.last {
      if domain.isEmpty {
        field.invalid("the domain must not be empty", value: "\"\"")
      } else {
        validateDomain(domain, at: field)
      }
      if identifier.isEmpty {
        field.invalid("the name must not be empty", value: "\"\"")
      } else {
        validateIdentifier(identifier, at: field)
      }
    }
  }

  static func validateFullyQualified(_ name: Field) {
    validateQualified(name.text, at: name)
    if !name.text.contains("/") {
      name.invalid("a fully qualified name must be a domain and a name separated by a slash")
    }
  }

  private static func validateIdentifier(_ identifier: String, at field: Field) {
    if identifier.utf8.count > longestIdentifier { field.tooLong(longestIdentifier) }
    for problem in Format.cIdentifier.problems(of: identifier) {
      field.invalid(problem, value: GoText.quoted(identifier))
    }
  }

  /// A domain has the form of a driver's name.
  private static func validateDomain(_ domain: String, at field: Field) {
    if domain.utf8.count > 63 { field.tooLong(63) }
    for problem in Format.dns1123Subdomain.problems(of: domain.lowercased()) {
      field.invalid(problem, value: GoText.quoted(domain))
    }
  }

  /// A key as paths show it (`truncateIfTooLong`).
  static func shortened(_ key: String, to length: Int) -> String {
    let length = max(length, 16)
    let bytes = key.utf8
    guard bytes.count > length else { return key }
    let remaining = length - 3
    return String(decoding: bytes.prefix((remaining + 1) / 2), as: UTF8.self) + "..."
      + String(decoding: bytes.suffix(remaining / 2), as: UTF8.self)
  }
}
