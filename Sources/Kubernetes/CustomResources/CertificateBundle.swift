/// The certificates by which the server knows a webhook: PEM text, of which one block at least must
/// be a certificate (k8s.io/apiserver/pkg/util/webhook and crypto/x509 `AppendCertsFromPEM`).
///
/// Whether a certificate holds what it should is not looked into.
enum CertificateBundle {
  /// What is wrong with a bundle in Base64.
  static func problem(of base64: String) -> String? {
    let bytes = base64.utf8.withContiguousStorageIfAvailable { Base64.decode($0) } ?? nil
    let lines = String(decoding: bytes ?? [], as: UTF8.self).split(whereSeparator: \.isNewline)
    var body: String?
    for line in lines {
      if line == "-----BEGIN CERTIFICATE-----" {
        body = ""
      } else if line == "-----END CERTIFICATE-----" {
        if let body, isStructure(body) { return nil }
        body = nil
      } else {
        body?.append(contentsOf: line)
      }
    }
    return "unable to load root certificates: unable to parse bytes as PEM block"
  }

  /// Whether a Base64 text is that of a sequence in DER, as every certificate is.
  private static func isStructure(_ base64: String) -> Bool {
    var text = base64
    return text.withUTF8 { Base64.decode($0) }?.first == 0x30
  }
}
