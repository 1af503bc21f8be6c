import Diagnostics
import Documents
import LiveState
import Values

#if FUZZING
  typealias FuzzedTarget = ListingFuzz
#endif

/// A listing reads the same in pieces of any size; the first byte of an input is the size. No value
/// of a Secret is left after redaction.
enum ListingFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    guard let size = input.first else { return }
    let text = Array(input.dropFirst())
    let whole = read(text, pieces: max(1, text.count))
    let pieces = read(text, pieces: Int(size) + 1)
    // Which of several mistakes is found first depends on the pieces.
    precondition((whole.code == nil) == (pieces.code == nil))
    if whole.code == nil { precondition(whole.objects == pieces.objects) }
    for object in whole.objects where Redaction.concerns(object.root) {
      let redacted = Redaction(key: nil).redact(object).root
      for value in redacted["data"]?.entries.map(\.value) ?? [] {
        precondition(Redaction.isRedacted(value.text))
      }
    }
  }

  private static func read(_ text: [UInt8], pieces: Int) -> (objects: [Document], code: String?) {
    var reader = ObjectReader(source: Source(path: "fuzz"))
    var objects: [Document] = []
    do throws(Diagnostic) {
      for start in stride(from: 0, to: text.count, by: pieces) {
        let piece = Array(text[start..<min(start + pieces, text.count)])
        var failure: Diagnostic?
        piece.withUnsafeBufferPointer { bytes in
          do throws(Diagnostic) {
            try reader.take(bytes) { objects.append($0) }
          } catch {
            failure = error
          }
        }
        if let failure { throw failure }
      }
      try reader.finish { objects.append($0) }
      return (objects, nil)
    } catch {
      return (objects, error.code)
    }
  }
}
