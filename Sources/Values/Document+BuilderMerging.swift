extension Document.Builder {
  @usableFromInline
  mutating func resolveRepetitions(from firstChild: Int) -> [Repetition] {
    var repetitions: [Repetition] = []
    var places: [UInt32: Int] = [:]
    var kept: [Child] = []
    for index in stride(from: firstChild, to: pending.count - 1, by: 2) {
      let key = pending[index]
      guard let place = places[key.symbol] else {
        places[key.symbol] = kept.count
        kept += [key, pending[index + 1]]
        continue
      }
      let former = kept[place]
      if !former.isMerged, !key.isMerged {
        repetitions.append(
          Repetition(first: NodeID(index: former.node), second: NodeID(index: key.node)))
      }
      if ownEntriesWin, !former.isMerged, key.isMerged { continue }
      kept[place] = key
      kept[place + 1] = pending[index + 1]
    }
    pending.replaceSubrange(firstChild..., with: kept)
    return repetitions
  }

  /// Puts the entries of the value added last, a mapping or a sequence of mappings, in the place of
  /// that value and its key. Of a sequence the earlier mappings win. Returns false, and does
  /// nothing, where the value is neither.
  public mutating func mergeLastValue() -> Bool {
    guard pending.count >= 2, let value = pending.last else { return false }
    let id = NodeID(index: value.node)
    let merged = kind(of: id) == .sequence ? children(of: id).reversed() : [id]
    guard merged.allSatisfy({ kind(of: $0) == .mapping }) else { return false }
    pending.removeLast(2)
    for mapping in merged {
      let children = children(of: mapping)
      for index in stride(from: 0, to: children.count - 1, by: 2) {
        let symbol = symbol(of: children[index])
        pending.append(Child(node: children[index].index, symbol: symbol, isMerged: true))
        pending.append(Child(node: children[index + 1].index, symbol: 0))
      }
    }
    return true
  }

  private mutating func symbol(of key: NodeID) -> UInt32 {
    let record = records[Int(key.index)]
    let bytes = Array(text[Int(record.start)..<Int(record.start + record.count)])
    return bytes.withUnsafeBufferPointer { symbols.intern($0, in: &text) }
  }

  public enum CopyError: Error {
    case tooDeep, tooMany
  }

  /// Adds a deep copy of a complete node, with its marks.
  ///
  /// - Parameters:
  ///   - maximumDepth: how many containers may be open around any node.
  ///   - budget: how many nodes may be copied; what was is taken off.
  public mutating func addCopy(
    of id: NodeID, maximumDepth: Int, budget: inout Int
  ) throws(CopyError) {
    guard budget > 0 else { throw .tooMany }
    budget -= 1
    var record = records[Int(id.index)]
    let children = children(of: id)
    let copy = UInt32(truncatingIfNeeded: records.count)
    let key = expectsKey ? symbol(of: id) : 0
    pending.append(Child(node: copy, symbol: key))
    record.capacity = record.count
    records.append(record)
    guard record.kind == .mapping || record.kind == .sequence else { return }
    guard frames.count < maximumDepth else { throw .tooDeep }
    frames.append(
      Frame(record: copy, firstChild: pending.count, isMapping: record.kind == .mapping))
    for child in children {
      try addCopy(of: child, maximumDepth: maximumDepth, budget: &budget)
    }
    close()
  }
}
