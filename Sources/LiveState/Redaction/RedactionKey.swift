package import Diagnostics
import Git
import Glibc

/// The key under which secret values are hashed. It is never stored; its id is, so that a snapshot
/// tells which key it needs.
package struct RedactionKey: Sendable {
  package static let environmentVariable = "GIT_VET_REDACTION_KEY"

  private let bytes: [UInt8]
  /// Tells keys apart without telling anything of them: 16 hexadecimal digits.
  package let id: String

  /// - Parameter text: at least 16 bytes; white space at its ends does not count.
  package init(_ text: [UInt8]) throws(Diagnostic) {
    let isSpace = { (byte: UInt8) in byte <= 0x20 }
    let trimmed = text.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    guard trimmed.count >= 16 else {
      throw Diagnostic(
        code: "redaction-key-too-short", "the redaction key is shorter than 16 bytes",
        help: "make one with: openssl rand -hex 32")
    }
    bytes = Array(trimmed)
    id = Self.hex(SHA256.authenticate("git-vet redaction key id".utf8, key: bytes).prefix(8))
  }

  /// The key that the environment variable holds; nil where it is not set or empty.
  package static func fromEnvironment() throws(Diagnostic) -> RedactionKey? {
    guard let value = getenv(environmentVariable).map({ String(cString: $0) }), !value.isEmpty
    else { return nil }
    return try RedactionKey(Array(value.utf8))
  }

  /// HMAC-SHA-256 of the parts, each with its length before it so that no two lists of parts are
  /// taken for each other; hexadecimal.
  func authenticate(_ parts: [[UInt8]]) -> String {
    var message: [UInt8] = []
    for part in parts {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        message.append(UInt8(truncatingIfNeeded: UInt64(part.count) >> shift))
      }
      message += part
    }
    return Self.hex(SHA256.authenticate(message, key: bytes))
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { byte -> [UInt8] in
        [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }, as: UTF8.self)
  }
}
