/// The path of a file below the root of a tree. Git's names are bytes: they need not be UTF-8, may
/// hold control characters, and two that Unicode calls equivalent are two files. So a path is bytes
/// too, compared as bytes, and becomes text only for people (`text`).
///
/// Components are separated by `/`; there is none before the first or after the last. The empty
/// path is the root.
package struct TreePath: Hashable, Sendable {
  package typealias Name = ArraySlice<UInt8>

  package let bytes: [UInt8]

  package static let separator = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  package static let root = TreePath([])

  /// Takes the bytes as they are.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Takes the UTF-8 of the text as it is; see `resolving` for `.` and `..`.
  package init(_ text: some StringProtocol) {
    bytes = Array(text.utf8)
  }

  package var isRoot: Bool { bytes.isEmpty }

  package var components: [Name] {
    bytes.split(separator: Self.separator, omittingEmptySubsequences: true)
  }

  /// The last component; empty for the root.
  package var name: Name {
    guard let slash = bytes.lastIndex(of: Self.separator) else { return bytes[...] }
    return bytes[(slash + 1)...]
  }

  /// The directory that holds it; the root for the root.
  package var parent: TreePath {
    guard let slash = bytes.lastIndex(of: Self.separator) else { return .root }
    return TreePath(Array(bytes[..<slash]))
  }

  package func appending(_ name: some Sequence<UInt8>) -> TreePath {
    guard !isRoot else { return TreePath(Array(name)) }
    var joined = bytes
    joined.append(Self.separator)
    joined.append(contentsOf: name)
    return TreePath(joined)
  }

  package func appending(_ name: String) -> TreePath { appending(name.utf8) }

  /// Whether it is `directory` itself or below it.
  package func isWithin(_ directory: TreePath) -> Bool {
    if directory.isRoot { return true }
    guard bytes.starts(with: directory.bytes) else { return false }
    return bytes.count == directory.bytes.count || bytes[directory.bytes.count] == Self.separator
  }

  /// The bytes of the components that it begins with as `other` does, with the separator behind them.
  package func lengthShared(with other: TreePath) -> Int {
    var shared = 0
    var index = 0
    while index < bytes.count, index < other.bytes.count, bytes[index] == other.bytes[index] {
      index += 1
      if bytes[index - 1] == Self.separator { shared = index }
    }
    if index == bytes.count, index == other.bytes.count || other.bytes[index] == Self.separator {
      return index
    }
    if index == other.bytes.count, index > 0, bytes[index] == Self.separator { return index + 1 }
    return shared
  }

  /// The rest of the path below `directory`; nil where it is not within it.
  package func relative(to directory: TreePath) -> TreePath? {
    guard isWithin(directory) else { return nil }
    if directory.isRoot { return self }
    return TreePath(Array(bytes.dropFirst(directory.bytes.count + 1)))
  }

  /// Where a relative path leads that is written in a file of this directory, with `.`, `..` and
  /// doubled separators worked out by their letters alone. Nil where it is absolute, leaves the
  /// tree, or holds a NUL.
  package func resolving(_ relative: some Sequence<UInt8>) -> TreePath? {
    let relative = Array(relative)
    guard relative.first != Self.separator, !relative.contains(0) else { return nil }
    var result = bytes
    result.reserveCapacity(bytes.count + relative.count + 1)
    var start = 0
    while start < relative.count {
      let end = relative[start...].firstIndex(of: Self.separator) ?? relative.count
      let component = relative[start..<end]
      start = end + 1
      if component.isEmpty || component.elementsEqual(CollectionOfOne(Self.dot)) { continue }
      if component.elementsEqual(repeatElement(Self.dot, count: 2)) {
        guard !result.isEmpty else { return nil }
        result.removeSubrange((result.lastIndex(of: Self.separator) ?? 0)...)
      } else {
        if !result.isEmpty { result.append(Self.separator) }
        result += component
      }
    }
    return TreePath(result)
  }

  package func resolving(_ relative: String) -> TreePath? { resolving(relative.utf8) }
}

extension TreePath {
  /// All bytes at once: paths are the keys of most caches.
  package func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension TreePath: Comparable {
  /// The order of the bytes.
  package static func < (left: TreePath, right: TreePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension TreePath: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) {
    self.init(text)
  }
}

extension TreePath: CustomStringConvertible {
  package var description: String { text }
}
