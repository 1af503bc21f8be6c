import Resources
import Values

extension Manifest {
  var isSecret: Bool { type.group.isEmpty && kind.lowercased() == "secret" }

  /// What of a value must stay hidden where it is copied to: all of a Secret's data, and what was
  /// copied out of a Secret before.
  ///
  /// - Parameter path: the field that the value was taken from.
  func secretTexts(in value: Node, at path: [String]) -> SecretTexts {
    guard isSecret else { return secretTexts }
    var texts = SecretTexts()
    if let field = path.first, field == "data" || field == "stringData" {
      texts.insert(scalarsOf: value, isBase64: field == "data", countsAlone: true)
    } else {
      var own = SecretTexts()
      own.insert(scalarsOf: document.root["data"], isBase64: true)
      own.insert(scalarsOf: document.root["stringData"], isBase64: false)
      if value.isScalar, own.occur(in: value.text) {
        texts.insert(scalarsOf: value, isBase64: false)
      }
    }
    return texts
  }

  mutating func receive(_ texts: SecretTexts) {
    // In a Secret they are no more to be seen than before.
    if !texts.isEmpty, !isSecret { secretTexts.formUnion(texts) }
  }
}
