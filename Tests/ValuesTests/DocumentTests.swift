import Testing
import Values

@Suite struct DocumentTests {
  @Test func editsKeepCopiesApart() {
    var document = Document()
    document.rootID = document.addMapping()
    document.set("replicas", to: 3, in: document.rootID)
    let copy = document
    document.set("replicas", to: 5, in: document.rootID)
    document.set("paused", to: true, in: document.rootID)

    #expect(copy.root["replicas"]?.int == 3)
    #expect(copy.root["paused"] == nil)
    #expect(document.root["replicas"]?.int == 5)
    #expect(document.root["paused"]?.bool == true)
  }

  @Test func aNodeKeepsShowingWhatItShowed() {
    var document = Document()
    document.rootID = document.addSequence()
    let before = document.root
    document.append(document.add("a"), to: document.rootID)

    #expect(before.count == 0)
    #expect(document.root[0]?.string == "a")
  }

  @Test func containersGrowAndShrinkAnywhere() {
    var document = Document()
    document.rootID = document.addSequence()
    for number in 0..<100 {
      document.insert(document.add(Int64(number)), at: 0, in: document.rootID)
    }
    document.removeElement(at: 0, from: document.rootID)
    document.removeElement(at: 98, from: document.rootID)
    document.removeElement(at: 98, from: document.rootID)

    #expect(document.root.elements.compactMap(\.int) == (1...98).reversed().map(Int64.init))
  }

  @Test func graftTakesMarksAlong() {
    var patch = Document()
    let file = patch.addSource(Source(path: "patch.yaml"))
    patch.rootID = patch.add(2, at: .init(source: file, line: 7, column: 3))
    var document = Document()
    _ = document.addSource(Source(path: "base.yaml"))
    document.rootID = document.addMapping()
    document.set("replicas", to: document.graft(patch.root), in: document.rootID)

    #expect(document.root["replicas"]?.mark?.description == "patch.yaml:7:3")
    #expect(document.root.mark == nil)
  }

  @Test func graftOfAGraftKeepsItsMarks() {
    var patch = Document()
    let file = patch.addSource(Source(path: "patch.yaml"))
    patch.rootID = patch.addMapping()
    patch.set(
      "replicas", to: patch.add(2, at: .init(source: file, line: 7, column: 3)), in: patch.rootID)
    var first = Document()
    first.rootID = first.graft(patch.root)
    var second = Document()
    second.rootID = second.graft(first.root)

    #expect(second.root["replicas"]?.mark?.description == "patch.yaml:7:3")
  }

  @Test func equalityIsOfValues() {
    func mapping(_ entries: [(String, Int64)]) -> Document {
      var document = Document()
      document.rootID = document.addMapping()
      for (key, value) in entries { document.set(key, to: value, in: document.rootID) }
      return document
    }
    #expect(mapping([("a", 1), ("b", 2)]) == mapping([("b", 2), ("a", 1)]))
    #expect(mapping([("a", 1), ("b", 2)]) != mapping([("b", 1), ("a", 2)]))
    #expect(mapping([("a", 1)]) != mapping([("a", 1), ("b", 2)]))
  }

  @Test(arguments: [
    ("0", 0), ("-17", -17), ("0777", 511), ("0x1F", 31), ("0b101", 5), ("0o17", 15),
    ("1_000", 1000), ("0_", 0), ("0_x1F", 31), ("-9223372036854775808", Int64.min),
  ])
  func integersReadAsGoReadsThem(text: String, value: Int64) {
    #expect(IntegerText(text).flatMap { Int64(exactly: $0) } == value)
  }

  @Test(arguments: ["", "-", "08", "1e3", "18446744073709551616", "-9223372036854775809", "0x"])
  func otherTextIsNoInteger(text: String) {
    #expect(IntegerText(text) == nil)
  }

  @Test func pathsAreWrittenAsTheServerWritesThem() {
    let path = FieldPath.root.entry("metadata").entry("annotations").entry("team/owner")
    #expect(path.description == "metadata.annotations[team/owner]")
    let image = FieldPath.root.entry("spec").entry("containers").index(0).entry("image")
    #expect(image.description == "spec.containers[0].image")
  }
}
