import Diagnostics
import Values

/// An entry of `images`.
struct ImageChange: Sendable {
  var name: String
  var newName: String
  var tagSuffix: String
  var newTag: String
  var digest: String
  /// The line that says what the image becomes.
  var mark: Mark?

  static let fields = ["name", "newName", "tagSuffix", "newTag", "digest"]

  init(_ reader: ObjectReader) throws(Diagnostic) {
    name = try reader.string("name")
    let newName = try reader.text("newName")
    let suffix = try reader.text("tagSuffix")
    let newTag = try reader.text("newTag")
    let digest = try reader.text("digest")
    self.newName = newName?.value ?? ""
    tagSuffix = suffix?.value ?? ""
    self.newTag = newTag?.value ?? ""
    self.digest = digest?.value ?? ""
    mark = (newTag ?? digest ?? suffix ?? newName)?.mark ?? reader.mark
  }
}

/// An entry of `replicas`.
struct ReplicaCount: Sendable {
  var name: String
  var count: Int64
  var mark: Mark?

  static let fields = ["name", "count"]

  init(_ reader: ObjectReader) throws(Diagnostic) {
    name = try reader.string("name")
    count = try reader.int("count") ?? 0
    mark = reader["count"]?.mark ?? reader.mark
  }
}

/// An entry of `labels`.
struct LabelChange: Sendable {
  var pairs: [TextEntry]
  var includesSelectors: Bool
  var includesTemplates: Bool
  var includesVolumeClaimTemplates: Bool
  var specs: [FieldSpec]

  static let fields = [
    "pairs", "includeSelectors", "includeTemplates", "includeVolumeClaimTemplates", "fields",
  ]

  init(_ reader: ObjectReader) throws(Diagnostic) {
    pairs = try reader.map("pairs") ?? []
    includesSelectors = try reader.bool("includeSelectors")
    includesTemplates = try reader.bool("includeTemplates")
    includesVolumeClaimTemplates = try reader.bool("includeVolumeClaimTemplates")
    specs = try reader.objects("fields", known: FieldSpec.fields).mapThrowing {
      reader throws(Diagnostic) in try FieldSpec(reader)
    }
  }
}

/// An entry of `vars`.
struct Variable: Sendable {
  var name: String
  var type: GroupVersionKind
  var objectName: String
  var objectNamespace: String
  var fieldPath: String
  var mark: Mark?

  static let fields = ["name", "objref", "fieldref"]

  init(_ reader: ObjectReader) throws(Diagnostic) {
    name = try reader.string("name")
    let object = try reader.object(
      "objref", known: ["apiVersion", "group", "version", "kind", "name", "namespace"])
    type = try object?.type() ?? GroupVersionKind()
    if let version = try object?.string("apiVersion"), !version.isEmpty {
      let parts = version.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count == 2 { type.group = String(parts[0]) }
      if parts.count <= 2 { type.version = String(parts[parts.count - 1]) }
    }
    objectName = try object?.string("name") ?? ""
    objectNamespace = try object?.string("namespace") ?? ""
    let path = try reader.object("fieldref", known: ["fieldPath"])?.string("fieldPath") ?? ""
    fieldPath = path.isEmpty ? "metadata.name" : path
    mark = reader.mark
  }
}
