/// A part of a listing: the text of one object, or what surrounds the objects of a list.
struct ObjectText {
  enum Role {
    /// An object by itself.
    case whole
    /// An element of a list.
    case item
    /// A list without its elements.
    case envelope
  }

  var role: Role
  var bytes: [UInt8]
  /// The line of the input that the text begins on, from 1.
  var line: Int
}

/// Cuts a listing into the texts of its objects, piece by piece as it is read, so that memory holds
/// no more than the largest object.
protocol ListingSplitter {
  /// Takes the next bytes of the input.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(ListingError)

  /// Says that the input has ended.
  mutating func finish() throws(ListingError)

  /// The texts that are complete, in their order; they are forgotten here.
  mutating func completed() -> [ObjectText]
}

enum ListingError: Error {
  case cutOff(line: Int)
  case malformed(line: Int)
  case tooLarge(line: Int)

  /// The largest text of one object, in bytes.
  static let limit = 64 << 20
}
