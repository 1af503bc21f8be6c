extension Node: Hashable {
  /// Agrees with `==`: the order of entries, marks and styles do not count.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    switch kind {
    case .null: break
    case .bool: hasher.combine(bool)
    case .string: withTextBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .int:
      if let value = withTextBytes({ IntegerText(bytes: $0) }) {
        hasher.combine(value.magnitude)
        hasher.combine(value.isNegative)
      } else {
        withTextBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
      }
    case .float: hasher.combine(double)
    case .sequence:
      hasher.combine(count)
      for element in elements { element.hash(into: &hasher) }
    case .mapping:
      // A sum, so that the order of entries does not count.
      var sum = 0
      for entry in entries {
        var own = Hasher()
        entry.key.withTextBytes { own.combine(bytes: UnsafeRawBufferPointer($0)) }
        entry.value.hash(into: &own)
        sum &+= own.finalize()
      }
      hasher.combine(count)
      hasher.combine(sum)
    }
  }
}
