/// A URL as Go's `net/url` reads it: what `url.ParseRequestURI` accepts, taken apart by
/// `url.Parse`.
struct URLReference: Sendable {
  var scheme = ""
  var opaque = ""
  /// User and password, escaped anew.
  var user: String?
  /// With the port; bytes, since escapes may stand for any.
  var hostBytes: [UInt8] = []
  var path: [UInt8] = []
  /// The path as it was written, where that is not how it would be escaped.
  var writtenPath: String?
  var query = ""
  var hasEmptyQuery = false
  var omitsHost = false
  var fragment: [UInt8] = []
  /// The fragment as it was written, where that is not how it would be escaped.
  var writtenFragment: String?

  struct ParseError: Error, Sendable, CustomStringConvertible {
    let description: String
  }

  /// What stands in a URL decides which characters are escaped.
  enum Part {
    case path, host, zone, user, query, fragment
  }
}

// MARK: - The parts that expressions ask for

extension URLReference {
  var host: String { String(decoding: hostBytes, as: UTF8.self) }

  /// `URL.Hostname`: without the port and without the brackets of an IPv6 address.
  var hostname: String {
    let name = splitHost.name
    return name.hasPrefix("[") && name.hasSuffix("]") && name.utf8.count > 1
      ? String(name.dropFirst().dropLast()) : name
  }

  var port: String { splitHost.port }

  private var splitHost: (name: String, port: String) {
    guard let colon = host.utf8.lastIndex(of: UInt8(ascii: ":")),
      Self.isPort(host[host.utf8.index(after: colon)...])
    else { return (host, "") }
    return (String(host[..<colon]), String(host[host.utf8.index(after: colon)...]))
  }

  static func isPort(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }

  var escapedPath: String {
    if let writtenPath, Self.isValidEscaping(writtenPath, in: .path),
      (try? Self.unescape(writtenPath[...], in: .path)) == path
    {
      return writtenPath
    }
    return path == [UInt8(ascii: "*")] ? "*" : Self.escape(path, in: .path)
  }

  private var escapedFragment: String {
    if let writtenFragment, Self.isValidEscaping(writtenFragment, in: .fragment) {
      return writtenFragment
    }
    return Self.escape(fragment, in: .fragment)
  }

  /// The values by name, in the order of the names' first appearance; pairs that cannot be read
  /// are left out.
  var queryValues: [(name: String, values: [String])] {
    var result: [(name: String, values: [String])] = []
    var indices: [String: Int] = [:]
    for pair in query.split(separator: "&") where !pair.contains(";") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = parts.first, let name = try? Self.unescape(first, in: .query),
        let value = try? Self.unescape(parts.count > 1 ? parts[1] : "", in: .query)
      else { continue }
      let key = String(decoding: name, as: UTF8.self)
      let text = String(decoding: value, as: UTF8.self)
      if let index = indices[key] {
        result[index].values.append(text)
      } else {
        indices[key] = result.count
        result.append((key, [text]))
      }
    }
    return result
  }
}

extension URLReference: CustomStringConvertible {
  var description: String {
    var text = scheme.isEmpty ? "" : scheme + ":"
    if !opaque.isEmpty {
      text += opaque
    } else {
      let hasAuthority = !scheme.isEmpty || !host.isEmpty || user != nil
      if hasAuthority, !(omitsHost && host.isEmpty && user == nil) {
        if !host.isEmpty || !path.isEmpty || user != nil { text += "//" }
        if let user { text += user + "@" }
        text += Self.escape(hostBytes, in: .host)
      }
      let path = escapedPath
      if let first = path.first, first != "/", !host.isEmpty { text += "/" }
      if text.isEmpty, path.prefix(while: { $0 != "/" }).contains(":") { text += "./" }
      text += path
    }
    if hasEmptyQuery || !query.isEmpty { text += "?" + query }
    if !fragment.isEmpty { text += "#" + escapedFragment }
    return text
  }
}
