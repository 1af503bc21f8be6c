import Diagnostics
import Documents
import Values

#if FUZZING
  typealias FuzzedTarget = YAMLFuzz
#endif

/// Whatever is read in the dialect that goes through JSON survives the way through JSON, and what is
/// read without libyaml is what libyaml makes of it.
enum YAMLFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let source = Source(path: "fuzz")
    for dialect in [Dialect.yaml11, .yaml12] {
      let reading = YAML.read(input, from: source, dialect: dialect)
      let events = YAML.read(input, from: source, dialect: dialect, readsBlocks: false)
      precondition(
        NodeListing.lines(of: reading) == NodeListing.lines(of: events),
        "\(NodeListing.lines(of: reading)) != \(NodeListing.lines(of: events))")
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

/// What a reading holds, to the last mark: a line for each node and problem.
enum NodeListing {
  static func lines(of reading: Reading) -> [String] {
    var lines: [String] = []
    for document in reading.documents {
      lines.append("---")
      var open = [(node: document.root, depth: 0)]
      while let (node, depth) = open.popLast() {
        let mark = node.mark.map { "\($0.line):\($0.column)" } ?? "?"
        let text = node.isScalar ? " " + node.text.debugDescription : ""
        lines.append("\(depth) \(mark) \(node.kind) \(node.style)\(text)")
        let children =
          node.isMapping ? node.entries.flatMap { [$0.key, $0.value] } : Array(node.elements)
        open += children.reversed().map { ($0, depth + 1) }
      }
    }
    return lines + reading.diagnostics.map { "\($0)" }
  }
}
