/// The name of an image, as far as its pull policy needs it.
enum ImageReference {
  /// Whether the image has the tag `latest`, given or meant: it has neither a tag nor a digest. A
  /// text that is no reference is not.
  static func isLatest(_ reference: String) -> Bool {
    var rest = reference.utf8[...]
    guard !rest.isEmpty else { return false }
    var hasDigest = false
    if let at = rest.firstIndex(of: UInt8(ascii: "@")) {
      guard isDigest(rest[rest.index(after: at)...]) else { return false }
      hasDigest = true
      rest = rest[..<at]
    }
    var tag: Substring.UTF8View?
    if let colon = rest.lastIndex(of: UInt8(ascii: ":")),
      !rest[colon...].contains(UInt8(ascii: "/"))
    {
      let text = rest[rest.index(after: colon)...]
      guard isTag(text) else { return false }
      tag = text
      rest = rest[..<colon]
    }
    guard isName(rest) else { return false }
    if let tag { return tag.elementsEqual("latest".utf8) }
    return !hasDigest
  }

  private static func isDigest(_ text: Substring.UTF8View) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let hexadecimal = text[text.index(after: colon)...]
    return hexadecimal.count >= 32
      && hexadecimal.allSatisfy {
        Characters.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20)
      }
  }

  private static func isTag(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, text.count <= 128 else { return false }
    return (Characters.isAlphanumeric(first) || first == UInt8(ascii: "_"))
      && text.allSatisfy(Characters.isKeyCharacter)
  }

  /// An optional host, which may have capitals and a port, and parts in small letters.
  private static func isName(_ text: Substring.UTF8View) -> Bool {
    var parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard let first = parts.first else { return false }
    let isHost =
      parts.count > 1
      && (first.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
        || first.elementsEqual("localhost".utf8) || first.contains { (65...90).contains($0) })
    if isHost { parts.removeFirst() }
    return !parts.isEmpty
      && parts.allSatisfy { part in
        guard let first = part.first, let last = part.last else { return false }
        let isEnd = { Characters.isLowercase($0) || Characters.isDigit($0) }
        return isEnd(first) && isEnd(last)
          && part.allSatisfy {
            Characters.isLabelCharacter($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
          }
      }
  }
}
