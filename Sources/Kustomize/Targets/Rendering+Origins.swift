import Documents
package import Values

extension Rendering {
  /// A line of the output, and where what stands on it was set.
  package struct Line: Sendable {
    package var text: Substring
    package var mark: Mark?
  }

  /// The output of `kustomize build`, line by line.
  package var linesWithOrigins: [Line] {
    var writer = YAMLWriter()
    writer.recordsMarks = true
    for (index, object) in objects.enumerated() {
      if index > 0 { writer.write(raw: "---\n") }
      writer.write(object.document.root)
    }
    let text = writer.text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return lines.enumerated().map { Line(text: $0.element, mark: writer.marks[$0.offset]) }
  }
}
