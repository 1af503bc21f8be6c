import Documents
import Values

/// The annotation in which client-side apply keeps what it applied.
///
/// k8s.io/kubectl/pkg/util/apply.go.
struct LastApplied {
  static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

  /// nil where the annotation cannot be read.
  let configuration: Document?

  /// nil where the object has no such annotation.
  init?(of object: Node) {
    guard let text = object["metadata"]?["annotations"]?[Self.annotation], text.kind == .string
    else { return nil }
    configuration = text.withTextBytes { bytes in
      try? JSON.read(bytes, from: Source(path: "last-applied-configuration"))
    }
  }

  /// The configuration as the annotation holds it: sorted JSON with a line break at its end.
  static func text(of configuration: Node) -> String {
    GoJSON.text(of: configuration, sortedKeys: true) + "\n"
  }

  /// The configuration with its own annotation, as client-side apply sends it.
  static func annotated(_ configuration: Document) -> Document {
    var document = configuration
    let metadata = document.mapping(at: "metadata", in: document.rootID)
    // kubectl reads the annotations as texts, and has none where one is anything else.
    let areTexts =
      configuration.root["metadata", "annotations"]?.entries.allSatisfy {
        $0.value.kind == .string
      } ?? true
    if !areTexts { document.remove("annotations", from: metadata) }
    let annotations = document.mapping(at: "annotations", in: metadata)
    document.remove(annotation, from: annotations)
    let text = text(of: document.root)
    document.set(annotation, to: text, in: annotations)
    return document
  }
}
