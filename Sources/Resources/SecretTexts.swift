import Documents
package import Values

/// Values that must not be shown, and how they are found where something quotes them: as they are,
/// in base64 (of a longer text too), percent-encoded as in a URL, and escaped as in JSON.
package struct SecretTexts: Hashable, Sendable {
  /// A shorter value may stand anywhere by chance; only a text that is nothing else is taken for it.
  private static let shortestQuoted = 6
  /// A line of a key or certificate by itself.
  private static let shortestLine = 20
  /// Beyond this many forms that begin alike, the beginning alone counts as a quotation, so that
  /// the time to search a text stays in proportion to its length.
  private static let mostAlike = 32

  /// The forms to search for, by their first bytes.
  private var forms: [UInt64: Set<[UInt8]>] = [:]
  private var short: Set<[UInt8]> = []

  package init() {}

  package var isEmpty: Bool { forms.isEmpty && short.isEmpty }

  /// - Parameter countsAlone: a short value is secret where a text is nothing else.
  package mutating func insert(_ value: some Collection<UInt8>, countsAlone: Bool = false) {
    let value = Array(value)
    guard value.count >= Self.shortestQuoted else {
      if countsAlone, !value.isEmpty { short.insert(value) }
      return
    }
    insertForm(value)
    for offset in 0..<3 {
      let encoded = Self.base64(value, offset: offset)
      insertForm(encoded)
      insertForm(encoded.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 })
    }
    insertForm(Self.percentEncoded(value))
    var json = Document()
    json.rootID = json.add(String(decoding: value, as: UTF8.self))
    insertForm(Array(JSON.write(json.root).utf8.dropFirst().dropLast()))
    for line in value.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    where line.count >= Self.shortestLine && line.count < value.count
      && !line.starts(with: "-----".utf8)
    {
      insertForm(Array(line))
    }
  }

  /// Inserts the scalars at and below a node.
  ///
  /// - Parameter isBase64: what they encode is secret as well.
  package mutating func insert(
    scalarsOf node: Node?, isBase64: Bool, countsAlone: Bool = false
  ) {
    guard let node, !node.isNull else { return }
    switch node.kind {
    case .mapping:
      for entry in node.entries {
        insert(scalarsOf: entry.value, isBase64: isBase64, countsAlone: countsAlone)
      }
    case .sequence:
      for element in node.elements {
        insert(scalarsOf: element, isBase64: isBase64, countsAlone: countsAlone)
      }
    default:
      let (text, decoded) = node.withTextBytes { bytes in
        (Array(bytes), isBase64 ? Base64.decode(bytes) : nil)
      }
      insert(text, countsAlone: countsAlone)
      if let decoded { insert(decoded, countsAlone: countsAlone) }
    }
  }

  package mutating func formUnion(_ other: SecretTexts) {
    forms.merge(other.forms) { $0.union($1) }
    short.formUnion(other.short)
  }

  /// Whether a text is one of the values, or quotes one.
  package func occur(in text: String) -> Bool {
    guard !isEmpty else { return false }
    var text = text
    return text.withUTF8 { bytes in
      if !short.isEmpty, bytes.count < Self.shortestQuoted, short.contains(Array(bytes)) {
        return true
      }
      guard !forms.isEmpty, bytes.count >= Self.shortestQuoted else { return false }
      var start: UInt64 = 0
      for (index, byte) in bytes.enumerated() {
        start = (start << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF
        guard index >= Self.shortestQuoted - 1, let alike = forms[start] else { continue }
        if alike.count > Self.mostAlike { return true }
        let rest = bytes[(index - Self.shortestQuoted + 1)...]
        if alike.contains(where: { rest.starts(with: $0) }) { return true }
      }
      return false
    }
  }

  private mutating func insertForm(_ form: [UInt8]) {
    guard form.count >= Self.shortestQuoted else { return }
    var start: UInt64 = 0
    for byte in form.prefix(Self.shortestQuoted) { start = start << 8 | UInt64(byte) }
    forms[start, default: []].insert(form)
  }

  /// The digits that depend on nothing but the value, where `offset` bytes stand before it.
  private static func base64(_ value: [UInt8], offset: Int) -> [UInt8] {
    let padded = [UInt8](repeating: 0, count: offset) + value
    let digits = Array(Base64.encode(padded).utf8)
    let first = (offset * 8 + 5) / 6
    let end = padded.count * 8 / 6
    return Array(digits[first..<end])
  }

  private static func percentEncoded(_ value: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return value.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        [byte]
      default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }
}
