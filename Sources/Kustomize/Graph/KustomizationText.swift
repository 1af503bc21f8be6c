import Documents
import Git
import Glibc
import Synchronization
import Values

/// The text of a kustomization, parsed only when one of the names in question occurs in it.
final class KustomizationText: Sendable {
  private static let limit = 4 << 20
  private static let buildingFields = [
    "resources", "bases", "components", "generators", "transformers", "validators",
  ]

  // Of `generators` and `validators`, whichever way the keys are written.
  private static let generators = Array("ators".utf8)[...]
  private static let transformers = Array("transformers".utf8)[...]
  private static let component = Array("Component".utf8)[...]

  private let bytes: [UInt8]
  let directory: TreePath
  /// Names may stand in it otherwise than by their bytes: in escapes, as `!!binary`, or in UTF-16.
  private let hidesNames: Bool
  private let words: WordFilter
  private let parsed = Mutex<Parsed?>(nil)

  private struct Parsed {
    /// All strings that could be paths.
    var paths: Set<TreePath>
    /// What it surely builds on, if there is a kustomization.
    var parts: Set<TreePath>
    var isComponent: Bool
    var hasPlugins: Bool
  }

  /// - Parameter entry: a file, or a link to one.
  init(_ entry: FileEntry, in tree: any FileTree) throws(GitError) {
    bytes =
      if entry.kind.isFile {
        try tree.contents(of: entry, limit: Self.limit)
      } else {
        try tree.contents(at: entry.path, limit: Self.limit) ?? []
      }
    directory = entry.path.parent
    words = WordFilter(bytes)
    hidesNames = bytes.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "!") || $0 == 0 }
  }

  /// Whether a string of it is the path.
  func refers(to path: TreePath) -> Bool {
    mayName(path) && content.paths.contains(path)
  }

  /// Whether a string of it leads through the directory or link.
  func refers(into path: TreePath) -> Bool {
    mayName(path) && content.paths.contains { $0.isWithin(path) }
  }

  /// Whether it builds on the kustomization of the directory, rather than having its name somewhere.
  func builds(on path: TreePath) -> Bool {
    mayName(path) && content.parts.contains(path)
  }

  /// A relative path spells every component that it does not share with this directory; `..` alone
  /// may be the reference to a directory above.
  private func mayName(_ path: TreePath) -> Bool {
    if hidesNames { return true }
    // From the first: names of applications tell more apart than the `base` that they end in.
    var start = path.lengthShared(with: directory)
    while start < path.bytes.count {
      let rest = path.bytes[start...]
      let end = rest.firstIndex(of: TreePath.separator) ?? rest.endIndex
      guard maySpell(rest[..<end]) else { return false }
      start = end + 1
    }
    return true
  }

  /// Whether all of a name stands in the text. A quote within quotes is written twice, and a line may
  /// be broken where there is a space; so each run between them is looked for.
  private func maySpell(_ name: TreePath.Name) -> Bool {
    guard words.mayHold(name) else { return false }
    func isBreak(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: "'") }
    guard name.contains(where: isBreak) else { return occurs(name) }
    return name.split(whereSeparator: isBreak).allSatisfy(occurs)
  }

  /// Every path that it builds on, if there is a kustomization.
  var parts: Set<TreePath> { content.parts }

  /// Generators and transformers may name files in files of their own.
  func mayRead(below directory: TreePath) -> Bool {
    guard hidesNames || occurs(Self.generators) || occurs(Self.transformers) else { return false }
    return content.hasPlugins
  }

  var isComponent: Bool { (hidesNames || occurs(Self.component)) && content.isComponent }

  /// By `memchr` to each place where the word may begin.
  private func occurs(_ word: TreePath.Name) -> Bool {
    word.withUnsafeBytes { word in
      guard let first = word.first, let pattern = word.baseAddress else { return true }
      return bytes.withUnsafeBytes { text in
        guard let start = text.baseAddress else { return false }
        var offset = 0
        while offset + word.count <= text.count,
          let found = memchr(start + offset, Int32(first), text.count - word.count - offset + 1)
        {
          if memcmp(found, pattern, word.count) == 0 { return true }
          offset = UnsafeRawPointer(found) - start + 1
        }
        return false
      }
    }
  }

  private var content: Parsed {
    parsed.withLock { parsed in
      if let parsed { return parsed }
      let content = parse()
      parsed = content
      return content
    }
  }

  private func parse() -> Parsed {
    var content = Parsed(paths: [], parts: [], isComponent: false, hasPlugins: false)
    let reading = YAML.read(bytes, from: Source(path: directory.text))
    for document in reading.documents {
      let root = document.root
      content.isComponent = content.isComponent || root["kind"]?.text == "Component"
      content.hasPlugins =
        content.hasPlugins
        || ["generators", "transformers", "validators"].contains { (root[$0]?.count ?? 0) > 0 }
      collect(root, &content.paths)
      for field in Self.buildingFields {
        for element in root[field]?.elements.map({ $0 }) ?? [] where element.kind == .string {
          if let path = directory.resolving(element.text) { content.parts.insert(path) }
        }
      }
    }
    return content
  }

  /// Recursion is bounded by the depth that the reader allows.
  private func collect(_ node: Node, _ paths: inout Set<TreePath>) {
    switch node.kind {
    case .mapping: for entry in node.entries { collect(entry.value, &paths) }
    case .sequence: for element in node.elements { collect(element, &paths) }
    default: add(node.text, &paths)
    }
  }

  /// `path` and the `path` of `key=path`; texts of several lines are patches, not paths.
  private func add(_ text: String, _ paths: inout Set<TreePath>) {
    guard !text.isEmpty, text.utf8.count < 4096, !text.utf8.contains(UInt8(ascii: "\n")) else {
      return
    }
    if let path = directory.resolving(text) { paths.insert(path) }
    if let equals = text.firstIndex(of: "="),
      let path = directory.resolving(String(text[text.index(after: equals)...]))
    {
      paths.insert(path)
    }
  }
}
