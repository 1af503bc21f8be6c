import Diagnostics
import Values

/// Finds the places in a file of what is written there as a block of text.
struct InlineMarks {
  private let mark: Mark?
  /// How far the lines of the block are indented; nil where the text is no block, so that all of it
  /// stands where the string does.
  private let indent: Int?

  init(_ text: Text, _ file: SourceFile) {
    mark = text.mark
    indent = text.mark.flatMap { Self.indent(of: file.lines, behind: $0.line) }
  }

  /// The indentation of the block scalar whose sign stands on a line.
  private static func indent(of lines: [ArraySlice<UInt8>], behind line: Int) -> Int? {
    guard lines.indices.contains(line - 1) else { return nil }
    let first = lines[line - 1]
    guard let sign = first.last(where: { !isSpace($0) }),
      sign == UInt8(ascii: "|") || sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"),
      first.contains(UInt8(ascii: "|"))
    else { return nil }
    guard let next = lines[line...].first(where: { $0.contains { !isSpace($0) } }) else {
      return nil
    }
    return next.prefix { $0 == UInt8(ascii: " ") }.count
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

  private func moved(_ inner: Mark) -> Mark {
    guard let mark else { return inner }
    guard let indent else { return mark }
    return Mark(source: mark.source, line: mark.line + inner.line, column: indent + inner.column)
  }

  func move(_ document: inout Document) {
    var marks: [(NodeID, Mark)] = []
    collect(document.root, &marks)
    for (id, mark) in marks { document.setMark(of: id, to: mark) }
  }

  private func collect(_ node: Node, _ marks: inout [(NodeID, Mark)]) {
    if let mark = node.mark { marks.append((node.id, moved(mark))) }
    for entry in node.entries {
      if let mark = entry.key.mark { marks.append((entry.key.id, moved(mark))) }
      collect(entry.value, &marks)
    }
    for element in node.elements { collect(element, &marks) }
  }

  func moved(_ error: Diagnostic) -> Diagnostic {
    var error = error
    for index in error.spans.indices { error.spans[index].mark = moved(error.spans[index].mark) }
    return error
  }
}
