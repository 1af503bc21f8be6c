/// What kustomize would fetch: URLs, and the many ways to write a Git repository
/// (api/internal/git/repospec.go).
enum RemoteReference {
  static func isURL(_ text: String) -> Bool {
    let lowercased = text.lowercased()
    return lowercased.hasPrefix("http://") || lowercased.hasPrefix("https://")
  }

  /// Whether the text names a repository, so that kustomize would clone it.
  static func isRepository(_ text: String) -> Bool {
    guard mayBeRemote(text), !text.hasPrefix("/") else { return false }
    var rest = text.prefix { $0 != "?" }
    rest = droppingPrefix("git::", of: rest) ?? rest
    var scheme = ""
    for candidate in ["ssh://", "https://", "http://", "file://"] {
      if let dropped = droppingPrefix(candidate, of: rest) {
        scheme = candidate
        rest = dropped
        break
      }
    }
    let user = userName(rest)
    if let user { rest = rest.dropFirst(user + 1) }
    let lowercased = rest.lowercased()
    let isGitHub = lowercased.hasPrefix("github.com/") || lowercased.hasPrefix("github.com:")
    let allowsColon = scheme.isEmpty && (user != nil || isGitHub)
    guard !scheme.isEmpty || allowsColon else { return false }
    guard scheme != "file://" else { return hasRepositoryPath(rest, segments: nil) }
    var separator = rest.firstIndex(of: "/")
    if allowsColon, let colon = rest.firstIndex(of: ":"), colon > rest.startIndex {
      if separator.map({ colon < $0 }) ?? true { separator = colon }
    }
    guard let separator else { return false }
    return hasRepositoryPath(rest[rest.index(after: separator)...], segments: 2)
  }

  /// Most references are plain paths: without a colon or an at sign only GitHub's short form is left.
  private static func mayBeRemote(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") }
      || text.utf8.count > 11 && text.prefix(11).lowercased() == "github.com/"
  }

  private static func droppingPrefix(_ prefix: String, of text: Substring) -> Substring? {
    text.prefix(prefix.count).lowercased() == prefix ? text.dropFirst(prefix.count) : nil
  }

  /// The length of `name` in `name@host`.
  private static func userName(_ text: Substring) -> Int? {
    guard let at = text.firstIndex(of: "@") else { return nil }
    let name = text[..<at]
    guard let first = name.utf8.first, isLetter(first),
      name.utf8.allSatisfy({ isLetter($0) || (48...57).contains($0) || $0 == 45 })
    else { return nil }
    return name.count
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  private static func hasRepositoryPath(_ path: Substring, segments: Int?) -> Bool {
    var repository: Substring
    var directory: Substring
    if let root = path.firstRange(of: "_git/") {
      let name = path[root.upperBound...].prefix { $0 != "/" }
      repository = path[..<name.endIndex]
      directory = path[name.endIndex...]
    } else if let root = path.firstRange(of: "//") {
      repository = path[..<root.lowerBound]
      directory = path[root.upperBound...]
    } else if let suffix = path.firstRange(of: ".git") {
      repository = path[..<suffix.upperBound]
      directory = path[suffix.upperBound...]
    } else if let segments {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count >= segments else { return false }
      repository = path[..<parts[segments - 1].endIndex]
      directory = path[parts[segments - 1].endIndex...]
    } else {
      repository = path
      directory = ""
    }
    guard !repository.isEmpty else { return false }
    return !leavesRoot(directory)
  }

  private static func leavesRoot(_ directory: Substring) -> Bool {
    var depth = 0
    for part in directory.split(separator: "/") where part != "." {
      if part == ".." {
        depth -= 1
        if depth < 0 { return true }
      } else {
        depth += 1
      }
    }
    return false
  }
}

extension Substring {
  fileprivate func firstRange(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<index(start, offsetBy: text.count)
      }
      formIndex(after: &start)
    }
    return nil
  }
}
