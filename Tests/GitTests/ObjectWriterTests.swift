import TestSupport
import Testing

@testable import Git

@Suite struct ObjectWriterTests {
  private func blob(_ index: Int) -> [UInt8] { Array("name: \(index)\n".utf8) }

  @Test(arguments: ["sha1", "sha256"]) func packsWhatGitReads(_ format: String) throws {
    let scratch = try ScratchRepository("--object-format=\(format)")
    try scratch.commit(["a": "1"])
    let repository = try Repository.open(at: scratch.path, environment: Environment())
    let writer = try repository.makeWriter()
    var entries: [TreeEntry] = []
    for index in 0..<500 {
      let id = try writer.write(blob(index), kind: .blob, name: "objects/\(index).json")
      #expect(try writer.write(blob(index), kind: .blob) == id)
      entries.append(TreeEntry(name: Array("\(index)".utf8)[...], kind: .file, id: id))
    }
    let inner = try writer.write(entries)
    let odd = TreeEntry(
      name: Array("tab\t\"line\nand\u{FF}".utf8)[...], kind: .directory, id: inner)
    let root = try writer.write([odd])
    #expect(throws: GitError.missingObject(root, .unexplained)) { try repository.tree(root) }
    try writer.finish()
    try writer.finish()
    #expect(try repository.files(of: root).files().count == 500)
    #expect(try repository.blob(entries[499].id) == blob(499))
    let person = Commit.Signature(person: "x <>", seconds: 1)
    let commit = try repository.writeCommit(
      tree: root, parents: [], author: person, committer: person, message: "m\n")
    try repository.update(reference: "refs/vet/live/x", to: commit, from: .absence, log: "x")
    try scratch.git("fsck", "--strict", "--full")
    if format == "sha1" {
      // Everything but the commits and what `commit` made is in packs.
      #expect(try scratch.git("count-objects").hasPrefix("4 objects"))
    }
    // What is there already is not written again.
    let again = try repository.makeWriter()
    #expect(try again.write(blob(7), kind: .blob) == entries[7].id)
    try again.finish()
    let packs = try scratch.git("count-objects", "-v").split(separator: "\n")
    #expect(packs.contains("packs: 1"))
  }
}
