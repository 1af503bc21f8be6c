import Diagnostics
import Documents
import Glibc
import Kubernetes
import Values

/// A place on disk where JSON schemas of kinds are, one a file: a template of paths as kubeconform
/// has them, or a directory that is laid out as its default location.
struct SchemaLocation {
  private let template: String
  private let version: KubernetesVersion
  private let isStrict: Bool

  private static let layout =
    "/{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}"
    + "/{{ .ResourceKind }}{{ .KindSuffix }}.json"

  init(_ text: String, version: KubernetesVersion, isStrict: Bool) throws(Diagnostic) {
    guard !text.contains("://") else {
      throw Diagnostic(
        code: "remote-schema-location", "\(text) is not on this machine",
        help: "schemas are read from files alone, nothing is fetched: name a directory")
    }
    template = text.contains("{{") ? text : text + Self.layout
    self.version = version
    self.isStrict = isStrict
  }

  /// nil where the location has none.
  func schema(apiVersion: String, kind: String) throws(Diagnostic) -> Document? {
    let path = try path(apiVersion: apiVersion, kind: kind)
    guard access(path, F_OK) == 0 else { return nil }
    let bytes = try ManifestFiles.read(path)
    return try JSON.read(bytes, from: Source(path: path))
  }

  func path(apiVersion: String, kind: String) throws(Diagnostic) -> String {
    let parts = apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
    let group = parts.count == 2 ? parts[0] : ""
    let apiVersion = parts.last ?? ""
    let shortGroup = group.split(separator: ".").first.map { "-\($0)" } ?? ""
    // Names come from manifests: none may lead out of the location.
    for name in [group, apiVersion, kind] where name.contains("/") || name.contains("..") {
      throw Diagnostic(
        code: "unsafe-kind-name", "\(GoText.quoted(name)) would lead out of the schema location",
        help: "mend the apiVersion or the kind of the manifest")
    }
    let values = [
      "NormalizedKubernetesVersion": "v\(version).0",
      "StrictSuffix": isStrict ? "-strict" : "",
      "ResourceKind": kind.lowercased(),
      "ResourceAPIVersion": apiVersion,
      "Group": group,
      "KindSuffix": "\(shortGroup)-\(apiVersion)".lowercased(),
    ]
    var path = ""
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      path += rest[..<open.lowerBound]
      let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " && $0 != "." }
      guard let value = values[name] else {
        throw Diagnostic(
          code: "unknown-template-variable", "\(template): there is no variable \(name)",
          help: "use one of \(values.keys.sorted().joined(separator: ", "))")
      }
      path += value
      rest = rest[close.upperBound...]
    }
    return path + rest
  }
}

extension Substring {
  fileprivate func firstRange(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
