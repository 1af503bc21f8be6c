import RegularExpressions

/// The formats of strings in the schemas of custom resources
/// (k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go and
/// k8s.io/kube-openapi/pkg/validation/strfmt).
enum StringFormat {
  /// Formats that any version supports; others in a schema count as none.
  static func isSupported(_ format: String) -> Bool {
    let name = format.filter { $0 != "-" }
    return supported.contains(name) || newer.contains(name)
  }

  /// Whether values are checked against the format in a version of Kubernetes.
  static func isKnown(_ format: String, in version: KubernetesVersion) -> Bool {
    let name = format.filter { $0 != "-" }
    return supported.contains(name) || newer.contains(name) && version.minor >= 34
  }

  private static let supported: Set<String> = [
    "bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr", "mac", "uuid", "uuid3",
    "uuid4", "uuid5", "isbn", "isbn10", "isbn13", "creditcard", "ssn", "hexcolor", "rgbcolor",
    "byte", "password", "date", "duration", "datetime",
  ]
  private static let newer: Set<String> = ["k8sshortname", "k8slongname"]

  static func matches(_ text: String, format: String) -> Bool {
    let name = format.filter { $0 != "-" }
    if let expression = expressions[name] {
      return (try? expression.matches(in: text)) ?? false
    }
    switch name {
    case "hostname":
      return text.utf8.count <= 255
        && text.split(separator: ".", omittingEmptySubsequences: false)
          .allSatisfy { $0.utf8.count <= 63 }
        && matches(text, hostname)
    case "uri": return URLReference.problem(of: text) == nil
    case "email": return EmailAddress.isValid(text)
    // An address of version 6 may end in one of version 4, and then is of both.
    case "ipv4": return text.contains(".") && (isIPv4(text[...]) || isIPv6(text[...]))
    case "ipv6": return isIPv6(text[...], isStrict: true)
    case "cidr": return isCIDR(text)
    case "mac": return isMAC(text)
    case "date": return isDate(text[...])
    case "datetime": return isDateTime(text)
    case "duration": return SchemaValue.duration(text) != nil
    case "isbn": return isISBN10(text) || isISBN13(text)
    case "isbn10": return isISBN10(text)
    case "isbn13": return isISBN13(text)
    case "creditcard": return isCreditCard(text)
    case "k8sshortname": return text.utf8.count <= 63 && matches(text, shortName)
    case "k8slongname": return text.utf8.count <= 253 && matches(text, longName)
    default: return true
    }
  }

  private static func matches(_ text: String, _ expression: RegularExpression?) -> Bool {
    guard let expression else { return true }
    return (try? expression.matches(in: text)) ?? false
  }

  static func isCreditCardNumber(_ digits: String) -> Bool { matches(digits, creditCard) }

  private static let creditCard = try? RegularExpression(
    "^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9]{2})[0-9]{12}|3[47][0-9]{13}"
      + "|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35[0-9]{3})[0-9]{11})$")
  private static let hostname = try? RegularExpression(
    #"^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})$"#
  )
  private static let shortName = try? RegularExpression("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
  private static let longName = try? RegularExpression(
    #"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"#)

  private static let expressions: [String: RegularExpression] = {
    let hex = "[0-9a-f]"
    func uuid(_ third: String, _ fourth: String) -> String {
      "(?i)^\(hex){8}-?\(hex){4}-?\(third)-?\(fourth)-?\(hex){12}$"
    }
    let any = "\(hex){4}"
    let byte = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
    let patterns = [
      "bsonobjectid": "^[0-9a-fA-F]{24}$",
      "uuid": uuid(any, any),
      "uuid3": uuid("3\(hex){3}", any),
      "uuid4": uuid("4\(hex){3}", "[89ab]\(hex){3}"),
      "uuid5": uuid("5\(hex){3}", "[89ab]\(hex){3}"),
      "ssn": #"^\d{3}[- ]\d{2}[- ]\d{4}$"#,
      "hexcolor": "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
      "rgbcolor": #"^rgb\(\s*\#(byte)\s*,\s*\#(byte)\s*,\s*\#(byte)\s*\)$"#,
      "byte":
        "^(?:[A-Za-z0-9+\\/]{4})*(?:[A-Za-z0-9+\\/]{2}==|[A-Za-z0-9+\\/]{3}=|[A-Za-z0-9+\\/]{4})$",
    ]
    return patterns.compactMapValues { try? RegularExpression($0) }
  }()
}
