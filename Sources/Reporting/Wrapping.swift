/// Lines of at most so many characters, broken at spaces where that is possible.
enum Wrapping {
  /// - Parameter indent: how far the lines after the first are moved in.
  static func wrap(_ text: String, width: Int, indent: Int) -> [String] {
    guard text.count > width else { return [text] }
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " })
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = margin
        isEmpty = true
      }
      line += isEmpty ? String(word) : " \(word)"
      isEmpty = false
    }
    lines.append(line)
    return lines
  }
}
