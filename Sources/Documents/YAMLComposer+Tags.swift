import Diagnostics
import Values

/// The tags that mean something; a scalar with any other is a string, as in go-yaml.
enum YAMLTag: String {
  case string = "str"
  case binary, null, bool, int, float, timestamp, merge
  case other

  init(_ tag: UnsafePointer<UInt8>) {
    let tag = String(decoding: YAMLEvents.bytes(of: tag), as: UTF8.self)
    let prefix = "tag:yaml.org,2002:"
    self =
      tag.hasPrefix(prefix)
      ? YAMLTag(rawValue: String(tag.dropFirst(prefix.count))) ?? .other : .other
  }

  /// Whether the text of the scalar is resolved, quoted or not.
  var isResolved: Bool {
    switch self {
    case .null, .bool, .int, .float: true
    case .string, .binary, .timestamp, .merge, .other: false
    }
  }
}

extension YAMLComposer {
  mutating func addTagged(_ scalar: YAMLEvents.Scalar, at place: YAMLEvents.Place) {
    let tag = scalar.tag.map(YAMLTag.init) ?? .other
    let resolved = dialect.kind(of: scalar.text)
    switch tag {
    case .string, .merge, .other: add(.string, scalar.style, scalar.text, at: place)
    case .binary:
      guard let bytes = Base64.decode(scalar.text),
        let text = String(validating: bytes, as: UTF8.self)
      else { return fail(.binaryIsNoText(at: mark(place))) }
      var copy = text
      copy.withUTF8 { add(.string, scalar.style, $0, at: place) }
    case .timestamp:
      guard scalar.text.first.map(NumberText.isDigit) ?? false else {
        return fail(.wrongTag(tag.rawValue, at: mark(place)))
      }
      add(.string, scalar.style, scalar.text, at: place)
    case .null where resolved == .null, .bool where resolved == .bool,
      .int where resolved == .int, .float where resolved == .float || resolved == .int:
      let isFloat = tag == .float && scalar.text.first.map { $0 != UInt8(ascii: "0") } ?? false
      add(isFloat ? .float : resolved, .plain, scalar.text, at: place)
    case .null, .bool, .int, .float: fail(.wrongTag(tag.rawValue, at: mark(place)))
    }
  }
}
