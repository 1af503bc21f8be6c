/// A name pattern as shells have it: `*` stands for any run of characters, `?` for one. In a path
/// pattern neither stands for `/`, and `**` stands for any run of path components.
package struct Glob: Hashable, Sendable {
  package let pattern: String

  package init(_ pattern: String) {
    self.pattern = pattern
  }

  /// Whether the whole name matches. Takes time in proportion to the product of both lengths.
  package func matches(_ name: String) -> Bool {
    Self.matches(Array(pattern.utf8)[...], Array(name.utf8)[...])
  }

  /// Whether the whole path matches, component by component.
  package func matches(path: String) -> Bool {
    let patterns = pattern.split(separator: "/", omittingEmptySubsequences: true)
    let components = path.split(separator: "/", omittingEmptySubsequences: true)
    // reachable[i]: the components so far can be matched by the first i patterns.
    var reachable = [Bool](repeating: false, count: patterns.count + 1)
    reachable[0] = true
    spread(&reachable, over: patterns)
    for component in components {
      var next = [Bool](repeating: false, count: patterns.count + 1)
      for (index, pattern) in patterns.enumerated() where reachable[index] {
        if pattern == "**" {
          next[index] = true
        } else if Self.matches(Array(pattern.utf8)[...], Array(component.utf8)[...]) {
          next[index + 1] = true
        }
      }
      spread(&next, over: patterns)
      reachable = next
    }
    return reachable[patterns.count]
  }

  /// `**` also stands for no component.
  private func spread(_ reachable: inout [Bool], over patterns: [Substring]) {
    for (index, pattern) in patterns.enumerated() where pattern == "**" && reachable[index] {
      reachable[index + 1] = true
    }
  }

  /// Greedy, going back only to the last `*`, so that no pattern takes exponential time.
  private static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    var pattern = pattern
    var name = name
    var resume: (pattern: ArraySlice<UInt8>, name: ArraySlice<UInt8>)?
    while true {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        resume = (pattern, name)
      } else if let wanted = pattern.first, let byte = name.first,
        wanted == UInt8(ascii: "?") || wanted == byte
      {
        pattern = pattern.dropFirst()
        name = name.dropFirst()
      } else if pattern.isEmpty, name.isEmpty {
        return true
      } else if let (start, from) = resume, !from.isEmpty {
        resume = (start, from.dropFirst())
        pattern = start
        name = from.dropFirst()
      } else {
        return false
      }
    }
  }
}
