import Diagnostics
import Documents
import Values

#if FUZZING
  typealias FuzzedTarget = YAMLFuzz
#endif

/// Whatever is read in the dialect that goes through JSON survives the way through JSON.
enum YAMLFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let source = Source(path: "fuzz")
    for dialect in [Dialect.yaml11, .yaml12] {
      let reading = YAML.read(input, from: source, dialect: dialect)
      for diagnostic in reading.diagnostics {
        precondition(!diagnostic.headline.isEmpty && diagnostic.mark != nil)
      }
      for document in reading.documents {
        let text = JSON.write(document.root, sortedKeys: true)
        guard dialect == .yaml11 else { continue }
        let again = try? JSON.read(text, from: source)
        precondition(again == document)
        precondition(again?.root.hashValue == document.root.hashValue)
      }
    }
  }
}
