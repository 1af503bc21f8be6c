extension Repository {
  /// A reference by its full name (`refs/heads/main`, `HEAD`); nil where there is none.
  package func reference(_ name: String) throws(GitError) -> Reference? {
    guard !name.isEmpty, !name.utf8.contains(0) else { throw .invalidReferenceName(name) }
    return try backend.reference(name)
  }

  /// The references whose full names start with `prefix`, sorted by name.
  package func references(below prefix: String) throws(GitError) -> [Reference] {
    try backend.references(below: prefix)
  }

  /// Moves or makes a reference, if it still is what the caller believes; otherwise
  /// `referenceMoved` and nothing has changed.
  package func update(
    reference name: String, to id: ObjectID, from expected: ReferenceExpectation, log: String
  ) throws(GitError) {
    guard !name.isEmpty, !name.utf8.contains(0) else { throw .invalidReferenceName(name) }
    try backend.update(name, to: id, from: expected, log: log)
  }

  package func delete(reference name: String, expecting id: ObjectID) throws(GitError) {
    try backend.delete(name, expecting: id)
  }

  /// Stores an object and returns its id.
  package func write(_ bytes: [UInt8], kind: ObjectKind) throws(GitError) -> ObjectID {
    try backend.write(bytes, kind: kind)
  }

  package func write(_ entries: some Sequence<TreeEntry>) throws(GitError) -> ObjectID {
    try write(Tree.encode(entries), kind: .tree)
  }

  package func writeCommit(
    tree: ObjectID, parents: [ObjectID], author: Commit.Signature, committer: Commit.Signature,
    message: String
  ) throws(GitError) -> ObjectID {
    try write(
      Commit.encode(
        tree: tree, parents: parents, author: author, committer: committer, message: message),
      kind: .commit)
  }
}
