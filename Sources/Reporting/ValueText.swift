import Documents
import Simulation
import Values

/// Field values as reports write them.
enum ValueText {
  static let secret = "(secret)"
  static let absent = "(none)"

  /// The whole value in one line of JSON; a string that needs no quotes goes without.
  static func full(_ value: FieldValue?) -> String {
    switch value {
    case nil: absent
    case .secret: secret
    case .shown(let node): text(of: node)
    }
  }

  /// At most `width` characters, the cut shown.
  static func short(_ value: FieldValue?, width: Int) -> String {
    shortened(full(value), width: width)
  }

  static func shortened(_ text: String, width: Int) -> String {
    text.count <= width ? text : text.prefix(max(1, width - 1)) + "…"
  }

  private static func text(of node: Node) -> String {
    guard node.kind == .string else { return JSON.write(node) }
    let text = node.text
    let isPlain =
      !text.isEmpty && text.first != " " && text.last != " "
      && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    return isPlain ? text : JSON.write(node)
  }
}

extension FieldChange {
  /// What reports show the field to come from: what is live, or what the base says where nobody
  /// tells or where the live value is the one that stays.
  var former: FieldValue? {
    if cause == .drift { return before }
    return operation == .add ? nil : live ?? before
  }
}
