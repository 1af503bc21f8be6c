import Diagnostics
import Values

/// One replacement: a value, and the fields that take it.
struct Replacement: Sendable {
  var source: Source?
  var value: Text?
  var targets: [Target]
  var mark: Mark?

  struct Source: Sendable {
    var id: ManifestID
    var fieldPath: String
    var options: Options?
  }

  struct Target: Sendable {
    var select: Selector?
    var reject: [Selector]
    var fieldPaths: [String]
    var options: Options?
  }

  struct Options: Sendable {
    var delimiter: String
    var index: Int64
    var creates: Bool

    static let fields = ["delimiter", "index", "encoding", "create"]

    init(_ reader: ObjectReader) throws(Diagnostic) {
      delimiter = try reader.string("delimiter")
      index = try reader.int("index") ?? 0
      creates = try reader.bool("create")
    }
  }

  static let fields = ["source", "targets", "sourceValue"]

  init(_ reader: ObjectReader) throws(Diagnostic) {
    mark = reader.mark
    value = try reader.text("sourceValue")
    if let source = try reader.object(
      "source",
      known: ["group", "version", "kind", "name", "namespace", "fieldPath", "options"])
    {
      let path = try source.string("fieldPath")
      self.source = Source(
        id: ManifestID(
          type: try source.type(), name: try source.string("name"),
          namespace: try source.string("namespace")),
        fieldPath: path.isEmpty ? "metadata.name" : path, options: try source.options())
    }
    targets = try reader.objects("targets", known: ["select", "reject", "fieldPaths", "options"])
      .mapThrowing { reader throws(Diagnostic) in
        let paths = try reader.texts("fieldPaths").map(\.value)
        return Target(
          select: try reader.selector("select"),
          reject: try reader.objects("reject", known: Selector.fields).mapThrowing {
            reader throws(Diagnostic) in try Selector(reader)
          },
          fieldPaths: paths.isEmpty ? ["metadata.name"] : paths,
          options: try reader.options())
      }
  }
}

extension ObjectReader {
  fileprivate func options() throws(Diagnostic) -> Replacement.Options? {
    guard let reader = try object("options", known: Replacement.Options.fields) else { return nil }
    return try Replacement.Options(reader)
  }
}

/// An entry of `replacements`: written there, or in a file.
enum ReplacementEntry: Sendable {
  case inline(Replacement)
  case file(Text)

  init(_ reader: ObjectReader) throws(Diagnostic) {
    guard let path = try reader.text("path"), !path.value.isEmpty else {
      self = .inline(try Replacement(reader))
      return
    }
    let replacement = try Replacement(reader)
    guard replacement.source == nil, replacement.targets.isEmpty else {
      throw Diagnostic(
        code: "kustomization-replacement", "cannot specify both path and inline replacement",
        at: reader.mark)
    }
    self = .file(path)
  }

  static let fields = Replacement.fields + ["path"]
}
