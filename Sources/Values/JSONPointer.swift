/// A way to a value in a document, after RFC 6901: `/spec/containers/0/image`.
public struct JSONPointer: Hashable, Sendable {
  /// The reference tokens, unescaped.
  public var tokens: [String]

  public init(tokens: [String] = []) {
    self.tokens = tokens
  }

  /// nil where the text is neither empty nor begins with `/`, or has a `~` that escapes nothing.
  public init?(_ text: String) {
    guard !text.isEmpty else {
      tokens = []
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    tokens = []
    for token in text.utf8.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      guard let token = Self.unescape(token) else { return nil }
      tokens.append(token)
    }
  }

  private static func unescape(_ token: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    var isEscape = false
    for byte in token {
      if isEscape {
        switch byte {
        case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
        case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
        default: return nil
        }
        isEscape = false
      } else if byte == UInt8(ascii: "~") {
        isEscape = true
      } else {
        bytes.append(byte)
      }
    }
    return isEscape ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Whether `other` is this place or one inside it.
  public func isPrefix(of other: JSONPointer) -> Bool { other.tokens.starts(with: tokens) }

  /// The index of an array that a token names: digits without a leading zero.
  public static func index(_ token: String) -> Int? {
    let digits = token.utf8
    guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1,
      digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { return nil }
    return Int(token)
  }
}

extension JSONPointer: CustomStringConvertible {
  public var description: String {
    tokens.map { token in
      var text = "/"
      for character in token.unicodeScalars {
        switch character {
        case "~": text += "~0"
        case "/": text += "~1"
        default: text.unicodeScalars.append(character)
        }
      }
      return text
    }.joined()
  }
}

extension Node {
  /// The value that a pointer names; nil where there is none.
  public subscript(pointer: JSONPointer) -> Node? {
    var node = self
    for token in pointer.tokens {
      guard
        let next = node.isSequence ? JSONPointer.index(token).flatMap({ node[$0] }) : node[token]
      else { return nil }
      node = next
    }
    return node
  }
}
