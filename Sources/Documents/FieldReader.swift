package import Diagnostics
package import Values

/// Reads a mapping that has a fixed set of keys: a configuration, a policy. Every problem is
/// collected, so that a person sees all of them at once.
package struct FieldReader {
  package let node: Node
  /// Says what is read, in messages: `environment 'prod'`.
  package let subject: String
  package private(set) var diagnostics: [Diagnostic] = []
  private var known: [String] = []

  package init(_ node: Node, subject: String) {
    self.node = node
    self.subject = subject
    if !node.isMapping {
      report("\(subject) must be a mapping", at: node, help: "write `key: value` lines")
    }
  }

  package mutating func report(_ headline: String, at node: Node, help: String? = nil) {
    diagnostics.append(
      Diagnostic(code: "invalid-configuration", headline, at: node.mark, help: help))
  }

  package mutating func add(_ more: [Diagnostic]) {
    diagnostics += more
  }

  /// The node under a key; null counts as absent.
  package mutating func node(_ key: String) -> Node? {
    known.append(key)
    guard let value = node[key], !value.isNull else { return nil }
    return value
  }

  package mutating func string(_ key: String) -> String? {
    guard let value = node(key) else { return nil }
    guard value.kind == .string else {
      report("\(key) of \(subject) must be a string", at: value, help: "put it in quotes")
      return nil
    }
    return value.text
  }

  /// A string that must be there and not be empty.
  package mutating func requiredString(_ key: String) -> String? {
    let value = string(key)
    if node[key] == nil || node[key]?.isNull == true || value == "" {
      report("\(subject) has no \(key)", at: node, help: "add `\(key):`")
      return nil
    }
    return value
  }

  package mutating func bool(_ key: String) -> Bool? {
    guard let value = node(key) else { return nil }
    guard let bool = value.bool else {
      report("\(key) of \(subject) must be true or false", at: value)
      return nil
    }
    return bool
  }

  /// A list of strings; one string stands for a list of one.
  package mutating func strings(_ key: String) -> [String]? {
    guard let value = node(key) else { return nil }
    if value.kind == .string { return [value.text] }
    guard value.isSequence else {
      report("\(key) of \(subject) must be a list of strings", at: value)
      return nil
    }
    var strings: [String] = []
    for element in value.elements {
      if element.kind == .string {
        strings.append(element.text)
      } else {
        report("\(key) of \(subject) must hold strings only", at: element)
      }
    }
    return strings
  }

  /// The elements of a list; none where the key is absent.
  package mutating func list(_ key: String) -> [Node] {
    guard let value = node(key) else { return [] }
    guard value.isSequence else {
      report("\(key) of \(subject) must be a list", at: value)
      return []
    }
    return Array(value.elements)
  }

  /// One of the words of an enumeration.
  package mutating func word<Word>(_ key: String, as type: Word.Type = Word.self) -> Word?
  where Word: RawRepresentable<String> & CaseIterable {
    guard let text = string(key) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    if let value = node[key] {
      report(
        "'\(text)' is no \(key) of \(subject)", at: value,
        help: suggestion(for: text, among: words) ?? "use \(words.joined(separator: ", "))")
    }
    return nil
  }

  /// Says of every key that was not asked for that it is unknown, with the likely intention.
  package mutating func finish() {
    for entry in node.entries where !known.contains(entry.name) {
      report(
        "unknown key '\(entry.name)' in \(subject)", at: entry.key,
        help: suggestion(for: entry.name, among: known)
          ?? "known keys are \(known.sorted().joined(separator: ", "))")
    }
  }

  private func suggestion(for word: String, among words: [String]) -> String? {
    closest(to: word, among: words).map { "did you mean '\($0)'?" }
  }
}
