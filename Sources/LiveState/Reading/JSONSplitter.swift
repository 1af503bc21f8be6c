/// Cuts JSON: values one after the other, the `items` of those that are lists each by itself, and
/// the elements of an array.
struct JSONSplitter: ListingSplitter {
  private var parts: [ObjectText] = []
  private var line = 1
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// The value at the top, without the elements that became items.
  private var outer: [UInt8] = []
  private var outerLine = 1
  private var hasItems = false
  /// The last string at depth 1 and, once a colon has followed it, the key.
  private var string: [UInt8] = []
  private var key: [UInt8] = []

  /// The depth of the brackets whose elements are items; 0 outside.
  private var listDepth = 0
  private var item: [UInt8] = []
  private var itemLine = 1
  /// Only inside the list: at `listDepth` or deeper.
  private var isInItem = false

  mutating func completed() -> [ObjectText] {
    defer { parts.removeAll(keepingCapacity: true) }
    return parts
  }

  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(ListingError) {
    // Runs of bytes go to one place: the item, or what is outside items.
    var start = 0
    var index = 0
    while index < bytes.count {
      if isInString {
        index = stringEnd(in: bytes, from: index)
        continue
      }
      let byte = bytes[index]
      if isAtElement, byte != UInt8(ascii: "]"), !Self.isSeparator(byte) {
        outer.append(contentsOf: bytes[start..<index])
        start = index
        isInItem = true
        itemLine = line
      }
      switch byte {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: "\""), UInt8(ascii: ":"):
        // Between objects there is none.
        guard depth > 0 else { throw .malformed(line: line) }
        if byte == UInt8(ascii: ":") {
          if depth == 1 { key = string }
          break
        }
        isInString = true
        if depth == 1, !isInItem { string.removeAll(keepingCapacity: true) }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 0 { begin() }
        depth += 1
        if byte == UInt8(ascii: "["), !isInItem, listDepth == 0,
          depth == 1 || depth == 2 && key.elementsEqual("items".utf8)
        {
          listDepth = depth
          hasItems = true
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw .malformed(line: line) }
        if isInItem, depth == listDepth {
          // The list ends after a scalar.
          item.append(contentsOf: bytes[start..<index])
          start = index
          endItem()
        }
        depth -= 1
        if isInItem, depth == listDepth {
          item.append(contentsOf: bytes[start...index])
          start = index + 1
          endItem()
        } else if listDepth > depth {
          listDepth = 0
        }
        if depth == 0 {
          outer.append(contentsOf: bytes[start...index])
          start = index + 1
          endOuter()
        }
      case UInt8(ascii: ",") where isInItem && depth == listDepth:
        // A scalar as an element: no object, which the reader of the item says.
        item.append(contentsOf: bytes[start..<index])
        start = index + 1
        endItem()
      case UInt8(ascii: ",") where isAtElement:
        outer.append(contentsOf: bytes[start..<index])
        start = index + 1
      default:
        if depth == 0, !Self.isSeparator(byte) { throw .malformed(line: line) }
      }
      index += 1
      if depth == 0 { start = index }
    }
    if isInItem {
      item.append(contentsOf: bytes[start...])
    } else if depth > 0 {
      outer.append(contentsOf: bytes[start...])
    }
    guard item.count <= ListingError.limit, outer.count <= ListingError.limit else {
      throw .tooLarge(line: isInItem ? itemLine : outerLine)
    }
  }

  mutating func finish() throws(ListingError) {
    guard depth == 0, !isInString else { throw .cutOff(line: line) }
  }

  /// Whether the next byte that is no separator begins an item.
  private var isAtElement: Bool { listDepth > 0 && depth == listDepth && !isInItem }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",")
  }

  /// The index after the string, or the end of the bytes.
  private mutating func stringEnd(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    let isKept = depth == 1 && !isInItem
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
        return index
      }
      if isKept, string.count < 64 { string.append(byte) }
    }
    return index
  }

  private mutating func begin() {
    outer.removeAll(keepingCapacity: true)
    outerLine = line
    hasItems = false
    key.removeAll(keepingCapacity: true)
  }

  private mutating func endItem() {
    parts.append(ObjectText(role: .item, bytes: item, line: itemLine))
    item.removeAll(keepingCapacity: true)
    isInItem = false
  }

  private mutating func endOuter() {
    parts.append(
      ObjectText(role: hasItems ? .envelope : .whole, bytes: outer, line: outerLine))
    outer.removeAll(keepingCapacity: true)
    listDepth = 0
  }
}
