import RegularExpressions

/// A format by name, as `format.dns1123Label()` gives it.
struct NamedFormat: Sendable {
  let name: String
  /// The length of the expression that checks it, near enough; the cost of a check counts it.
  let expressionSize: Int
  let problems: @Sendable (String) -> [String]

  static let byName: [String: NamedFormat] = [
    "dns1123Label": NamedFormat("DNS1123Label", 30, Format.dns1123Label),
    "dns1123Subdomain": NamedFormat("DNS1123Subdomain", 60, Format.dns1123Subdomain),
    "dns1035Label": NamedFormat("DNS1035Label", 30, Format.dns1035Label),
    "qualifiedName": NamedFormat("QualifiedName", 60, Format.qualifiedName),
    "dns1123LabelPrefix": NamedFormat("DNS1123LabelPrefix", 30, Format.dns1123Label.ofPrefix),
    "dns1123SubdomainPrefix": NamedFormat(
      "DNS1123SubdomainPrefix", 60, Format.dns1123Subdomain.ofPrefix),
    "dns1035LabelPrefix": NamedFormat("DNS1035LabelPrefix", 30, Format.dns1035Label.ofPrefix),
    "labelValue": NamedFormat("LabelValue", 40, Format.labelValue),
    "uri": NamedFormat("URI", 1103) { URLReference.problem(of: $0).map { [$0] } ?? [] },
    "uuid": NamedFormat("uuid", uuid.utf8.count) { text in
      matches(uuid, text) ? [] : ["does not match the UUID format"]
    },
    "byte": NamedFormat("byte", 84) { matches(base64, $0) ? [] : ["invalid base64"] },
    "date": NamedFormat("date", time.utf8.count) { DateText.isDate($0) ? [] : ["invalid date"] },
    "datetime": NamedFormat("datetime", time.utf8.count) { text in
      isDateTime(text) ? [] : ["invalid datetime"]
    },
  ]

  private init(
    _ name: String, _ expressionSize: Int, _ problems: @escaping @Sendable (String) -> [String]
  ) {
    self.name = name
    self.expressionSize = expressionSize
    self.problems = problems
  }

  private init(_ name: String, _ expressionSize: Int, _ format: Format) {
    self.init(name, expressionSize, format.problems)
  }
}

// MARK: - Formats of k8s.io/kube-openapi/pkg/validation/strfmt

extension NamedFormat {
  private static let uuid =
    "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$"

  private static let base64 =
    "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"

  /// The part of a date and time behind the `T`, in small letters.
  private static let time =
    "^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$"

  private static func matches(_ pattern: String, _ text: String) -> Bool {
    (try? RegularExpression.cached(pattern).matches(in: text)) ?? false
  }

  static func isDateTime(_ text: String) -> Bool {
    guard text.utf8.count >= 4 else { return false }
    let parts = text.lowercased().split(separator: "t", omittingEmptySubsequences: false)
    guard parts.count >= 2, DateText.isDate(parts[0]), matches(time, String(parts[1])) else {
      return false
    }
    let fields = parts[1].split(separator: ":", maxSplits: 2).map { $0.prefix(2) }
    return fields.count == 3 && fields[0] <= "23" && fields[1] <= "59" && fields[2] <= "59"
  }
}
