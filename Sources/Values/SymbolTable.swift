/// The distinct keys of one document under construction: their texts are stored once, and two keys
/// of a mapping are compared as numbers.
@usableFromInline
struct SymbolTable {
  @usableFromInline
  struct Entry {
    @usableFromInline let start: UInt32
    @usableFromInline let count: UInt32
    @usableFromInline let hash: UInt32
    /// The last mapping that was found to hold the key.
    @usableFromInline var mapping: UInt32

    @usableFromInline
    init(start: UInt32, count: UInt32, hash: UInt32) {
      self.start = start
      self.count = count
      self.hash = hash
      mapping = 0
    }
  }

  @usableFromInline var entries: ContiguousArray<Entry> = []
  /// Index of an entry plus one; 0 is free. The count is a power of two.
  @usableFromInline var slots = ContiguousArray<UInt32>(repeating: 0, count: 128)
  @usableFromInline let seed: UInt64

  /// Drawn once a process, so that no file can be written to make its keys collide.
  private static let seed = UInt64.random(in: .min ... .max)

  init() {
    seed = Self.seed
  }

  @inlinable
  mutating func removeAll() {
    guard !entries.isEmpty else { return }
    if slots.count > 4096 {
      slots = ContiguousArray(repeating: 0, count: 128)
    } else {
      for index in slots.indices { slots[index] = 0 }
    }
    entries.removeAll(keepingCapacity: true)
  }

  /// The number of the symbol with these bytes, whose text is appended to `text` when it is new.
  @inlinable
  mutating func intern(
    _ bytes: UnsafeBufferPointer<UInt8>, in text: inout ContiguousArray<UInt8>
  ) -> UInt32 {
    let hash = hash(bytes)
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let index = slots[slot] - 1
      let entry = entries[Int(index)]
      if entry.hash == hash, Int(entry.count) == bytes.count,
        Self.equal(bytes, text, Int(entry.start))
      {
        return index
      }
      slot = (slot + 1) & mask
    }
    let index = UInt32(entries.count)
    entries.append(
      Entry(start: UInt32(text.count), count: UInt32(bytes.count), hash: hash))
    text.append(contentsOf: bytes)
    slots[slot] = index + 1
    if 2 * entries.count > slots.count { grow() }
    return index
  }

  @inlinable
  static func equal(
    _ bytes: UnsafeBufferPointer<UInt8>, _ text: ContiguousArray<UInt8>, _ start: Int
  ) -> Bool {
    text.withUnsafeBufferPointer {
      Node.equal(bytes, UnsafeBufferPointer(rebasing: $0[start..<start + bytes.count]))
    }
  }

  @usableFromInline
  mutating func grow() {
    slots = ContiguousArray(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (index, entry) in entries.enumerated() {
      var slot = Int(entry.hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index) + 1
    }
  }

  @inlinable
  func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var state = seed ^ UInt64(truncatingIfNeeded: bytes.count)
    var offset = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while offset + 8 <= raw.count {
      state = Self.mix(state ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < raw.count {
      tail = tail << 8 | UInt64(raw[offset])
      offset += 1
    }
    state = Self.mix(state ^ tail)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  @inlinable
  static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    return product.high ^ product.low
  }
}
