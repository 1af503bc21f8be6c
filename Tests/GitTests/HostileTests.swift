import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Git

/// Repositories that no honest tool would make, or that were damaged. Each must give its own clear
/// error, or be read as what it is, in bounded time.
@Suite struct HostileTests {
  let scratch: ScratchRepository
  let good: String

  init() throws {
    scratch = try ScratchRepository()
    good = try scratch.commit(["a.yaml": "a: 1\n"])
  }

  private func open() throws -> Repository {
    try Repository.open(at: scratch.path, environment: Environment())
  }

  private func backends() throws -> [Repository] {
    try [
      Repository(LibraryBackend(path: scratch.path, environment: Environment())),
      Repository(CommandBackend(path: scratch.path, environment: Environment())),
    ]
  }

  private func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

  private func blob(_ text: String = "x") throws -> [UInt8] {
    try id(scratch.store(Array(text.utf8), kind: "blob")).bytes
  }

  private func line(_ mode: String, _ name: [UInt8], _ id: [UInt8]) -> [UInt8] {
    Array("\(mode) ".utf8) + name + [0] + id
  }

  private func storeTree(_ lines: [[UInt8]]) throws -> ObjectID {
    try id(scratch.store(lines.flatMap { $0 }, kind: "tree"))
  }

  private func storeCommit(_ tree: ObjectID, parents: [String] = []) throws -> String {
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    text += "author x <x> 1700000000 +0000\ncommitter x <x> 1700000000 +0000\n\nm\n"
    return try scratch.store(Array(text.utf8), kind: "commit")
  }

  private func isCorrupt(_ error: any Error) -> Bool {
    if case GitError.corruptObject = error { true } else { false }
  }

  // MARK: Names

  @Test(
    arguments: [
      "new\nline", "tab\there", "quote\"", "back\\slash", "\u{1B}[31mred", "bell\u{7}", "\u{7F}",
      "\u{85}", "\u{202E}gnp.exe", "\u{FEFF}bom", "zero\u{200B}width", " leading", "trailing ",
      "-rf", "--help", "a:b", "*", "?", "$(id)", "`id`", ";ls", "|", "&", "<b>", "%0A", "NUL",
      "...", ".git2", "~", "é", "e\u{301}", "日本語", "🙂", String(repeating: "n", count: 3000),
    ])
  func readsOddNames(_ name: String) throws {
    let tree = try storeTree([line("100644", Array(name.utf8), blob("odd"))])
    for repository in try backends() {
      let files = repository.files(of: tree)
      let path = TreePath(name)
      #expect(try files.files().map(\.path) == [path])
      #expect(try files.contents(at: path) == Array("odd".utf8))
      let text = path.text
      #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      #expect(!text.contains("\u{202E}"))
      #expect(try repository.changes(from: nil, to: tree).map(\.path) == [path])
    }
  }

  @Test func keepsNamesApartThatLookEqual() throws {
    let tree = try storeTree(
      [
        line("100644", Array("e\u{301}".utf8), blob("two")), line("100644", [0xFF], blob("bad")),
        line("100644", [0xFF, 0xFE], blob("worse")),
      ].sorted { $0.lexicographicallyPrecedes($1) })
    let files = try open().files(of: tree)
    #expect(try files.contents(at: TreePath([0xFF])) == Array("bad".utf8))
    #expect(try files.contents(at: TreePath([0xFF, 0xFE])) == Array("worse".utf8))
    #expect(try files.contents(at: TreePath("e\u{301}")) == Array("two".utf8))
    #expect(try files.contents(at: TreePath("\u{E9}")) == nil)
    #expect(TreePath([0xFF]).text == #""\377""#)
    #expect(Set(try files.files().map(\.path.text)).count == 3)
  }

  @Test(arguments: [".", "..", "", "a/b", "../../etc/passwd", "/etc/passwd", "a/"])
  func refusesNamesThatLeadElsewhere(_ name: String) throws {
    let tree = try storeTree([line("100644", Array(name.utf8), blob())])
    for repository in try backends() {
      #expect(throws: GitError.self) { try repository.files(of: tree).files() }
    }
  }

  @Test func readsAGitDirectoryAsAnyOther() throws {
    // Nothing is checked out, so it can do no harm.
    let inner = try storeTree([line("100644", Array("config".utf8), blob())])
    let tree = try storeTree([line("40000", Array(".git".utf8), inner.bytes)])
    #expect(try open().files(of: tree).files().map(\.path) == [".git/config"])
  }

  // MARK: Trees

  @Test func refusesDamagedTrees() throws {
    let some = try blob()
    let damaged: [[UInt8]] = [
      line("100644", Array("b".utf8), some) + line("100644", Array("a".utf8), some),
      line("100644", Array("a".utf8), some) + line("100644", Array("a".utf8), some),
      line("100644", Array("a".utf8), some) + line("40000", Array("a".utf8), some),
      Array(line("100644", Array("a".utf8), some).dropLast()), Array("100644 a".utf8),
      Array("100644".utf8), [0], Array("x".utf8), line("999999", Array("a".utf8), some),
      line("10064400000", Array("a".utf8), some), line("777", Array("a".utf8), some),
      line("-1", Array("a".utf8), some), line("", Array("a".utf8), some),
      Array(repeating: 0xFF, count: 4096), Array(repeating: 0x20, count: 4096),
      Array(repeating: UInt8(ascii: "7"), count: 4096),
    ]
    let repository = try open()
    let moved = try scratch.commit(["a.yaml": "a: 2\n"])
    for bytes in damaged {
      let tree = try id(scratch.store(bytes, kind: "tree"))
      #expect { try repository.files(of: tree).files() } throws: { isCorrupt($0) }
      #expect { try repository.changes(from: nil, to: tree) } throws: { isCorrupt($0) }
      let commit = try storeCommit(tree, parents: [good])
      #expect {
        try repository.merge(repository.resolve(commit), into: repository.resolve(moved))
      } throws: { isCorrupt($0) }
    }
  }

  @Test func survivesAnyBytesAsATree() throws {
    var generator = Generator(state: 7)
    let some = try blob()
    let seed =
      line("100644", Array("a".utf8), some) + line("40000", Array("b".utf8), some)
      + line("160000", Array("c".utf8), some)
    let zero = ObjectID.zero(.sha1)
    for _ in 0..<5000 {
      var bytes = seed
      for _ in 0..<(1 + Int(generator.next() % 4)) {
        let index = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 3 {
        case 0: bytes[index] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.removeSubrange(index...)
        default: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: index)
        }
        if bytes.isEmpty { break }
      }
      guard let tree = try? Tree(bytes, id: zero) else { continue }
      for entry in tree { #expect(tree.entry(named: entry.name) == entry) }
      #expect(tree.encode(replacing: []) == bytes)
      _ = try? Commit(bytes, id: zero)
    }
  }

  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 11
    }
  }

  @Test func boundsDepth() throws {
    var tree = try storeTree([line("100644", Array("f".utf8), blob())])
    let repository = try open()
    for _ in 0..<400 {
      tree = try repository.write([TreeEntry(name: [0x64], kind: .directory, id: tree)])
    }
    let deep = tree
    #expect { try repository.files(of: deep).files() } throws: { error in
      if case GitError.limitExceeded = error { true } else { false }
    }
    #expect { try repository.changes(from: nil, to: deep) } throws: { error in
      if case GitError.limitExceeded = error { true } else { false }
    }
    let commit = try repository.resolve(storeCommit(deep, parents: [good]))
    let moved = try scratch.commit(["a.yaml": "a: 2\n"])
    #expect(throws: GitError.self) { try repository.merge(commit, into: repository.resolve(moved)) }
  }

  @Test func boundsWidth() throws {
    // Each tree holds the one below ten times: 10^9 files in ten objects.
    var tree = try storeTree([line("100644", Array("f".utf8), blob())])
    let repository = try open()
    for _ in 0..<9 {
      tree = try repository.write(
        (0..<10).map { TreeEntry(name: Array("\($0)".utf8)[...], kind: .directory, id: tree) })
    }
    let bomb = tree
    let limits = WalkLimits(depth: 256, entries: 20_000)
    #expect { try repository.files(of: bomb).files(limits: limits) } throws: { error in
      if case GitError.limitExceeded = error { true } else { false }
    }
    #expect { try repository.changes(from: nil, to: bomb, limits: limits) } throws: { error in
      if case GitError.limitExceeded = error { true } else { false }
    }
    // What both sides have is not looked into.
    #expect(try repository.changes(from: bomb, to: bomb).isEmpty)
  }

  @Test func refusesATreeThatIsNone() throws {
    let repository = try open()
    let blob = try id(scratch.store(Array("x".utf8), kind: "blob"))
    #expect(throws: GitError.wrongKind(blob, expected: .tree, found: .blob)) {
      try repository.files(of: blob).files()
    }
    let commit = try id(good)
    #expect(throws: GitError.wrongKind(commit, expected: .tree, found: .commit)) {
      try repository.changes(from: nil, to: commit)
    }
    let asDirectory = try storeTree([line("40000", Array("d".utf8), blob.bytes)])
    #expect(throws: GitError.wrongKind(blob, expected: .tree, found: .blob)) {
      try repository.files(of: asDirectory).files()
    }
    let asFile = try storeTree([line("100644", Array("f".utf8), asDirectory.bytes)])
    #expect(throws: GitError.wrongKind(asDirectory, expected: .blob, found: .tree)) {
      try repository.files(of: asFile).contents(at: "f")
    }
  }

  @Test func namesMissingObjects() throws {
    let absent = ObjectID(repeatElement(0x11, count: 20), format: .sha1)
    let tree = try storeTree([
      line("100644", Array("f".utf8), absent.bytes),
      line("40000", Array("g".utf8), absent.bytes),
    ])
    let moved = try scratch.commit(["a.yaml": "a: 2\n"])
    for repository in try backends() {
      let files = repository.files(of: tree)
      #expect(throws: GitError.missingObject(absent, .unexplained)) {
        try files.contents(at: "f")
      }
      #expect(throws: GitError.missingObject(absent, .unexplained)) { try files.files() }
      #expect(throws: GitError.unknownRevision(absent.hex)) {
        try repository.resolve(absent.hex)
      }
      let commit = try storeCommit(absent, parents: [good])
      #expect(throws: GitError.missingObject(absent, .unexplained)) {
        try repository.merge(repository.resolve(commit), into: repository.resolve(moved))
      }
      let orphan = try storeCommit(tree, parents: [absent.hex])
      #expect(throws: GitError.missingObject(absent, .unexplained)) {
        try repository.mergeBase(of: id(orphan), id(good))
      }
    }
  }

  // MARK: Links and submodules

  @Test(
    arguments: [
      "../../etc/passwd", "/etc/passwd", "..", "x/../../..", "", "loop", "other",
      "dir/../../a.yaml",
    ])
  func refusesLinksThatLeadElsewhere(_ target: String) throws {
    let inner = try storeTree([line("120000", Array("loop".utf8), blob(target))])
    let tree = try storeTree([
      line("40000", Array("dir".utf8), inner.bytes),
      line("120000", Array("loop".utf8), blob("loop")),
      line("120000", Array("other".utf8), blob("dir/loop")),
    ])
    let files = try open().files(of: tree)
    let leadsNowhere = ["x/../../..", "other", "dir/../../a.yaml"].contains(target)
    if leadsNowhere {
      #expect((try? files.contents(at: "dir/loop")) == nil)
    } else if target == ".." {
      #expect(try files.resolve("dir/loop")?.path == .root)
    } else {
      #expect {
        try files.contents(at: "dir/loop")
      } throws: { error in
        if case GitError.badLink = error { true } else { false }
      }
    }
  }

  @Test func followsLinksInTheTree() throws {
    let inner = try storeTree([
      line("100644", Array("f".utf8), blob("inside")),
      line("120000", Array("up".utf8), blob("../d")),
    ])
    let tree = try storeTree([
      line("40000", Array("d".utf8), inner.bytes),
      line("120000", Array("l".utf8), blob("./d/up/f")),
      line("160000", Array("s".utf8), id(good).bytes),
    ])
    let files = try open().files(of: tree)
    #expect(try files.contents(at: "l") == Array("inside".utf8))
    #expect(try files.resolve("d/up/up/f")?.path == "d/f")
    #expect(try files.contents(at: "s") == nil)
    #expect(try files.entry(at: "s/a.yaml") == nil)
    #expect(try files.entry(at: "s")?.kind == .submodule)
    let submodule = try #require(try files.entry(at: "s"))
    #expect(throws: GitError.self) { try files.contents(of: submodule) }
  }

  @Test func keepsDirectoriesOnDiskClosed() throws {
    let outside = try ScratchRepository.makeDirectory()
    defer { try? FileManager.default.removeItem(at: outside) }
    try Data("secret".utf8).write(to: outside.appendingPathComponent("secret"))
    for (name, target) in [
      ("up", ".."), ("absolute", outside.path), ("file", outside.path + "/secret"),
      ("self", "self"), ("fine", "a.yaml"),
    ] {
      #expect(symlink(target, scratch.path + "/" + name) == 0)
    }
    #expect(mkfifo(scratch.path + "/pipe", 0o644) == 0)
    let files = try DirectoryTree(scratch.path)
    #expect(
      try files.files().map(\.path.text) == ["a.yaml", "absolute", "file", "fine", "self", "up"])
    for path in ["up", "absolute/secret", "file", "self"] as [TreePath] {
      #expect {
        try files.contents(at: path)
      } throws: { error in
        if case GitError.badLink = error { true } else { false }
      }
    }
    #expect(try files.contents(at: "fine") == Array("a: 1\n".utf8))
    #expect(try files.entry(at: "absolute/secret") == nil)
    #expect(try files.entry(at: "../x") == nil || true)
    let pretended = FileEntry(path: "pipe", kind: .file, id: nil)
    #expect(throws: GitError.self) { try files.contents(of: pretended) }
    #expect(throws: GitError.fileTooLarge(path: "a.yaml", size: 5, limit: 2)) {
      try files.contents(of: FileEntry(path: "a.yaml", kind: .file, id: nil), limit: 2)
    }
  }

  // MARK: Commits and tags

  @Test func refusesDamagedCommits() throws {
    let tree = try scratch.git("rev-parse", "\(good)^{tree}")
    let damaged = [
      "", "\n", "tree\n", "tree \(good.dropLast())\n\n", "tree \(tree)\ntree \(tree)\n\n",
      "tree \(tree)\nparent x\n\n", "parent \(good)\n\n", "tree zz\n", "author x\n",
      String(repeating: "x", count: 100_000),
    ]
    let repository = try open()
    for text in damaged {
      let commit = try id(scratch.store(Array(text.utf8), kind: "commit"))
      #expect { try repository.commit(commit) } throws: { isCorrupt($0) }
      #expect { try repository.resolve(commit.hex) } throws: { isCorrupt($0) }
      #expect { try repository.mergeBase(of: commit, id(good)) } throws: { isCorrupt($0) }
    }
  }

  @Test func readsCommitsWithOddPeople() throws {
    let tree = try scratch.git("rev-parse", "\(good)^{tree}")
    let repository = try open()
    for author in ["", "x", "x <", "<>", "x <x> 99999999999999999999 +0000", "x <x> -5 +0", ">"] {
      let text = "tree \(tree)\nauthor \(author)\ncommitter \(author)\nencoding x\n\n\u{1B}[31m"
      let commit = try repository.commit(id(scratch.store(Array(text.utf8), kind: "commit")))
      #expect(commit.tree.hex == tree)
      #expect(commit.message == "\u{1B}[31m")
    }
  }

  @Test func refusesTagsInCircles() throws {
    var target = try scratch.git("rev-parse", "\(good)^{tree}")
    var type = "tree"
    for _ in 0..<20 {
      target = try scratch.store(
        Array("object \(target)\ntype \(type)\ntag t\ntagger x <x> 1 +0000\n\n".utf8), kind: "tag")
      type = "tag"
    }
    #expect(throws: GitError.notACommit(target)) { try open().resolve(target) }
    for text in ["", "object x\n", "object \(good)", "type commit\n"] {
      let tag = try scratch.store(Array(text.utf8), kind: "tag")
      if text.hasPrefix("object \(good)") {
        #expect(try open().resolve(tag).id.hex == good)
      } else {
        #expect { try open().resolve(tag) } throws: { isCorrupt($0) }
      }
    }
  }

  @Test(
    arguments: [
      "nowhere", "refs/heads/nowhere", "HEAD~5", "HEAD^2", "HEAD^9999999999", "HEAD@{999}",
      "HEAD@{upstream}", "@{-1}", ":/nothing", "HEAD:a.yaml", "HEAD^{tree}", ":a.yaml",
      "main..main", "^HEAD", "a b", "\u{1B}[31m", "\n", "..", "/", "~", "^", "@{", "HEAD@{",
      "HEAD^{", "HEAD^{x", String(repeating: "^", count: 10_000), String(repeating: "a", count: 40),
      String(repeating: "a", count: 64), "x\0y", "-h",
    ])
  func refusesRevisions(_ revision: String) throws {
    for repository in try backends() {
      do {
        let found = try repository.resolve(revision)
        Issue.record("\(revision) is \(found.id)")
      } catch {
        // The message shows it on one line, escaped.
        let text = error.diagnostic.headline
        #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      }
    }
  }

  // MARK: Damaged storage

  private static let longerThanItSays =
    "eJztxTkNACAQADCk4AFFHO9Agv8NIbRL49zIJdVofcy1bdu2bdu2bdu2bdv++Qf1iUdH"

  private func looseObject(_ hex: String) -> URL {
    scratch.directory.appendingPathComponent(".git/objects/\(hex.prefix(2))/\(hex.dropFirst(2))")
  }

  private func damage(_ file: URL, _ change: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: file)
    change(&data)
    try FileManager.default.removeItem(at: file)
    try data.write(to: file)
  }

  @Test(arguments: 0..<9) func namesDamagedLooseObjects(_ kind: Int) throws {
    let hex = try scratch.store(
      Array((0..<400).map { "line \($0)\n" }.joined().utf8), kind: "blob")
    try damage(looseObject(hex)) { data in
      switch kind {
      case 0: data = Data()
      case 1: data = data.prefix(data.count / 2)
      case 2: data[0] ^= 0xFF
      case 3: for index in data.indices.dropFirst(20) { data[index] = 0 }
      case 4: data = Data(repeating: 0x55, count: 100)
      case 5: data = data.prefix(10)
      case 6: data = data.dropLast()
      case 7: data += Data("more".utf8)
      // `blob 3`, and thousands of bytes after it.
      default: data = Data(base64Encoded: Self.longerThanItSays) ?? Data()
      }
    }
    let blob = try id(hex)
    // Git itself passes over what follows the end of an object.
    for repository in try backends().prefix(kind == 7 ? 1 : 2) {
      #expect(throws: GitError.self) { try repository.blob(blob) }
      // The rest of the repository is as it was.
      #expect(try repository.resolve("HEAD").id.hex == good)
      #expect(try repository.resolve("HEAD").tree(in: repository).contents(at: "a.yaml") != nil)
    }
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5]) func namesDamagedPacks(_ kind: Int) throws {
    for index in 0..<50 {
      try scratch.write("f\(index)", "\(index) \(String(repeating: "x", count: 300))\n")
    }
    try scratch.commit()
    let tree = try id(scratch.git("rev-parse", "HEAD^{tree}"))
    try scratch.git("gc", "--quiet")
    let directory = scratch.directory.appendingPathComponent(".git/objects/pack")
    let files = try FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: nil)
    let pack = try #require(files.first { $0.pathExtension == "pack" })
    let index = try #require(files.first { $0.pathExtension == "idx" })
    switch kind {
    case 0: try damage(pack) { $0 = $0.prefix($0.count / 2) }
    case 1: try damage(pack) { $0 = Data() }
    case 2: try damage(pack) { for position in 12..<$0.count { $0[position] ^= 0x5A } }
    case 3: try damage(index) { $0 = $0.prefix($0.count / 2) }
    case 4: try damage(index) { for position in 1100..<$0.count { $0[position] ^= 0x5A } }
    default: try FileManager.default.removeItem(at: pack)
    }
    for repository in try backends() {
      #expect(throws: GitError.self) {
        let files = try repository.files(of: tree).files()
        for file in files { _ = try repository.files(of: tree).contents(of: file) }
      }
      // An object beside it can still be read.
      let loose = try id(scratch.store(Array("beside".utf8), kind: "blob"))
      if kind != 3 && kind != 4 { #expect(try repository.blob(loose) == Array("beside".utf8)) }
    }
  }

  @Test func namesDamagedReferences() throws {
    let refs = scratch.directory.appendingPathComponent(".git/refs/heads")
    try Data("zzzz\n".utf8).write(to: refs.appendingPathComponent("bad"))
    try Data("ref: refs/heads/circle\n".utf8).write(to: refs.appendingPathComponent("circle"))
    try Data().write(to: refs.appendingPathComponent("empty"))
    try Data(repeating: 0x41, count: 1 << 20).write(to: refs.appendingPathComponent("long"))
    for repository in try backends() {
      for name in ["bad", "circle", "empty", "long"] {
        #expect(throws: GitError.self, "\(name)") { try repository.resolve(name) }
      }
      #expect(try repository.resolve("main").id.hex == good)
    }
    try Data("ref: refs/heads/../../../../etc/passwd\n".utf8)
      .write(to: scratch.directory.appendingPathComponent(".git/HEAD"))
    #expect(throws: GitError.self) { try open().resolve("HEAD") }
  }

  @Test func runsNothingThatTheRepositoryNames() throws {
    // Whatever the configuration would run leaves a file behind.
    let trace = scratch.directory.appendingPathComponent(".git/trace")
    let program = scratch.directory.appendingPathComponent(".git/program")
    try Data("#!/bin/sh\necho \"$0 $@\" >>'\(trace.path)'\nexit 1\n".utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    for key in [
      "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass",
      "core.gitProxy", "diff.external", "merge.x.driver", "filter.x.clean", "filter.x.smudge",
      "filter.x.process", "diff.x.textconv", "core.alternateRefsCommand", "credential.helper",
      "gpg.program", "uploadpack.packObjectsHook", "alias.rev-parse", "alias.cat-file",
    ] {
      try scratch.git("config", key, program.path)
    }
    let hooks = scratch.directory.appendingPathComponent(".git/hooks")
    try FileManager.default.createDirectory(at: hooks, withIntermediateDirectories: true)
    for hook in ["reference-transaction", "post-index-change", "update", "pre-receive"] {
      try FileManager.default.copyItem(at: program, to: hooks.appendingPathComponent(hook))
    }
    let text = (0..<20).map { "k\($0): v\n" }.joined()
    let attributes = "* filter=x diff=x merge=x text=auto\n"
    let tree = try storeTree([
      line("100644", Array(".gitattributes".utf8), blob(attributes)),
      line("100644", Array("a".utf8), blob(text)),
    ])
    let ours = try storeTree([
      line("100644", Array(".gitattributes".utf8), blob(attributes)),
      line("100644", Array("a".utf8), blob("first: 1\n" + text)),
    ])
    let theirs = try storeTree([
      line("100644", Array(".gitattributes".utf8), blob(attributes)),
      line("100644", Array("a".utf8), blob(text + "last: 1\n")),
    ])
    try Data(attributes.utf8).write(to: scratch.directory.appendingPathComponent(".gitattributes"))
    let base = try storeCommit(tree)
    let sides = try [ours, theirs].map { try storeCommit($0, parents: [base]) }
    try? FileManager.default.removeItem(at: trace)
    for (index, repository) in try backends().enumerated() {
      let merge = try repository.merge(
        repository.resolve(sides[1]), into: repository.resolve(sides[0]))
      #expect(merge.conflicts.isEmpty)
      #expect(try merge.files.contents(at: "a") == Array("first: 1\n\(text)last: 1\n".utf8))
      try repository.update(
        reference: "refs/vet/live/\(index)", to: id(base), from: .absence, log: "x")
      _ = try repository.upstream()
      let writer = try repository.makeWriter()
      _ = try writer.write(Array("\(index)".utf8), kind: .blob)
      try writer.finish()
    }
    #expect(!FileManager.default.fileExists(atPath: trace.path))
  }

  @Test func mergesHugeConflictsInTime() throws {
    // Every line differs, which is the worst case of a line-by-line merge.
    let versions = try (0..<3).map { side in
      try storeTree([
        line(
          "100644", Array("a".utf8),
          blob((0..<20_000).map { "k\($0): \($0 &* 31 &+ side)\n" }.joined()))
      ])
    }
    let base = try storeCommit(versions[0])
    let sides = try versions.dropFirst().map { try storeCommit($0, parents: [base]) }
    let repository = try open()
    let merge = try repository.merge(
      repository.resolve(sides[1]), into: repository.resolve(sides[0]))
    #expect(merge.conflicts == [MergeConflict(path: "a", kind: .contents)])
  }

  @Test func stopsAtLargeFiles() throws {
    try scratch.git("config", "core.bigFileThreshold", "1")
    let size = ObjectLimit.blob + 1
    let file = scratch.directory.appendingPathComponent(".git/large")
    #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
    #expect(truncate(file.path, off_t(size)) == 0)
    let large = try id(scratch.git("hash-object", "-w", "--no-filters", file.path))
    let tree = try storeTree([line("100644", Array("large".utf8), large.bytes)])
    for repository in try backends() {
      #expect(
        throws: GitError.fileTooLarge(path: "large", size: size, limit: ObjectLimit.blob)
      ) {
        try repository.files(of: tree).contents(at: "large")
      }
    }
    // A change of it is seen by its id alone.
    let repository = try open()
    let commit = try storeCommit(tree, parents: [good])
    let merge = try repository.merge(repository.resolve(commit), into: repository.resolve(good))
    #expect(merge.tree == tree)
  }
}
