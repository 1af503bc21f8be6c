extension Document {
  /// Makes a node say what another says, at the same place in its parent. Marks come along.
  public mutating func replace(_ id: NodeID, with other: NodeID) {
    makeUnique()
    storage.records[Int(id.index)] = storage.records[Int(other.index)]
  }

  /// Gives a node the mark of another place: the person who set it wrote there.
  public mutating func setMark(of id: NodeID, to mark: Mark?) {
    makeUnique()
    guard let mark else {
      storage.records[Int(id.index)].line = Record.unmarked
      return
    }
    let position = Position(source: addSource(mark.source), line: mark.line, column: mark.column)
    storage.records[Int(id.index)].source = position.source
    storage.records[Int(id.index)].line = position.line
    storage.records[Int(id.index)].column = position.column
  }

  public mutating func setStyle(of id: NodeID, to style: Style) {
    makeUnique()
    storage.records[Int(id.index)].style = style
  }

  /// Sets the value under a key, in place where the key is there, else as the last entry. Does
  /// nothing where `mapping` is none.
  public mutating func set(_ key: String, to value: NodeID, in mapping: NodeID) {
    guard self[mapping].isMapping else { return }
    if let link = linkOfKey(key, in: mapping) {
      makeUnique()
      storage.links[link + 1] = value.index
    } else {
      insert(entry: add(key), value, at: self[mapping].count, in: mapping)
    }
  }

  public mutating func set(_ key: String, to value: String, in mapping: NodeID) {
    set(key, to: add(value), in: mapping)
  }

  public mutating func set(_ key: String, to value: Int64, in mapping: NodeID) {
    set(key, to: add(value), in: mapping)
  }

  public mutating func set(_ key: String, to value: Bool, in mapping: NodeID) {
    set(key, to: add(value), in: mapping)
  }

  /// Inserts an entry with a key node of its own (its mark, its style) before the entry at `index`.
  public mutating func insert(
    entry key: NodeID, _ value: NodeID, at index: Int, in mapping: NodeID
  ) {
    guard self[mapping].isMapping else { return }
    insert(links: CollectionOfTwo(key.index, value.index), at: 2 * index, in: mapping)
  }

  /// The node under a key, added as an empty mapping where there is none.
  public mutating func mapping(at key: String, in mapping: NodeID) -> NodeID {
    if let present = self[mapping][key], !present.isNull { return present.id }
    let added = addMapping()
    set(key, to: added, in: mapping)
    return added
  }

  /// Takes an entry out; returns whether it was there.
  @discardableResult
  public mutating func remove(_ key: String, from mapping: NodeID) -> Bool {
    guard self[mapping].isMapping, let link = linkOfKey(key, in: mapping) else { return false }
    removeLinks(2, at: link - Int(self[mapping].record.start), in: mapping)
    return true
  }

  public mutating func append(_ element: NodeID, to sequence: NodeID) {
    insert(element, at: self[sequence].count, in: sequence)
  }

  /// Inserts before the element at `index`; past the end it appends. Does nothing where `sequence`
  /// is none.
  public mutating func insert(_ element: NodeID, at index: Int, in sequence: NodeID) {
    guard self[sequence].isSequence else { return }
    insert(links: CollectionOfOne(element.index), at: index, in: sequence)
  }

  /// Makes `element` the one at `index`; does nothing outside the bounds.
  public mutating func setElement(at index: Int, to element: NodeID, in sequence: NodeID) {
    let record = self[sequence].record
    guard record.kind == .sequence, index >= 0, index < Int(record.count) else { return }
    makeUnique()
    storage.links[Int(record.start) + index] = element.index
  }

  /// Takes an element out; does nothing outside the bounds.
  public mutating func removeElement(at index: Int, from sequence: NodeID) {
    let record = self[sequence].record
    guard record.kind == .sequence, index >= 0, index < Int(record.count) else { return }
    removeLinks(1, at: index, in: sequence)
  }

  /// Replaces all elements of a sequence, or all entries of a mapping (keys and values in turn).
  public mutating func setChildren(of container: NodeID, to children: [NodeID]) {
    guard !self[container].isScalar else { return }
    makeUnique()
    storage.records[Int(container.index)].count = 0
    insert(links: children.map(\.index), at: 0, in: container)
  }
}

// MARK: - Links

extension Document {
  private func linkOfKey(_ key: String, in mapping: NodeID) -> Int? {
    let record = self[mapping].record
    var link = Int(record.start)
    let end = link + Int(record.count)
    while link < end {
      if self[NodeID(index: storage.links[link])].hasText(key) { return link }
      link += 2
    }
    return nil
  }

  private mutating func insert(
    links: some Collection<UInt32>, at index: Int, in container: NodeID
  ) {
    makeUnique()
    var record = storage.records[Int(container.index)]
    let added = UInt32(links.count)
    if record.count + added > record.capacity {
      // The container moves to the end, with room to grow, so that appending stays linear.
      let capacity = max(record.count + added, record.capacity * 2, 4)
      let start = UInt32(storage.links.count)
      for offset in 0..<record.count {
        storage.links.append(storage.links[Int(record.start + offset)])
      }
      storage.links.append(
        contentsOf: repeatElement(0, count: Int(capacity - record.count)))
      record.start = start
      record.capacity = capacity
    }
    let start = Int(record.start)
    let count = Int(record.count)
    let place = min(max(index, 0), count)
    var offset = count
    while offset > place {
      offset -= 1
      storage.links[start + offset + Int(added)] = storage.links[start + offset]
    }
    for (step, link) in links.enumerated() { storage.links[start + place + step] = link }
    record.count += added
    storage.records[Int(container.index)] = record
  }

  private mutating func removeLinks(_ removed: Int, at index: Int, in container: NodeID) {
    makeUnique()
    let record = storage.records[Int(container.index)]
    let start = Int(record.start)
    for offset in index..<Int(record.count) - removed {
      storage.links[start + offset] = storage.links[start + offset + removed]
    }
    storage.records[Int(container.index)].count -= UInt32(removed)
  }
}

private struct CollectionOfTwo: Collection {
  let first: UInt32
  let second: UInt32
  let startIndex = 0
  let endIndex = 2

  init(_ first: UInt32, _ second: UInt32) {
    self.first = first
    self.second = second
  }

  subscript(index: Int) -> UInt32 { index == 0 ? first : second }
  func index(after index: Int) -> Int { index + 1 }
}
