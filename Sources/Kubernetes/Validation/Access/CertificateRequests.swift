import Values

extension KindRules {
  static let certificates: [String: KindRules] = [
    "CertificateSigningRequest": CertificateRequests.rules
  ]
}

/// CertificateSigningRequests: pkg/apis/certificates/validation. Whether the request inside is
/// signed as it should be is the server's to find out.
enum CertificateRequests {
  static let rules = KindRules.kind(.cluster, .any) {
    validate($0, old: nil)
  } update: {
    validate($0, old: $1)
  }

  private static func validate(_ object: Field, old: Field?) {
    let spec = object["spec"]
    let request = spec["request"]
    let bytes = request.node?.withTextBytes { Base64.decode($0) } ?? []
    if !isRequest(bytes) { request.invalid("PEM block type must be CERTIFICATE REQUEST") }
    validateUsages(spec["usages"], old: old?["spec"]["usages"])
    let signer = spec["signerName"]
    let legacy = "kubernetes.io/legacy-unknown"
    if signer == legacy, old?["spec"]["signerName"].text != legacy {
      signer.invalid("the legacy signerName is not allowed via this API version")
    } else {
      validateSigner(signer)
    }
    let expiration = spec["expirationSeconds"]
    if expiration.exists, expiration.int < 600 {
      expiration.invalid("may not specify a duration less than 600 seconds (10 minutes)")
    }
  }

  /// Whether the first block of a PEM text is of the type of requests.
  private static func isRequest(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    let opening = "-----BEGIN CERTIFICATE REQUEST-----"
    for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("-----BEGIN ") {
      return line.hasPrefix(opening) && text.contains("-----END CERTIFICATE REQUEST-----")
    }
    return false
  }

  private static let usages = [
    "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign",
    "data encipherment", "decipher only", "digital signature", "email protection",
    "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement",
    "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime", "server auth",
    "signing", "timestamping",
  ]

  private static func validateUsages(_ list: Field, old: Field?) {
    if list.isEmpty { list.required() }
    let before = old?.texts ?? []
    if before.allSatisfy(usages.contains) {
      for usage in list.elements where !usage.isOne(of: usages) { usage.notSupported(usages) }
    }
    guard Set(before).count == before.count else { return }
    var seen: Set<String> = []
    for usage in list.elements where !seen.insert(usage.text).inserted { usage.duplicate() }
  }

  /// `example.com/signer`
  static func validateSigner(_ signer: Field) {
    if signer.isEmpty { return signer.required() }
    let segments = signer.text.split(separator: "/", omittingEmptySubsequences: false)
      .map { String($0) }
    guard segments.count == 2 else {
      return signer.invalid(
        "must be a fully qualified domain and path of the form 'example.com/signer-name'")
    }
    if segments[0].utf8.count > 253 { signer.tooLong(253) }
    let labels = segments[0].split(separator: ".", omittingEmptySubsequences: false)
    check(labels, of: segments[0], .dns1123Label, signer)
    if labels.count < 2 {
      signer.invalid(
        "should be a domain with at least two segments separated by dots",
        value: GoText.quoted(segments[0]))
    }
    let path = segments[1].split(separator: ".", omittingEmptySubsequences: false)
    check(path, of: segments[1], .dns1123Subdomain, signer)
  }

  /// The first label that is none, with all that is wrong with it.
  private static func check(
    _ labels: [Substring], of segment: String, _ format: Format, _ signer: Field
  ) {
    for label in labels {
      let problems = format.problems(of: String(label))
      for problem in problems {
        signer.invalid(
          "validating label \(GoText.quoted(String(label))): \(problem)",
          value: GoText.quoted(segment))
      }
      if !problems.isEmpty { return }
    }
  }
}
