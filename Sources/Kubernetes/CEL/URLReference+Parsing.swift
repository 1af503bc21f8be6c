import CEL

extension URLReference {
  /// Why `url.ParseRequestURI` refuses a text; nil where it does not.
  static func problem(of text: String) -> String? {
    do {
      _ = try parse(text, asRequest: true)
      return nil
    } catch {
      return "parse \(GoText.quoted(text)): \(error)"
    }
  }

  /// - Throws: what `url.ParseRequestURI`, or else `url.Parse`, says.
  init(_ text: String) throws(ParseError) {
    if let problem = Self.problem(of: text) { throw ParseError(description: problem) }
    try self.init(parsing: text)
  }

  /// - Throws: what `url.Parse` says.
  init(parsing text: String) throws(ParseError) {
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let reference = String(parts.first ?? "")
    do {
      self = try Self.parse(reference, asRequest: false)
    } catch {
      throw ParseError(description: "parse \(GoText.quoted(reference)): \(error)")
    }
    guard parts.count > 1 else { return }
    do {
      fragment = try Self.unescape(parts[1], in: .fragment)
      if Self.escape(fragment, in: .fragment) != parts[1] { writtenFragment = String(parts[1]) }
    } catch {
      throw ParseError(description: "parse \(GoText.quoted(text)): \(error)")
    }
  }

  private static func parse(_ text: String, asRequest: Bool) throws(ParseError) -> URLReference {
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw ParseError(description: "net/url: invalid control character in URL")
    }
    if text.isEmpty, asRequest { throw ParseError(description: "empty url") }
    var url = URLReference()
    if text == "*" {
      url.path = [UInt8(ascii: "*")]
      return url
    }
    var rest = try url.takeScheme(text)
    if rest.last == "?", rest.utf8.count(where: { $0 == UInt8(ascii: "?") }) == 1 {
      url.hasEmptyQuery = true
      rest.removeLast()
    } else if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
      url.query = String(rest[rest.utf8.index(after: mark)...])
      rest = rest[..<mark]
    }
    if !rest.hasPrefix("/") {
      if !url.scheme.isEmpty {
        url.opaque = String(rest)
        return url
      }
      if asRequest { throw ParseError(description: "invalid URI for request") }
      if rest.prefix(while: { $0 != "/" }).contains(":") {
        throw ParseError(description: "first path segment in URL cannot contain colon")
      }
    }
    let mayHaveAuthority = !url.scheme.isEmpty || !asRequest && !rest.hasPrefix("///")
    if mayHaveAuthority, rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      let authority = rest.prefix { $0 != "/" }
      rest = rest[authority.endIndex...]
      try url.setAuthority(authority)
    } else if !url.scheme.isEmpty, rest.hasPrefix("/") {
      url.omitsHost = true
    }
    url.path = try unescape(rest, in: .path)
    if escape(url.path, in: .path) != rest { url.writtenPath = String(rest) }
    return url
  }

  /// Sets the scheme and returns what stands behind it.
  private mutating func takeScheme(_ text: String) throws(ParseError) -> Substring {
    let bytes = text.utf8
    for (index, byte) in zip(bytes.indices, bytes) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."):
        if index == bytes.startIndex { return text[...] }
      case UInt8(ascii: ":"):
        if index == bytes.startIndex {
          throw ParseError(description: "missing protocol scheme")
        }
        scheme = text[..<index].lowercased()
        return text[bytes.index(after: index)...]
      default: return text[...]
      }
    }
    return text[...]
  }

  private mutating func setAuthority(_ authority: Substring) throws(ParseError) {
    guard let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) else {
      hostBytes = try host(authority)
      return
    }
    hostBytes = try host(authority[authority.utf8.index(after: at)...])
    let user = authority[..<at]
    guard user.utf8.allSatisfy(Self.isUserCharacter) else {
      throw ParseError(description: "net/url: invalid userinfo")
    }
    var parts: [String] = []
    for part in user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) {
      parts.append(Self.escape(try Self.unescape(part, in: .user), in: .user))
    }
    self.user = parts.joined(separator: ":")
  }

  private func host(_ text: Substring) throws(ParseError) -> [UInt8] {
    if let bracket = text.utf8.lastIndex(of: UInt8(ascii: "[")) {
      guard bracket == text.startIndex else { throw ParseError(description: "invalid IP-literal") }
      return try Self.literal(text)
    }
    // Other schemes, of databases, have lists of hosts with ports.
    let isStrict = scheme == "http" || scheme == "https"
    let colon = UInt8(ascii: ":")
    let port = isStrict ? text.utf8.firstIndex(of: colon) : text.utf8.lastIndex(of: colon)
    if let port { try Self.checkPort(text[port...]) }
    return try Self.unescape(text, in: .host)
  }

  /// An IPv6 address in brackets, perhaps with a zone and a port.
  private static func literal(_ text: Substring) throws(ParseError) -> [UInt8] {
    guard let close = text.utf8.lastIndex(of: UInt8(ascii: "]")) else {
      throw ParseError(description: "missing ']' in host")
    }
    let port = text[text.utf8.index(after: close)...]
    try checkPort(port)
    let inside = text[text.utf8.index(after: text.startIndex)..<close]
    var name: [UInt8]
    let escapedPercent = Array("%25".utf8)
    let bytes = Array(inside.utf8)
    let zone = bytes.indices.first { bytes[$0...].starts(with: escapedPercent) }
    if let zone {
      let index = inside.utf8.index(inside.startIndex, offsetBy: zone)
      name = try unescape(inside[..<index], in: .host)
      name += try unescape(inside[index...], in: .zone)
    } else {
      name = try unescape(inside, in: .host)
    }
    let address: InternetAddress
    do {
      address = try InternetAddress(String(decoding: name, as: UTF8.self))
    } catch {
      throw ParseError(description: "invalid host: \(error)")
    }
    guard address.isIPv6 else { throw ParseError(description: "invalid IP-literal") }
    return Array("[".utf8) + name + Array("]".utf8) + Array(port.utf8)
  }

  private static func checkPort(_ text: Substring) throws(ParseError) {
    guard text.isEmpty || text.first == ":" && isPort(text.dropFirst()) else {
      throw ParseError(description: "invalid port \(GoText.quoted(String(text))) after host")
    }
  }
}
