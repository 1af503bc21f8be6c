import Documents
import Values

/// The edits that kustomize's filters are made of (kyaml/yaml/fns.go), on nodes of one document.
/// Two places may hold one node, as in kustomize: a transformer that writes a value to several
/// fields of an object makes all of them change with it.
extension Document {
  func field(_ name: String, of mapping: NodeID) -> NodeID? { self[mapping][name]?.id }

  func isNull(_ id: NodeID?) -> Bool { id.map { self[$0].isNull } ?? true }

  func text(of id: NodeID) -> String { self[id].text }

  func elements(of id: NodeID) -> [NodeID] { self[id].elements.map(\.id) }

  /// A new scalar with a mark.
  mutating func addScalar(_ kind: Kind, _ style: Style = .plain, text: String, mark: Mark?)
    -> NodeID
  {
    let id = addScalar(kind, style, text: text)
    if let mark { setMark(of: id, to: mark) }
    return id
  }

  /// A new string, which stays one whatever it looks like.
  mutating func addString(_ text: String, mark: Mark? = nil) -> NodeID {
    addScalar(.string, ScalarShape.styleOfString(text), text: text, mark: mark)
  }

  /// A new scalar that was not said to be a string. As a field of its own kustomize quotes it where
  /// YAML 1.1 would not read it as a string.
  mutating func addUntagged(_ text: String, mark: Mark? = nil) -> NodeID {
    addScalar(
      .string, Dialect.yaml11.kind(of: text) == .string ? .plain : .doubleQuoted,
      text: text, mark: mark)
  }

  /// Gives a scalar a new text, in place. It keeps its style, which decides what the text means:
  /// quoted it is a string, plain it is what it looks like.
  mutating func setUntaggedText(of id: NodeID, to text: String, mark: Mark?) {
    let style = self[id].style
    let kind: Kind = style.isQuoted ? .string : Dialect.yaml12.kind(of: text)
    replace(id, with: addScalar(kind, style, text: text, mark: mark ?? self[id].mark))
  }

  /// Makes a scalar say what another says but for its style; quotes make a string of anything.
  mutating func assign(_ value: NodeID, to id: NodeID) {
    guard value != id else { return }
    let style = self[id].style
    let isScalar = self[value].isScalar
    let kind = self[value].kind
    let wasContainer = !self[id].isScalar
    replace(id, with: value)
    guard isScalar, !wasContainer else { return }
    if style.isQuoted {
      setKind(of: id, kind == .null ? .null : .string)
      setStyle(of: id, to: style)
    } else if kind == .string {
      setStyle(of: id, to: ScalarShape.styleOfString(text(of: id)))
    } else {
      setStyle(of: id, to: style)
    }
  }

  private mutating func setKind(of id: NodeID, _ kind: Kind) {
    guard self[id].kind != kind else { return }
    let node = self[id]
    let (text, style, mark) = (node.text, node.style, node.mark)
    replace(id, with: addScalar(kind, style, text: text, mark: mark))
  }

  /// Sets a field to a node: in place where the field is there, else as a new entry. Nulls take the
  /// field away, unless they are to be kept.
  mutating func setField(
    _ name: String, to value: NodeID?, in mapping: NodeID, keepingNull: Bool = false
  ) {
    guard let value, keepingNull || !isNull(value) else {
      remove(name, from: mapping)
      return
    }
    if let present = field(name, of: mapping) {
      assign(value, to: present)
    } else {
      let mark = self[value].mark
      let key = addKey(name, mark: mark)
      insert(entry: key, value, at: self[mapping].count, in: mapping)
    }
  }

  /// A new key. Kustomize does not quote it, so that it is what it looks like.
  mutating func addKey(_ name: String, mark: Mark?) -> NodeID {
    addScalar(Dialect.yaml12.kind(of: name), text: name, mark: mark)
  }

  /// The field as a mapping, created where it is missing; nil where it is something else.
  mutating func mappingField(_ name: String, of mapping: NodeID, mark: Mark?) -> NodeID? {
    if let present = field(name, of: mapping) {
      if isNull(present) { replace(present, with: addMapping(mark: mark)) }
      return self[present].isMapping ? present : nil
    }
    let added = addMapping(mark: mark)
    setField(name, to: added, in: mapping)
    return added
  }

  mutating func addMapping(mark: Mark?) -> NodeID {
    let id = addMapping()
    if let mark { setMark(of: id, to: mark) }
    return id
  }
}

extension Style {
  /// Whether the style makes a string of any text.
  var isQuoted: Bool {
    switch self {
    case .singleQuoted, .doubleQuoted, .literal, .folded: true
    default: false
    }
  }
}

extension Dialect {
  func kind(of text: String) -> Kind {
    var text = text
    return text.withUTF8 { kind(of: $0) }
  }
}

extension ScalarShape {
  /// Plain unless the text looks like a date, which only quotes make a string.
  static func styleOfString(_ text: String) -> Style {
    var text = text
    return text.withUTF8 { Timestamp.isTimestamp($0) } ? .doubleQuoted : .plain
  }
}
