/// Cuts YAML: documents at lines `---`, and the items of a list where they are written as kubectl
/// writes them, each beginning with `- ` at one indentation below a line `items:`.
struct YAMLSplitter: ListingSplitter {
  private var parts: [ObjectText] = []
  /// The bytes of a line that has not ended.
  private var rest: [UInt8] = []
  private var line = 1

  private var outer: [UInt8] = []
  private var outerLine = 1
  private var hasItems = false

  private enum State {
    case outside
    /// Below the line `items:`, before the first item.
    case beforeItems
    case inItems(indentation: Int)
  }

  private var state = State.outside
  private var item: [UInt8] = []
  private var itemLine = 1

  mutating func completed() -> [ObjectText] {
    defer { parts.removeAll(keepingCapacity: true) }
    return parts
  }

  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(ListingError) {
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      if rest.isEmpty {
        takeLine(bytes[start...end])
      } else {
        let whole = rest + bytes[start...end]
        rest.removeAll(keepingCapacity: true)
        takeLine(whole[...])
      }
      line += 1
      start = end + 1
      guard item.count <= ListingError.limit, outer.count <= ListingError.limit else {
        throw .tooLarge(line: line)
      }
    }
    rest.append(contentsOf: bytes[start...])
    guard rest.count <= ListingError.limit else { throw .tooLarge(line: line) }
  }

  mutating func finish() throws(ListingError) {
    if !rest.isEmpty { takeLine(rest[...]) }
    rest = []
    endDocument()
  }

  private mutating func takeLine(_ text: some BidirectionalCollection<UInt8>) {
    if text.starts(with: "---".utf8),
      text.dropFirst(3).first.map({ $0 <= UInt8(ascii: " ") }) ?? true
    {
      endDocument()
      outer.append(contentsOf: text)
      outerLine = line
      return
    }
    let content = text.first { $0 > UInt8(ascii: " ") }
    switch state {
    case .outside: outside(text)
    case .beforeItems:
      guard let content, content != UInt8(ascii: "#") else { return }
      let indentation = Self.indentation(of: text)
      guard Self.isItem(text, at: indentation) else {
        state = .outside
        return outside(text)
      }
      hasItems = true
      state = .inItems(indentation: indentation)
      begin(text, at: indentation)
    case .inItems(let indentation):
      if Self.isItem(text, at: indentation) {
        endItem()
        begin(text, at: indentation)
      } else if let content, content != UInt8(ascii: "#"),
        Self.indentation(of: text) <= indentation
      {
        endItem()
        state = .outside
        outside(text)
      } else {
        item.append(contentsOf: text)
      }
    }
  }

  private mutating func outside(_ text: some BidirectionalCollection<UInt8>) {
    if text.starts(with: "items:".utf8),
      text.dropFirst(6).allSatisfy({ $0 <= UInt8(ascii: " ") })
    {
      outer.append(contentsOf: "items:\n".utf8)
      state = .beforeItems
    } else {
      outer.append(contentsOf: text)
    }
  }

  private static func indentation(of text: some Collection<UInt8>) -> Int {
    text.prefix { $0 == UInt8(ascii: " ") }.count
  }

  private static func isItem(_ text: some Collection<UInt8>, at indentation: Int) -> Bool {
    guard Self.indentation(of: text) == indentation else { return false }
    let rest = text.dropFirst(indentation)
    return rest.first == UInt8(ascii: "-")
      && rest.dropFirst().first.map { $0 <= UInt8(ascii: " ") } ?? true
  }

  /// The item's text keeps its columns: only the dash becomes a space.
  private mutating func begin(_ text: some Collection<UInt8>, at indentation: Int) {
    itemLine = line
    item.append(contentsOf: text)
    item[indentation] = UInt8(ascii: " ")
  }

  private mutating func endItem() {
    guard !item.isEmpty else { return }
    parts.append(ObjectText(role: .item, bytes: item, line: itemLine))
    item.removeAll(keepingCapacity: true)
  }

  private mutating func endDocument() {
    endItem()
    if outer.contains(where: { $0 > UInt8(ascii: " ") }) {
      parts.append(
        ObjectText(role: hasItems ? .envelope : .whole, bytes: outer, line: outerLine))
    }
    outer.removeAll(keepingCapacity: true)
    outerLine = line
    hasItems = false
    state = .outside
  }
}
