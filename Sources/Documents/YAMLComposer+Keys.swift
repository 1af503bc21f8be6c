import Diagnostics
import Values

extension YAMLComposer {
  /// Adds a mapping's key. Where the dialect goes through JSON, a key that is no string becomes one,
  /// as sigs.k8s.io/yaml converts it.
  mutating func addKey(_ scalar: YAMLEvents.Scalar, at place: YAMLEvents.Place) {
    let tag = scalar.tag.map(YAMLTag.init)
    let isMerge =
      scalar.text.count == 2 && scalar.text[0] == UInt8(ascii: "<")
      && scalar.text[1] == scalar.text[0]
    if isMerge && scalar.style == .plain && tag == nil || tag == .merge {
      merges.append(builder.depth)
      return addKey(.string, scalar.style, text: scalar.text, at: place)
    }
    let isPlain = scalar.style == .plain && tag == nil || tag?.isResolved ?? false
    let kind = isPlain ? dialect.kind(of: scalar.text) : .string
    guard dialect == .yaml11 else {
      return addKey(kind, scalar.style, text: scalar.text, at: place)
    }
    var converted: String
    switch kind {
    case .bool: converted = Dialect.isTrue(scalar.text) ? "true" : "false"
    case .int:
      guard let int = IntegerText(bytes: scalar.text).flatMap({ Int64(exactly: $0) }) else {
        return fail(.unsupportedKey(scalar.text, "an integer beyond 64 bits", at: mark(place)))
      }
      converted = String(int)
    case .float: converted = GoFloat.key(NumberText.double(scalar.text) ?? .nan)
    case .null: return fail(.unsupportedKey(scalar.text, "null", at: mark(place)))
    default: return addKey(.string, scalar.style, text: scalar.text, at: place)
    }
    converted.withUTF8 { addKey(.string, scalar.style, text: $0, at: place) }
  }

  private mutating func addKey(
    _ kind: Kind, _ style: Style, text: UnsafeBufferPointer<UInt8>, at place: YAMLEvents.Place
  ) {
    builder.addKey(
      kind, style, text: text, line: firstLine + place.line + 1, column: place.column + 1)
  }

  func keyIsNoScalar(_ kind: Kind, at place: YAMLEvents.Place) -> Diagnostic {
    let first = firstLine - baseLine
    return lines.isTemplate(first + place.line, from: first + documentLine)
      ? .template(at: mark(place)) : .keyIsNoScalar(kind, at: mark(place))
  }
}
