/// The values of an expression's variables. Made once, it serves any number of programs.
public struct Activation {
  private var storage = Storage(names: [], entries: [])

  fileprivate enum Entry {
    case value(Value)
    case lazy(Lazy)
  }

  /// A value that is computed when it is first asked for, and once.
  fileprivate final class Lazy {
    var value: Value?
    let compute: () -> Value

    init(_ compute: @escaping () -> Value) {
      self.compute = compute
    }
  }

  /// Changed only while no other activation or evaluation holds it.
  fileprivate final class Storage {
    var names: [String]
    var entries: [Entry]
    /// By name, where there are many.
    var index: [String: Int] = [:]

    /// More names than this are looked up by hash.
    private static let searchable = 8

    init(names: [String], entries: [Entry]) {
      self.names = names
      self.entries = entries
      indexNames()
    }

    func append(_ name: String, _ entry: Entry) {
      names.append(name)
      entries.append(entry)
      if index.isEmpty { indexNames() } else { index[name] = names.count - 1 }
    }

    private func indexNames() {
      guard names.count > Self.searchable else { return }
      for (position, name) in names.enumerated() { index[name] = position }
    }
  }

  public init() {}

  /// - Parameter values: by the full name of the variable.
  public init(_ values: [String: Value]) {
    let sorted = values.sorted { $0.key < $1.key }
    storage = Storage(names: sorted.map(\.key), entries: sorted.map { .value($0.value) })
  }

  public mutating func bind(_ name: String, to value: Value) { bind(name, .value(value)) }

  /// Binds a value that is computed when an expression first reads it. What it returns, an error
  /// too, is kept.
  public mutating func bind(_ name: String, lazily compute: @escaping () -> Value) {
    bind(name, .lazy(Lazy(compute)))
  }

  private mutating func bind(_ name: String, _ entry: Entry) {
    if !isKnownUniquelyReferenced(&storage) {
      storage = Storage(names: storage.names, entries: storage.entries)
    }
    if let position = storage.names.firstIndex(of: name) {
      storage.entries[position] = entry
    } else {
      storage.append(name, entry)
    }
  }

  subscript(name: String) -> Value? {
    let storage = storage
    guard storage.index.isEmpty else { return storage.index[name].map(value) }
    for position in storage.names.indices where storage.names[position] == name {
      return value(position)
    }
    return nil
  }

  private func value(_ position: Int) -> Value {
    switch storage.entries[position] {
    case .value(let value): return value
    case .lazy(let lazy):
      if let value = lazy.value { return value }
      let value = lazy.compute()
      lazy.value = value
      return value
    }
  }
}
