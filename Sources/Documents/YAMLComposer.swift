import Diagnostics
import Values

/// Makes documents of the events of a YAML stream.
///
/// A problem of the syntax ends a document, and reading goes on at the next line that begins one.
/// A problem of the content (an unknown anchor, a key that is no scalar) ends the document too, but
/// the rest of it is still parsed.
struct YAMLComposer {
  let bytes: UnsafeBufferPointer<UInt8>
  let source: Source
  let dialect: Dialect
  let limits: Limits
  /// Whether blocks are read without libyaml.
  var readsBlocks = true

  var builder: Document.Builder
  var reading = Reading()
  /// The line that the text begins with in its file, from 0.
  let baseLine: Int
  /// The line that parsing began with in the file, from 0.
  var firstLine: Int
  /// The line that the document begins with in the text that is parsed, from 0.
  var documentLine = 0
  /// Whether the document has an error that leaves its value open.
  var isBroken = false
  var anchors: [String: Anchor] = [:]
  /// The containers that have an anchor and are open, innermost last.
  var openAnchors: [(depth: Int, name: String)] = []
  /// The depths of the mappings whose next value is a merge key's, innermost last.
  var merges: [Int] = []
  var aliasBudget = 0
  var isOverLimit = false
  /// The containers open in the parser, also in a document that is skipped.
  private var parserDepth = 0
  /// The depth of the outermost one in brackets.
  private var flowDepth: Int?
  private var flowWork = 0

  enum Anchor {
    /// The node is not complete: an alias would contain itself.
    case open
    case node(NodeID)
  }

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, source: Source, dialect: Dialect, limits: Limits,
    firstLine: Int
  ) {
    self.bytes = bytes
    baseLine = firstLine - 1
    self.firstLine = firstLine - 1
    self.source = source
    self.dialect = dialect
    self.limits = limits
    builder = Document.Builder(source: source)
    builder.ownEntriesWin = dialect == .yaml12
    builder.reserve(bytes: min(bytes.count, 1 << 14))
  }

  mutating func read() -> Reading {
    let printable = readsBlocks && bytes.count <= limits.bytes ? PrintableText(bytes) : nil
    if printable == nil, let refusal = refusal() {
      reading.diagnostics.append(refusal)
      return reading
    }
    var start: Int? = 0
    while let offset = start {
      start = nil
      var offset = offset
      var rest = UnsafeBufferPointer(rebasing: bytes[offset...])
      if let printable {
        guard let beyond = readBlocks(rest, printable) else { return reading }
        firstLine += beyond.line
        offset += beyond.offset
        rest = UnsafeBufferPointer(rebasing: bytes[offset...])
      }
      let before = reading
      guard let failure = compose(rest) else { break }
      if let place = failure.offset {
        reading = before
        start = recover(from: failure, atByte: place, in: rest, at: offset)
      } else {
        start = recover(from: failure, in: rest, at: offset)
      }
      guard reading.diagnostics.count < limits.problems else { break }
    }
    return reading
  }

  /// Reads documents until the text ends or is no YAML.
  mutating func compose(_ text: UnsafeBufferPointer<UInt8>) -> YAMLEvents.Failure? {
    guard var events = YAMLEvents(text) else { return nil }
    documentLine = 0
    do throws(YAMLEvents.Failure) {
      while true {
        let (event, place) = try events.next()
        guard isWorthwhile(event, at: place) else { return nil }
        switch event {
        case .streamEnd: return nil
        case .documentStart:
          documentLine = place.line
          begin()
        case .documentEnd:
          end()
          if reading.diagnostics.count >= limits.problems { return nil }
        case .scalar(var scalar):
          // To go.yaml.in/yaml/v3 a tag of nothing but its mark is none.
          if dialect == .yaml12, scalar.isTagged(by: "!") { scalar.tag = nil }
          if !isBroken { add(scalar, at: place) }
        case .open(let container): if !isBroken { open(container, at: place) }
        case .close: if !isBroken { close() }
        case .alias(let name):
          if !isBroken { addAlias(String(decoding: name, as: UTF8.self), at: place) }
        case .other: break
        }
        if isHopeless { return nil }
      }
    } catch {
      return error
    }
  }

  /// Counts the work that libyaml has with brackets: each token costs it as much as there are
  /// brackets open. Says whether the limit allows more; it covers what is skipped too.
  private mutating func isWorthwhile(
    _ event: YAMLEvents.Event, at place: YAMLEvents.Place
  ) -> Bool {
    switch event {
    case .documentStart:
      parserDepth = 0
      flowDepth = nil
    case .open(let container):
      parserDepth += 1
      if container.style == .flow, flowDepth == nil { flowDepth = parserDepth }
    case .close:
      if flowDepth == parserDepth { flowDepth = nil }
      parserDepth -= 1
    default: break
    }
    guard let flowDepth else { return true }
    flowWork += parserDepth - flowDepth + 1
    guard flowWork > limits.flowWork else { return true }
    if !isBroken { fail(.tooMuchNesting(at: mark(place))) }
    return false
  }

  /// Whether a limit was met that the rest of the text would go on to break.
  private var isHopeless: Bool { isBroken && isOverLimit }

  mutating func begin() {
    builder.reset()
    isBroken = false
    anchors.removeAll(keepingCapacity: true)
    openAnchors.removeAll(keepingCapacity: true)
    merges.removeAll(keepingCapacity: true)
    aliasBudget = limits.aliasedNodes
  }

  mutating func end() {
    guard !isBroken, let document = builder.finish(), !document.root.isNull else { return }
    reading.documents.append(document)
  }

  mutating func fail(_ diagnostic: Diagnostic) {
    reading.diagnostics.append(diagnostic)
    isBroken = true
  }

  func mark(_ place: YAMLEvents.Place) -> Mark {
    Mark(source: source, line: firstLine + place.line + 1, column: place.column + 1)
  }
}

// MARK: - Nodes

extension YAMLComposer {
  mutating func add(_ scalar: YAMLEvents.Scalar, at place: YAMLEvents.Place) {
    guard scalar.text.count <= limits.scalarBytes else {
      return fail(.scalarTooLarge(limits.scalarBytes, at: mark(place)))
    }
    guard isRoomForNode(at: place) else { return }
    if builder.expectsKey {
      addKey(scalar, at: place)
    } else if scalar.tag != nil {
      addTagged(scalar, at: place)
    } else {
      let kind = scalar.style == .plain ? dialect.kind(of: scalar.text) : .string
      add(kind, scalar.style, scalar.text, at: place)
    }
    if !isBroken { completed(anchor: scalar.anchor) }
  }

  mutating func add(
    _ kind: Kind, _ style: Style, _ text: UnsafeBufferPointer<UInt8>, at place: YAMLEvents.Place
  ) {
    if dialect == .yaml11, kind == .int || kind == .float {
      addNumber(kind, text, at: place)
    } else {
      builder.addScalar(
        kind, style, text: text, line: firstLine + place.line + 1, column: place.column + 1)
    }
  }

  /// Adds a number as it is after its way through JSON.
  private mutating func addNumber(
    _ kind: Kind, _ text: UnsafeBufferPointer<UInt8>, at place: YAMLEvents.Place
  ) {
    let line = firstLine + place.line + 1
    let column = place.column + 1
    if kind == .int, NumberText.isSmallDecimal(text) {
      return builder.addScalar(.int, .plain, text: text, line: line, column: column)
    }
    if kind == .int, let integer = IntegerText(bytes: text) {
      let kind: Kind = Int64(exactly: integer) == nil ? .float : .int
      var decimal = (integer.isNegative ? "-" : "") + String(integer.magnitude)
      return decimal.withUTF8 {
        builder.addScalar(kind, .plain, text: $0, line: line, column: column)
      }
    }
    guard let value = NumberText.double(text), value.isFinite else {
      return fail(.notFinite(String(decoding: text, as: UTF8.self), at: mark(place)))
    }
    var json = GoFloat.json(value)
    json.withUTF8 { bytes in
      builder.addScalar(
        NumberText.kindOfJSON(bytes), .plain, text: bytes, line: line, column: column)
    }
  }

  /// Registers the anchor of the node just completed, and merges it where a merge key precedes.
  private mutating func completed(anchor: UnsafePointer<UInt8>?) {
    if let anchor, let id = builder.lastChildID {
      anchors[String(decoding: YAMLEvents.bytes(of: anchor), as: UTF8.self)] = .node(id)
    }
    mergeIfDue()
  }

  mutating func mergeIfDue() {
    guard merges.last == builder.depth, builder.expectsKey else { return }
    merges.removeLast()
    guard !builder.mergeLastValue() else { return }
    let mark = builder.lastChildID.map { builder.mark(of: $0) }
    fail(.mergeOfNoMapping(at: mark))
  }

  mutating func open(_ container: YAMLEvents.Container, at place: YAMLEvents.Place) {
    guard !builder.expectsKey else {
      return fail(keyIsNoScalar(container.kind, at: place))
    }
    guard builder.depth < limits.depth else {
      isOverLimit = true
      return fail(.tooDeep(limits.depth, at: mark(place)))
    }
    guard isRoomForNode(at: place) else { return }
    builder.open(
      container.kind, container.style, line: firstLine + place.line + 1, column: place.column + 1)
    if let anchor = container.anchor {
      let name = String(decoding: YAMLEvents.bytes(of: anchor), as: UTF8.self)
      anchors[name] = .open
      openAnchors.append((builder.depth, name))
    }
  }

  mutating func close() {
    let depth = builder.depth
    for repetition in builder.close() where reading.diagnostics.count < limits.problems {
      reading.diagnostics.append(
        .duplicateKey(
          builder.text(of: repetition.second), at: builder.mark(of: repetition.second),
          first: builder.mark(of: repetition.first)))
    }
    if let anchor = openAnchors.last, anchor.depth == depth {
      openAnchors.removeLast()
      if let id = builder.lastChildID { anchors[anchor.name] = .node(id) }
    }
    mergeIfDue()
  }

  private mutating func addAlias(_ name: String, at place: YAMLEvents.Place) {
    switch anchors[name] {
    case nil: fail(.unknownAnchor(at: mark(place)))
    case .open: fail(.anchorContainsItself(name, at: mark(place)))
    case .node(let id):
      let kind = builder.kind(of: id)
      if builder.expectsKey, kind == .mapping || kind == .sequence {
        return fail(keyIsNoScalar(kind, at: place))
      }
      do throws(Document.Builder.CopyError) {
        try builder.addCopy(of: id, maximumDepth: limits.depth, budget: &aliasBudget)
      } catch {
        isOverLimit = true
        switch error {
        case .tooDeep: fail(.tooDeep(limits.depth, at: mark(place)))
        case .tooMany: fail(.tooManyAliases(limits.aliasedNodes, at: mark(place)))
        }
      }
      mergeIfDue()
    }
  }

  private mutating func isRoomForNode(at place: YAMLEvents.Place) -> Bool {
    guard builder.nodeCount >= limits.nodes else { return true }
    isOverLimit = true
    fail(.tooManyNodes(limits.nodes, at: mark(place)))
    return false
  }
}
