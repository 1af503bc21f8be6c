/// A commit object.
package struct Commit: Sendable {
  package struct Signature: Hashable, Sendable {
    /// Name and address as they stand in the commit, invalid UTF-8 replaced.
    package var person: String
    /// Seconds since 1970.
    package var seconds: Int64

    package init(person: String, seconds: Int64) {
      self.person = person
      self.seconds = seconds
    }
  }

  package let id: ObjectID
  package let tree: ObjectID
  package let parents: [ObjectID]
  package let author: Signature
  package let committer: Signature
  /// Invalid UTF-8 replaced. Written by the author of the change: text to show, never to trust.
  package let message: String

  package init(_ bytes: [UInt8], id: ObjectID) throws(GitError) {
    var tree: ObjectID?
    var parents: [ObjectID] = []
    var author = Signature(person: "", seconds: 0)
    var committer = author
    var rest = bytes[...]
    // The header is lines of "<key> <value>" up to an empty line; lines that start with a space
    // continue a value that matters to nobody here (a signature).
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = rest[rest.startIndex..<end]
      rest = rest[(end + 1)...]
      if line.isEmpty { break }
      guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let key = line[line.startIndex..<space]
      let value = line[(space + 1)...]
      if key.elementsEqual("tree".utf8) {
        guard tree == nil, let named = Self.id(value, format: id.format) else {
          throw .corruptObject(id, reason: "the commit has no valid tree")
        }
        tree = named
      } else if key.elementsEqual("parent".utf8) {
        guard let parent = Self.id(value, format: id.format) else {
          throw .corruptObject(id, reason: "the commit has an invalid parent")
        }
        parents.append(parent)
      } else if key.elementsEqual("author".utf8) {
        author = Self.signature(value)
      } else if key.elementsEqual("committer".utf8) {
        committer = Self.signature(value)
      }
    }
    guard let tree else {
      throw .corruptObject(id, reason: "the commit has no valid tree")
    }
    self.id = id
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer
    message = String(decoding: rest, as: UTF8.self)
  }

  /// The bytes of a commit object.
  package static func encode(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
  ) -> [UInt8] {
    func line(_ signature: Signature) -> String {
      // None of these may end a field early.
      let person = signature.person.filter { $0 != "\n" && $0 != "\0" && $0 != "\r\n" }
      return "\(person) \(signature.seconds) +0000"
    }
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    text += "author \(line(author))\ncommitter \(line(committer))\n\n\(message)"
    return Array(text.utf8)
  }

  private static func id(_ value: ArraySlice<UInt8>, format: ObjectFormat) -> ObjectID? {
    guard let id = ObjectID(hex: String(decoding: value, as: UTF8.self)), id.format == format
    else { return nil }
    return id
  }

  /// `Name <address> <seconds> <zone>`; a date that cannot be read counts as 1970.
  private static func signature(_ value: ArraySlice<UInt8>) -> Signature {
    guard let close = value.lastIndex(of: UInt8(ascii: ">")) else {
      return Signature(person: String(decoding: value, as: UTF8.self), seconds: 0)
    }
    let date = value[(close + 1)...].split(separator: UInt8(ascii: " ")).first
    let seconds = date.flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
    return Signature(
      person: String(decoding: value[...close], as: UTF8.self), seconds: seconds ?? 0)
  }
}

extension Commit {
  /// The first line of the message.
  package var subject: String {
    String(message.split(whereSeparator: \.isNewline).first ?? "")
  }
}
