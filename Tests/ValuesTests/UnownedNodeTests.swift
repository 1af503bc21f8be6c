import Testing

@testable import Values

@Suite struct UnownedNodeTests {
  @Test func anUnownedNodeShowsWhatTheNodeShows() throws {
    var generator = RandomDocument(seed: 7)
    for _ in 0..<200 {
      let document = try document(generator.value())
      same(document.root)
    }
  }

  private func same(_ node: Node) {
    let unowned = UnownedNode(node)
    #expect(unowned.kind == node.kind)
    #expect(unowned.count == node.count)
    #expect(unowned.withTextBytes { Array($0) } == node.withTextBytes { Array($0) })
    #expect(unowned.node == node)
    var values: [NodeID] = []
    unowned.forEachElement { values.append($0.id) }
    unowned.forEachEntry { values += [$0.id, $1.id] }
    #expect(values == node.elements.map(\.id) + node.entries.flatMap { [$0.key.id, $0.value.id] })
    for entry in node.entries {
      #expect(unowned[entry.name]?.id == node[entry.name]?.id)
      same(entry.value)
    }
    for (index, element) in node.elements.enumerated() {
      #expect(unowned[index]?.id == element.id)
      same(element)
    }
    #expect(unowned["no such key"] == nil)
    #expect(unowned[node.count] == nil)
    #expect(unowned[-1] == nil)
  }
}
