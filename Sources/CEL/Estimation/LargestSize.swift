/// How large the value of a variable may become, and what is in it: characters of a text, elements
/// of a list, entries of a map; nothing of all else.
public final class LargestSize: Sendable {
  public let count: UInt64
  public let element: LargestSize?
  public let key: LargestSize?
  public let fields: [String: LargestSize]

  public init(
    _ count: UInt64 = 0, element: LargestSize? = nil, key: LargestSize? = nil,
    fields: [String: LargestSize] = [:]
  ) {
    self.count = count
    self.element = element
    self.key = key
    self.fields = fields
  }

  enum Step {
    case element
    case key
    case index
    case field(String)
  }

  func step(_ step: Step) -> LargestSize? {
    switch step {
    case .element: element
    case .key: key
    case .index: nil
    case .field(let name): fields[name]
    }
  }
}

/// Where the value of an expression lies below a variable.
enum Place {
  /// The expression makes the value.
  case none
  /// nil where the sizes say nothing about it.
  case known(LargestSize?)

  var size: Estimate? {
    if case .known(let size?) = self { return Estimate(0, size.count) }
    return nil
  }

  /// The reference implementation forgets the first name of every path since it takes it for the
  /// variable's: what is in a value that an expression makes is as large as the variable.
  func step(_ step: LargestSize.Step, root: LargestSize) -> Place {
    switch self {
    case .none: .known(root)
    case .known(let size): .known(size?.step(step))
    }
  }
}
