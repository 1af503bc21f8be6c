import CYAML
import Values

/// The events of a YAML text, as libyaml parses them.
struct YAMLEvents: ~Copyable {
  // The parser points into itself, so that it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var event = yaml_event_t()

  /// - Parameter bytes: must outlive the events.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    var last = event
    yaml_event_delete(&last)
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// Where an event begins, line and column from 0, columns in characters.
  struct Place {
    var line: Int
    var column: Int
  }

  /// One event. Its text is valid until the next one is asked for.
  enum Event {
    case streamEnd
    case documentStart
    case documentEnd
    case alias(name: UnsafeBufferPointer<UInt8>)
    case scalar(Scalar)
    case open(Container)
    case close
    case other
  }

  struct Scalar {
    var text: UnsafeBufferPointer<UInt8>
    var style: Style
    var tag: UnsafePointer<UInt8>?
    var anchor: UnsafePointer<UInt8>?

    func isTagged(by name: StaticString) -> Bool {
      tag != nil
        && YAMLEvents.bytes(of: tag).elementsEqual(
          UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }
  }

  struct Container {
    var kind: Kind
    var style: Style
    var anchor: UnsafePointer<UInt8>?
  }

  /// What libyaml says of a text that is no YAML.
  struct Failure: Error {
    var problem: String
    var context: String?
    var place: Place
    var contextPlace: Place
    /// Of an error in the encoding: the offset of the byte in the text.
    var offset: Int?
  }

  mutating func next() throws(Failure) -> (Event, Place) {
    yaml_event_delete(&event)
    guard yaml_parser_parse(parser, &event) == 1 else {
      event = yaml_event_t()
      throw failure
    }
    let place = Place(line: event.start_mark.line, column: event.start_mark.column)
    return (translated, place)
  }

  private var translated: Event {
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      return .scalar(
        Scalar(
          text: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
          style: Self.style(scalar.style), tag: UnsafePointer(scalar.tag),
          anchor: UnsafePointer(scalar.anchor)))
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      return .open(
        Container(
          kind: .mapping, style: mapping.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block,
          anchor: UnsafePointer(mapping.anchor)))
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      return .open(
        Container(
          kind: .sequence, style: sequence.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block,
          anchor: UnsafePointer(sequence.anchor)))
    case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: return .close
    case YAML_ALIAS_EVENT:
      let name = UnsafePointer(event.data.alias.anchor)
      return .alias(name: Self.bytes(of: name))
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .streamEnd
    default: return .other
    }
  }

  private static func style(_ style: yaml_scalar_style_t) -> Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  static func bytes(of string: UnsafePointer<UInt8>?) -> UnsafeBufferPointer<UInt8> {
    guard let string else { return UnsafeBufferPointer(start: nil, count: 0) }
    var count = 0
    while string[count] != 0 { count += 1 }
    return UnsafeBufferPointer(start: string, count: count)
  }

  private var failure: Failure {
    func place(_ mark: yaml_mark_t) -> Place { Place(line: mark.line, column: mark.column) }
    let isEncoding = parser.pointee.error == YAML_READER_ERROR
    return Failure(
      problem: parser.pointee.problem.map { String(cString: $0) } ?? "out of memory",
      context: parser.pointee.context.map { String(cString: $0) },
      place: place(parser.pointee.problem_mark),
      contextPlace: place(parser.pointee.context_mark),
      offset: isEncoding ? parser.pointee.problem_offset : nil)
  }
}
