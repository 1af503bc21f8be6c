import Testing
import Values

@Suite struct DifferenceTests {
  static func types(_ path: FieldPath) -> ListType {
    switch path.steps.last {
    case .field("map"): .map(keys: ["name"])
    case .field("ports"): .map(keys: ["port", "protocol"])
    case .field("set"): .set
    default: .atomic
    }
  }

  private func differences(_ before: String, _ after: String) throws -> [String] {
    let before = try document(before)
    let after = try document(after)
    return Difference.between(before.root, after.root, listType: Self.types).map { difference in
      let values = [difference.before, difference.after].map { $0.map { text($0) } ?? "-" }
      return "\(difference.operation) \(difference.path): \(values.joined(separator: " → "))"
    }
  }

  @Test func fieldsAreComparedByName() throws {
    #expect(
      try differences(
        #"{"a":1,"b":{"c":[1],"d":2},"e":1}"#, #"{"e":1,"b":{"d":3,"c":[1,2]},"f":null}"#) == [
          "remove a: 1 → -", "replace b.c: [1] → [1,2]", "replace b.d: 2 → 3",
          "add f: - → null",
        ])
    #expect(try differences("1", "1") == [])
    #expect(try differences("1", #""1""#) == [#"replace : 1 → "1""#])
    #expect(try differences(#"{"a":{}}"#, #"{"a":[]}"#) == ["replace a: {} → []"])
  }

  @Test func elementsArePairedByTheirKeys() throws {
    #expect(
      try differences(
        #"{"map":[{"name":"a","v":1},{"name":"b","v":1},{"name":"c"}]}"#,
        #"{"map":[{"name":"b","v":2},{"name":"x"},{"name":"c"}]}"#) == [
          "replace map[0].v: 1 → 2", #"add map[1]: - → {"name":"x"}"#,
          #"remove map[0]: {"name":"a","v":1} → -"#,
        ])
    #expect(
      try differences(
        #"{"ports":[{"port":1,"protocol":"TCP"},{"port":1}]}"#,
        #"{"ports":[{"port":1,"protocol":"TCP","n":1},{"port":1}]}"#) == [
          "add ports[0].n: - → 1"
        ])
  }

  @Test(arguments: [
    (#"{"map":[{"name":"a"},{"name":"b"}]}"#, #"{"map":[{"name":"b"},{"name":"a"}]}"#),
    (#"{"map":[{"name":"a"}]}"#, #"{"map":[{"name":"a"},{"name":"a"}]}"#),
    (#"{"map":[{"name":"a"}]}"#, #"{"map":["a"]}"#),
  ])
  func listsThatCannotBePairedChangeAsAWhole(before: String, after: String) throws {
    let found = try differences(before, after)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("replace map: ") == true)
  }

  @Test func setsHaveNoOrder() throws {
    #expect(
      try differences(#"{"set":["a","b"]}"#, #"{"set":["c","b"]}"#) == [
        #"add set[0]: - → "c""#, #"remove set[0]: "a" → -"#,
      ])
    #expect(try differences(#"{"set":["a","b"]}"#, #"{"set":["b","a"]}"#) == [])
  }

  /// A set's order is not part of its value.
  private static func sorted(_ node: Node, isSet: Bool = false) -> String {
    if node.isMapping {
      return "{"
        + node.entries.map { "\($0.name):\(sorted($0.value, isSet: $0.name == "set"))" }
        .sorted().joined(separator: ",") + "}"
    }
    let elements = node.elements.map { sorted($0) }
    guard node.isSequence else { return text(node) }
    return "[\((isSet ? elements.sorted() : elements).joined(separator: ","))]"
  }

  @Test(arguments: 0..<20)
  func applyingTheDifferencesGivesTheTarget(seed: Int) throws {
    var random = RandomDocument(seed: UInt64(seed))
    for _ in 0..<20 {
      let before = try document(random.value())
      let after = try document(random.value())
      let differences = Difference.between(before.root, after.root, listType: Self.types)
      #expect(differences.isEmpty == (Self.sorted(before.root) == Self.sorted(after.root)))
      var result = before
      result.apply(differences)
      #expect(Self.sorted(result.root) == Self.sorted(after.root))
      #expect(Difference.between(after.root, after.root, listType: Self.types).isEmpty)
      for difference in differences {
        switch difference.operation {
        case .add: #expect(after.root[difference.path] == difference.after)
        case .remove: #expect(before.root[difference.place] == difference.before)
        case .replace:
          #expect(before.root[difference.place] == difference.before)
          #expect(after.root[difference.path] == difference.after)
        }
      }
    }
  }

  @Test(arguments: 0..<10)
  func equalNodesHaveEqualHashes(seed: Int) throws {
    var random = RandomDocument(seed: UInt64(seed) + 1000)
    for _ in 0..<50 {
      let value = random.value()
      let one = try document(value)
      let other = try document(text(one.root))
      #expect(one.root == other.root)
      #expect(one.root.hashValue == other.root.hashValue)
    }
  }
}
