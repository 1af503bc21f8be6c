/// An array that never changes, read without counting references. Whoever makes it lets it go.
struct Table<Element>: @unchecked Sendable where Element: Sendable {
  private let elements: UnsafeMutableBufferPointer<Element>

  init(_ array: [Element]) {
    elements = .allocate(capacity: max(array.count, 1))
    for (index, element) in array.enumerated() {
      elements.initializeElement(at: index, to: element)
    }
    count = array.count
  }

  let count: Int

  @inline(__always)
  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return elements[index]
  }

  /// Where an element stands, for as long as the table does.
  @inline(__always)
  func pointer(_ index: Int) -> UnsafePointer<Element> {
    precondition(index >= 0 && index < count)
    return UnsafePointer(elements.baseAddress.unsafelyUnwrapped + index)
  }

  func deallocate() {
    elements[..<count].deinitialize()
    elements.deallocate()
  }
}
