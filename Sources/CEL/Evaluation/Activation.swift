/// The values of an expression's variables. Made once, it serves any number of programs.
public struct Activation {
  private var names: [String] = []
  private var entries: [Entry] = []
  private var index: [String: Int] = [:]

  private enum Entry {
    case value(Value)
    case lazy(Lazy)
  }

  /// A value that is computed when it is first asked for, and once.
  private final class Lazy {
    var value: Value?
    let compute: () -> Value

    init(_ compute: @escaping () -> Value) {
      self.compute = compute
    }
  }

  /// More names than this are looked up by hash.
  private static let searchable = 8

  public init() {}

  /// - Parameter values: by the full name of the variable.
  public init(_ values: [String: Value]) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { bind(name, to: value) }
  }

  public mutating func bind(_ name: String, to value: Value) { bind(name, .value(value)) }

  /// Binds a value that is computed when an expression first reads it. What it returns, an error
  /// too, is kept.
  public mutating func bind(_ name: String, lazily compute: @escaping () -> Value) {
    bind(name, .lazy(Lazy(compute)))
  }

  private mutating func bind(_ name: String, _ entry: Entry) {
    if let position = names.firstIndex(of: name) {
      entries[position] = entry
      return
    }
    names.append(name)
    entries.append(entry)
    if names.count > Self.searchable {
      index = [:]
      for (position, name) in names.enumerated() { index[name] = position }
    }
  }

  subscript(name: String) -> Value? {
    guard names.count <= Self.searchable else { return index[name].map(value) }
    for position in names.indices where names[position] == name { return value(position) }
    return nil
  }

  private func value(_ position: Int) -> Value {
    switch entries[position] {
    case .value(let value): return value
    case .lazy(let lazy):
      if let value = lazy.value { return value }
      let value = lazy.compute()
      lazy.value = value
      return value
    }
  }
}
