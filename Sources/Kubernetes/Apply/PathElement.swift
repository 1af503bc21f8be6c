import Values

/// One step of a field path as `managedFields` writes it, which is also its identity: `f:name` for
/// a field, `k:{"name":"web"}` for the element of a list by its keys, `v:"a"` for one by its value,
/// `i:0` for one by its place.
///
/// sigs.k8s.io/structured-merge-diff/fieldpath/serialize-pe.go.
struct PathElement: Hashable, Sendable {
  let text: String

  init(text: String) {
    self.text = text
  }

  init(field name: String) {
    text = "f:" + name
  }

  init(field name: Node) {
    text = "f:" + name.text
  }

  /// The element of a set.
  init(value: Node) {
    text = "v:" + GoText.json(value)
  }

  /// The element of a list by its keys; nil where it has none of them and none has a default.
  init?(element: Node, _ list: ListKeys) {
    guard !list.keys.isEmpty else {
      guard element.isScalar, !element.isNull else { return nil }
      text = "v:" + GoText.json(element)
      return
    }
    guard element.isMapping else { return nil }
    var text = "k:{"
    var isFirst = true
    for (key, defaultValue) in list.keys {
      guard let value = element[key] ?? defaultValue else { continue }
      if !isFirst { text += "," }
      isFirst = false
      GoText.writeString(key, to: &text)
      text += ":"
      if value.kind == .string {
        GoText.writeString(value.text, to: &text)
      } else {
        text += GoText.json(value)
      }
    }
    guard !isFirst else { return nil }
    self.text = text + "}"
  }

  /// The name of a field; nil for any other step.
  var fieldName: String? {
    text.hasPrefix("f:") ? String(text.dropFirst(2)) : nil
  }

  var isKey: Bool { text.hasPrefix("k:") }
}

extension PathElement: CustomStringConvertible {
  /// As conflicts name it: `.spec`, `[name="web"]`, `[="a"]`, `[0]`.
  var description: String {
    let content = String(text.dropFirst(2))
    if text.hasPrefix("f:") { return ".\(content)" }
    if text.hasPrefix("v:") { return "[=\(content)]" }
    if text.hasPrefix("k:") { return "[\(Self.keys(content))]" }
    return "[\(content)]"
  }

  /// `{"port":80,"protocol":"TCP"}` as `port=80,protocol="TCP"`.
  private static func keys(_ json: String) -> String {
    var result = ""
    var (inString, escaped, isKey) = (false, false, true)
    for character in json.dropFirst().dropLast().unicodeScalars {
      if inString {
        if escaped {
          escaped = false
        } else if character == "\\" {
          escaped = true
        } else if character == "\"" {
          inString = false
          if isKey { continue }
        }
      } else if character == "\"" {
        inString = true
        if isKey { continue }
      } else if character == ":" {
        isKey = false
        result += "="
        continue
      } else if character == "," {
        isKey = true
      }
      result.unicodeScalars.append(character)
    }
    return result
  }
}
