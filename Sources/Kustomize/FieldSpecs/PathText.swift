/// Splits the paths that people write, where a backslash keeps a separator in a name and brackets
/// keep the points of a selector together (kyaml/utils/pathsplitter.go).
enum PathText {
  static func split(_ path: String, at separator: Unicode.Scalar) -> [String] {
    var parts = path.utf8.split(
      separator: UInt8(ascii: separator), omittingEmptySubsequences: false
    ).map { String(Substring($0)) }
    if parts.count > 1, parts[0].isEmpty { parts.removeFirst() }
    guard path.utf8.contains(UInt8(ascii: "\\")) else { return parts }
    var result: [String] = []
    for part in parts {
      if let last = result.last, last.hasSuffix("\\") {
        result[result.count - 1] = "\(last.dropLast())\(separator)\(part)"
      } else {
        result.append(part)
      }
    }
    return result
  }

  static func splitSelectors(_ path: String, at separator: Unicode.Scalar = ".") -> [String] {
    var result: [String] = []
    var parts = split(path, at: separator)[...]
    while let part = parts.popFirst() {
      guard part.hasPrefix("["), !part.hasSuffix("]") else {
        result.append(part)
        continue
      }
      var bracketed = part
      while let next = parts.popFirst() {
        bracketed += "\(separator)\(next)"
        if next.hasSuffix("]") { break }
      }
      if bracketed.contains("=") {
        result.append(bracketed)
      } else {
        var name = bracketed[...]
        while let end = name.first, end == "[" || end == "]" { name.removeFirst() }
        while let end = name.last, end == "[" || end == "]" { name.removeLast() }
        result.append(String(name))
      }
    }
    return result
  }
}
