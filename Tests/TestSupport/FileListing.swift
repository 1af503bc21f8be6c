/// Files in one text that a fuzzer can cut and splice: each begins with a line `==> path`. A line
/// `%` with a letter and a digit stands for one of the fragments, in which `@` stands for the digit.
public struct FileListing {
  public private(set) var files: [(path: String, bytes: [UInt8])] = []

  public init(_ input: UnsafeBufferPointer<UInt8>, fragments: [String] = []) {
    var path: String?
    var bytes: [UInt8] = []
    func finish() {
      if let path { files.append((path, bytes)) }
    }
    for line in input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.starts(with: "==> ".utf8) {
        finish()
        path = String(decoding: line.dropFirst(4), as: UTF8.self)
        bytes = []
      } else if let text = Self.fragment(line, of: fragments) {
        bytes += text
      } else {
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    finish()
  }

  private static func fragment(
    _ line: Slice<UnsafeBufferPointer<UInt8>>, of fragments: [String]
  ) -> [UInt8]? {
    guard line.count == 3, line.first == UInt8(ascii: "%"), !fragments.isEmpty,
      let letter = line.dropFirst().first, let digit = line.last
    else { return nil }
    let index = (Int(letter) + 256 - Int(UInt8(ascii: "A"))) % 256 % fragments.count
    let variant = UInt8(ascii: "0") + digit % 10
    return fragments[index].utf8.map { $0 == UInt8(ascii: "@") ? variant : $0 }
  }

  /// The text of a whole input, its fragments put in.
  public static func text(
    _ input: UnsafeBufferPointer<UInt8>, fragments: [String]
  ) -> [UInt8] {
    var text: [UInt8] = []
    for line in input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      text += fragment(line, of: fragments) ?? Array(line) + [UInt8(ascii: "\n")]
    }
    return text
  }
}
