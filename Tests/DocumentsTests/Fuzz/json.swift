import Documents
import Values

#if FUZZING
  typealias FuzzedTarget = JSONFuzz
#endif

/// Values are written as they were read, the differences of two of them make one of the other, and
/// the second as a patch of the first fails or does not, without a trace where it fails.
enum JSONFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let source = Source(path: "fuzz")
    let documents = JSON.readStream(input, from: source).documents
    for document in documents {
      for pretty in [true, false] {
        let again = try? JSON.read(JSON.write(document.root, pretty: pretty), from: source)
        precondition(again == document)
      }
    }
    guard documents.count >= 2 else { return }
    let (before, after) = (documents[0], documents[1])
    for type in [ListType.atomic, .set, .map(keys: ["name"])] {
      let differences = Difference.between(before.root, after.root) { _ in type }
      var result = before
      result.apply(differences)
      if type != .set { precondition(result == after) }
      precondition(Difference.between(after.root, after.root) { _ in type }.isEmpty)
    }
    var merged = before
    merged.merge(after.root)
    patch(before, by: after)
  }

  private static func patch(_ document: Document, by operations: Document) {
    var options = JSONPatch.Options()
    options.maximumNodes = 10_000
    guard let patch = try? JSONPatch(operations.root) else { return }
    var result = document
    do {
      try result.apply(patch, options: options)
    } catch {
      precondition(result == document && !error.description.isEmpty)
    }
  }
}
