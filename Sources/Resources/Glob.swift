/// A name pattern as shells have it: `*` stands for any run of characters, `?` for one. In a path
/// pattern neither stands for `/`, and `**` stands for any run of path components.
package struct Glob: Hashable, Sendable {
  package let pattern: String
  private let parts: [[UInt8]]

  private static let anyComponents = Array("**".utf8)

  package init(_ pattern: String) {
    self.pattern = pattern
    parts = pattern.utf8.split(separator: Self.slash).map(Array.init)
  }

  private static let slash = UInt8(ascii: "/")

  /// Whether the whole name matches. Takes time in proportion to the product of both lengths.
  package func matches(_ name: String) -> Bool {
    Self.matches(Array(pattern.utf8)[...], Array(name.utf8)[...])
  }

  /// Whether the whole path matches, component by component. Its bytes need not be UTF-8.
  package func matches(path: [UInt8]) -> Bool {
    let components = path.split(separator: Self.slash)
    guard parts.contains(Self.anyComponents) else {
      return parts.count == components.count
        && zip(parts, components).allSatisfy { Self.matches($0[...], $1) }
    }
    // reachable[i]: the components so far can be matched by the first i parts.
    var reachable = [Bool](repeating: false, count: parts.count + 1)
    reachable[0] = true
    spread(&reachable)
    for component in components {
      var next = [Bool](repeating: false, count: parts.count + 1)
      for (index, part) in parts.enumerated() where reachable[index] {
        if part == Self.anyComponents {
          next[index] = true
        } else if Self.matches(part[...], component) {
          next[index + 1] = true
        }
      }
      spread(&next)
      reachable = next
    }
    return reachable[parts.count]
  }

  package func matches(path: String) -> Bool { matches(path: Array(path.utf8)) }

  /// `**` also stands for no component.
  private func spread(_ reachable: inout [Bool]) {
    for (index, part) in parts.enumerated()
    where part == Self.anyComponents && reachable[index] {
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
