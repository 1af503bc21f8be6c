import CKubernetesSchemas
import Glibc

typealias RawNode = kubernetes_schema_node
typealias RawField = kubernetes_schema_field
typealias RawKind = kubernetes_schema_kind

/// The memory of schemas in the form that `CKubernetesSchemas.h` describes: the built-in table,
/// which needs neither parsing nor reference counts, or one that a `SchemaTableBuilder` made, whose
/// owner must outlive it.
struct SchemaTable: @unchecked Sendable {
  let base: UnsafeRawPointer
  let nodes: UnsafePointer<RawNode>
  let fields: UnsafePointer<RawField>

  init(base: UnsafeRawPointer) {
    let header = base.assumingMemoryBound(to: kubernetes_schema_header.self).pointee
    self.base = base
    nodes = (base + Int(header.nodes)).assumingMemoryBound(to: RawNode.self)
    fields = (base + Int(header.fields)).assumingMemoryBound(to: RawField.self)
  }

  static let builtIn = SchemaTable(base: kubernetes_schemas())

  static let none = UInt32.max

  var header: kubernetes_schema_header {
    base.assumingMemoryBound(to: kubernetes_schema_header.self).pointee
  }

  var oldestMinor: Int { Int(header.oldest_minor) }
  var newestMinor: Int { Int(header.newest_minor) }

  var kinds: UnsafeBufferPointer<RawKind> {
    UnsafeBufferPointer(
      start: (base + Int(header.kinds)).assumingMemoryBound(to: RawKind.self),
      count: Int(header.kind_count))
  }

  /// The bytes of a string; empty for offset 0.
  func bytes(_ offset: UInt32) -> UnsafeBufferPointer<UInt8> {
    guard offset != 0 else { return UnsafeBufferPointer(start: nil, count: 0) }
    let start = base + Int(offset)
    let count = Int(start.loadUnaligned(as: UInt16.self))
    return UnsafeBufferPointer(
      start: (start + 2).assumingMemoryBound(to: UInt8.self), count: count)
  }

  func string(_ offset: UInt32) -> String {
    String(decoding: bytes(offset), as: UTF8.self)
  }

  func strings(_ offset: UInt32) -> [String] {
    guard offset != 0 else { return [] }
    let start = base + Int(offset)
    return (0..<Int(start.loadUnaligned(as: UInt32.self))).map {
      string((start + 4 * ($0 + 1)).loadUnaligned(as: UInt32.self))
    }
  }

  /// The first eight bytes of a name, so that most comparisons are of integers.
  static func prefix(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    if name.count >= 8 {
      return UInt64(bigEndian: UnsafeRawBufferPointer(name).loadUnaligned(as: UInt64.self))
    }
    var prefix: UInt64 = 0
    for byte in name { prefix = prefix << 8 | UInt64(byte) }
    return name.isEmpty ? 0 : prefix << UInt64(64 - 8 * name.count)
  }

  /// Below 0 where the left text comes first, 0 where both are the same.
  static func order(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Int {
    let shared = min(left.count, right.count)
    if shared > 0, let left = left.baseAddress, let right = right.baseAddress {
      let order = memcmp(left, right, shared)
      if order != 0 { return Int(order) }
    }
    return left.count - right.count
  }

  /// The field of an object in a version; nil where the object has none of the name.
  func field(
    _ name: UnsafeBufferPointer<UInt8>, of node: RawNode, version: UInt16
  ) -> UnsafePointer<RawField>? {
    let prefix = Self.prefix(name)
    var low = Int(node.fields)
    let end = low + Int(node.field_count)
    var high = end
    while low < high {
      let middle = (low + high) / 2
      let candidate = fields[middle]
      let precedes =
        candidate.prefix != prefix
        ? candidate.prefix < prefix : Self.order(bytes(candidate.name), name) < 0
      if precedes { low = middle + 1 } else { high = middle }
    }
    // Variants of one field stand side by side.
    while low < end, fields[low].prefix == prefix, Self.order(bytes(fields[low].name), name) == 0 {
      if fields[low].versions & version != 0 { return fields + low }
      low += 1
    }
    return nil
  }
}
