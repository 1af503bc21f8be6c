/// What reads and writes a repository: the library, or the command for what the library cannot open.
protocol Backend: ObjectDatabase {
  /// The directory of this work tree's own data, absolute.
  var gitDirectory: String { get }
  /// The directory that all linked work trees share.
  var commonDirectory: String { get }
  /// Nil in a bare repository.
  var workTree: String? { get }

  /// What a revision names, tags followed to what they tag.
  func resolve(_ revision: String) throws(GitError) -> ObjectID

  func reference(_ name: String) throws(GitError) -> Reference?
  func references(below prefix: String) throws(GitError) -> [Reference]
  func update(
    _ name: String, to id: ObjectID, from expected: ReferenceExpectation, log: String
  ) throws(GitError)
  func delete(_ name: String, expecting id: ObjectID) throws(GitError)

  func write(_ bytes: [UInt8], kind: ObjectKind) throws(GitError) -> ObjectID
  func makeStorage() throws(GitError) -> any ObjectStorage
  /// The last value of a key in all of the configuration.
  func configuration(_ key: String) throws(GitError) -> String?
}

/// What a reference must hold for an update to go through.
package enum ReferenceExpectation: Hashable, Sendable {
  case anything
  case absence
  case commit(ObjectID)
}

/// A branch, tag or other name for an object.
package struct Reference: Hashable, Sendable {
  package var name: String
  /// The object that it leads to, tags not followed.
  package var target: ObjectID
  /// The name that it stands for, where it is symbolic.
  package var symbolicTarget: String?

  package init(name: String, target: ObjectID, symbolicTarget: String? = nil) {
    self.name = name
    self.target = target
    self.symbolicTarget = symbolicTarget
  }
}
