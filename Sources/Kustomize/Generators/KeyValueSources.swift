import Diagnostics
import Values

/// The keys and values of a generator, from literals, files and environment files (api/kv/kv.go).
struct KeyValueSources {
  struct Pair {
    var key: String
    var value: [UInt8]
    var mark: Mark?
    /// The key is a whole line of an environment file, without `=`: in a secret's, perhaps a part of
    /// a value of several lines.
    var isBare = false
  }

  let loader: Loader

  func pairs(of arguments: GeneratorArguments) throws(Diagnostic) -> [Pair] {
    var pairs: [Pair] = []
    for path in arguments.envs { pairs += try environment(path) }
    for literal in arguments.literals { pairs.append(try Self.literal(literal)) }
    for source in arguments.files { pairs.append(try file(source)) }
    var seen: Set<String> = []
    for pair in pairs where !seen.insert(pair.key).inserted {
      throw Diagnostic(
        code: "kustomize-generator",
        "configmap \(arguments.name?.value ?? "") illegally repeats "
          + (pair.isBare ? "a line without `=`" : "the key `\(pair.key)`"),
        at: pair.mark)
    }
    return pairs.sorted {
      Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8))
    }
  }

  private static func literal(_ text: Text) throws(Diagnostic) -> Pair {
    guard let equals = text.value.firstIndex(of: "="), equals > text.value.startIndex else {
      throw Diagnostic(
        code: "kustomize-generator", "invalid literal source, expected key=value", at: text.mark)
    }
    var value = Array(text.value[text.value.index(after: equals)...].utf8)
    if value.count > 1, let quote = value.first, quote == value.last,
      quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    {
      value = Array(value.dropFirst().dropLast())
    }
    return Pair(key: String(text.value[..<equals]), value: value, mark: text.mark)
  }

  private func file(_ source: Text) throws(Diagnostic) -> Pair {
    let parts = source.value.split(separator: "=", omittingEmptySubsequences: false)
    let (key, path): (String, String)
    switch parts.count {
    case 1: (key, path) = (Self.baseName(source.value), source.value)
    case 2 where !parts[0].isEmpty && !parts[1].isEmpty:
      (key, path) = (String(parts[0]), String(parts[1]))
    default:
      throw Diagnostic(
        code: "kustomize-generator",
        parts.count > 2
          ? "the key name or file path of a source contains '='"
          : "a source lacks the \(parts[0].isEmpty ? "key" : "file path")",
        at: source.mark)
    }
    let file = try loader.load(Text(path, at: source.mark))
    return Pair(
      key: key, value: try file.bytes(), mark: Mark(source: file.source, line: 1, column: 1))
  }

  private static func baseName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? (path.isEmpty ? "." : "/")
  }

  private func environment(_ path: Text) throws(Diagnostic) -> [Pair] {
    let file = try loader.load(path)
    var pairs: [Pair] = []
    var number = 0
    for var line in try file.bytes().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      number += 1
      // Go's scanner gives up at a line of this size, and kustomize does not ask why.
      if line.count >= 1 << 16 { break }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      let mark = Mark(source: file.source, line: number, column: 1)
      guard var text = String(validating: line, as: UTF8.self)?[...] else {
        throw Diagnostic(
          code: "kustomize-generator", "the line has invalid utf8 bytes", at: mark)
      }
      if number == 1, text.first == "\u{FEFF}" { text.removeFirst() }
      while let first = text.unicodeScalars.first, first.properties.isWhitespace {
        text.unicodeScalars.removeFirst()
      }
      guard let first = text.utf8.first, first != UInt8(ascii: "#") else { continue }
      let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
      let key = equals.map { text[..<$0] } ?? text
      let value =
        equals.map { text.utf8[text.utf8.index(after: $0)...] } ?? text.utf8[..<text.startIndex]
      guard !key.isEmpty else { continue }
      pairs.append(
        Pair(key: String(key), value: Array(value), mark: mark, isBare: equals == nil))
    }
    return pairs
  }
}
