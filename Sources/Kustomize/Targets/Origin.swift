import Documents
import Values

/// Where an object comes from, as `buildMetadata: [originAnnotations]` tells it.
struct Origin: Hashable, Sendable {
  var path = ""
  var configuredIn = ""
  var configuredBy: Plugin?

  struct Plugin: Hashable, Sendable {
    var apiVersion: String
    var kind: String
    var name = ""
    var namespace = ""
  }

  /// The origin of what stands at a path relative to this one.
  func appending(_ text: String) -> Origin {
    var origin = self
    origin.path = Self.join(path, text)
    return origin
  }

  /// Joins two paths and works out `.` and `..` by their letters, as Go does.
  static func join(_ base: String, _ path: String) -> String {
    var parts: [Substring] = []
    for part in "\(base)/\(path)".split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  static func builtin(_ kind: String, in file: String, of origin: Origin) -> Origin {
    Origin(
      configuredIn: join(origin.path, file),
      configuredBy: Plugin(apiVersion: "builtin", kind: kind))
  }
}

// MARK: - As YAML

extension Origin {
  private var lines: [String] {
    var lines: [String] = []
    func add(_ key: String, _ value: String, indent: String = "") {
      if !value.isEmpty { lines.append("\(indent)\(key): \(Self.scalar(value))") }
    }
    add("path", path)
    add("configuredIn", configuredIn)
    if let configuredBy {
      lines.append("configuredBy:")
      add("apiVersion", configuredBy.apiVersion, indent: "  ")
      add("kind", configuredBy.kind, indent: "  ")
      add("name", configuredBy.name, indent: "  ")
      add("namespace", configuredBy.namespace, indent: "  ")
    }
    return lines
  }

  private static func scalar(_ text: String) -> String {
    var copy = text
    switch copy.withUTF8({ ScalarShape.style(of: $0) }) {
    case .plain: return text
    case .singleQuoted:
      return "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''") + "'"
    default: return YAMLWriter.doubleQuoted(text)
    }
  }

  var yaml: String {
    let lines = lines
    return lines.isEmpty ? "{}\n" : lines.map { $0 + "\n" }.joined()
  }

  static func yaml(_ origins: [Origin]) -> String {
    origins.map { origin in
      let lines = origin.lines
      guard !lines.isEmpty else { return "- {}\n" }
      return lines.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element + "\n" }.joined()
    }.joined()
  }
}
