import Diagnostics
import Documents
import Kubernetes
import Resources
import Values

#if FUZZING
  typealias FuzzedTarget = ManifestFuzz
#else
  import TestSupport
#endif

/// Objects, and definitions of the kinds that they are of, are decoded, defaulted, validated and
/// applied without harm and with one outcome each time.
enum ManifestFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let text = FileListing.text(input, fragments: Fragments.all)
    let documents = YAML.read(text, from: Source(path: "fuzz")).documents.prefix(12)
    var resources = CustomResources()
    for document in documents { resources.add(document.root) }
    let catalog = APICatalog(customResources: resources)
    let check = ManifestCheck(catalog: catalog)
    for document in documents {
      let verdict = check.verdict(on: document)
      precondition(
        (verdict.status == .valid) == verdict.faults.isEmpty || verdict.status == .unknownKind)
      for fault in verdict.faults { precondition(!fault.message.isEmpty || !fault.field.isEmpty) }
      let again = check.verdict(on: document)
      precondition(again.status == verdict.status && again.faults == verdict.faults)
    }
    predict(Array(documents), catalog)
  }

  /// Each document is the head, with the next ones as base and live state.
  private static func predict(_ documents: [Document], _ catalog: APICatalog) {
    for (index, head) in documents.enumerated().prefix(4) {
      let base = index + 1 < documents.count ? documents[index + 1] : nil
      let live = index + 2 < documents.count ? documents[index + 2] : nil
      for mode in [Operator.Apply.client, .server] {
        let options = ApplyOptions(mode: mode, fieldManager: "fuzz", forcesConflicts: index == 0)
        let predictor = Predictor(catalog: catalog, options: options)
        for state in [live.map { Lookup.found($0) } ?? .absent, .unknown(reason: "fuzz"), .absent] {
          let outcome = predictor.predict(head: head, base: base, live: state)
          precondition((outcome.action == .rejected) == (outcome.object == nil))
          precondition((outcome.action == .rejected) == !outcome.rejections.isEmpty)
          let again = predictor.predict(head: head, base: base, live: state)
          precondition(again.action == outcome.action && again.object == outcome.object)
          precondition(again.rejections.map(\.message) == outcome.rejections.map(\.message))
        }
      }
    }
  }
}
