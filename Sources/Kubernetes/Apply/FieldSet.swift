import Values

/// A set of field paths, as a tree of their steps.
///
/// sigs.k8s.io/structured-merge-diff/fieldpath/set.go.
struct FieldSet: Sendable {
  struct Entry: Sendable {
    let element: PathElement
    /// The path that ends here is in the set.
    var isMember: Bool
    /// The paths that go on from here.
    var children: FieldSet
  }

  private(set) var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  /// - Precondition: no entry has the element yet.
  mutating func append(_ element: PathElement, isMember: Bool, _ children: FieldSet = FieldSet()) {
    guard isMember || !children.isEmpty else { return }
    entries.append(Entry(element: element, isMember: isMember, children: children))
  }

  mutating func insert(_ path: some Collection<PathElement>) {
    guard let first = path.first else { return }
    let rest = path.dropFirst()
    let index =
      entries.firstIndex { $0.element == first }
      ?? {
        entries.append(Entry(element: first, isMember: false, children: FieldSet()))
        return entries.count - 1
      }()
    if rest.isEmpty { entries[index].isMember = true }
    entries[index].children.insert(rest)
  }

  mutating func formUnion(_ other: FieldSet) { self = union(other) }

  func union(_ other: FieldSet) -> FieldSet {
    if isEmpty { return other }
    var result = self
    var finder = Finder(self)
    for entry in other.entries {
      if let place = finder.place(of: entry.element) {
        result.entries[place].isMember = result.entries[place].isMember || entry.isMember
        result.entries[place].children = result.entries[place].children.union(entry.children)
      } else {
        result.entries.append(entry)
      }
    }
    return result
  }

  func intersection(_ other: FieldSet) -> FieldSet {
    combined(with: other) {
      $0 && $1
    } children: {
      $0.intersection($1 ?? FieldSet())
    }
  }

  func subtracting(_ other: FieldSet) -> FieldSet {
    if other.isEmpty { return self }
    return combined(with: other) {
      $0 && !$1
    } children: { mine, theirs in
      theirs.map { mine.subtracting($0) } ?? mine
    }
  }

  /// Without the members of `other` and all that lies below them.
  func recursivelySubtracting(_ other: FieldSet) -> FieldSet {
    var finder = Finder(other)
    var result = FieldSet()
    for entry in entries {
      guard let place = finder.place(of: entry.element) else {
        result.entries.append(entry)
        continue
      }
      let theirs = other.entries[place]
      guard !theirs.isMember else { continue }
      result.append(
        entry.element, isMember: entry.isMember,
        entry.children.recursivelySubtracting(theirs.children))
    }
    return result
  }

  private func combined(
    with other: FieldSet, member: (Bool, Bool) -> Bool,
    children: (FieldSet, FieldSet?) -> FieldSet
  ) -> FieldSet {
    var finder = Finder(other)
    var result = FieldSet()
    for entry in entries {
      let theirs = finder.place(of: entry.element).map { other.entries[$0] }
      result.append(
        entry.element, isMember: member(entry.isMember, theirs?.isMember ?? false),
        children(entry.children, theirs?.children))
    }
    return result
  }

  func isSubset(of other: FieldSet) -> Bool {
    var finder = Finder(other)
    for entry in entries {
      guard let place = finder.place(of: entry.element) else { return false }
      let theirs = other.entries[place]
      if entry.isMember, !theirs.isMember { return false }
      guard entry.children.isSubset(of: theirs.children) else { return false }
    }
    return true
  }

  /// `EnsureNamedFieldsAreMembers`: owning a field below a named field is owning that one too.
  func withNamedFields(_ schema: Schema?) -> FieldSet {
    var result = FieldSet()
    result.entries.reserveCapacity(entries.count)
    for entry in entries {
      guard !entry.children.isEmpty else {
        result.entries.append(entry)
        continue
      }
      var isMember = entry.isMember
      var child: Schema?
      if let name = entry.element.fieldName {
        if let named = schema?.field(name) {
          isMember = true
          child = named
        } else {
          child = schema?.shape == .list ? nil : schema?.element
        }
      } else if entry.element.isKey {
        child = schema?.element
      }
      result.entries.append(
        Entry(
          element: entry.element, isMember: isMember,
          children: entry.children.withNamedFields(child)))
    }
    return result
  }

  /// Every path of the set, in the order in which the server lists conflicts.
  func forEachPath(_ body: ([PathElement]) -> Void) {
    var path: [PathElement] = []
    forEachPath(&path, body)
  }

  private func forEachPath(_ path: inout [PathElement], _ body: ([PathElement]) -> Void) {
    let sorted = entries.sorted { Self.precedes($0.element, $1.element) }
    for entry in sorted where entry.isMember {
      path.append(entry.element)
      body(path)
      path.removeLast()
    }
    for entry in sorted {
      path.append(entry.element)
      entry.children.forEachPath(&path, body)
      path.removeLast()
    }
  }

  /// Fields before keys before values before places, each in the order of its text.
  private static func precedes(_ left: PathElement, _ right: PathElement) -> Bool {
    func rank(_ element: PathElement) -> Int {
      switch element.text.utf8.first {
      case UInt8(ascii: "f"): 0
      case UInt8(ascii: "k"): 1
      case UInt8(ascii: "v"): 2
      default: 3
      }
    }
    let (mine, theirs) = (rank(left), rank(right))
    if mine != theirs { return mine < theirs }
    return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Finds entries in time that does not grow with the square of their number.
  struct Finder {
    private let set: FieldSet
    private var next = 0
    private var places: [PathElement: Int]?

    init(_ set: FieldSet) {
      self.set = set
    }

    mutating func place(of element: PathElement) -> Int? {
      let entries = set.entries
      if next < entries.count, entries[next].element == element {
        next += 1
        return next - 1
      }
      let found: Int?
      if entries.count <= 12 {
        found = entries.firstIndex { $0.element == element }
      } else {
        if places == nil {
          places = [:]
          for (index, entry) in entries.enumerated() { places?[entry.element] = index }
        }
        found = places?[element]
      }
      if let found { next = found + 1 }
      return found
    }

    mutating func entry(of element: PathElement) -> Entry? {
      place(of: element).map { set.entries[$0] }
    }
  }
}
