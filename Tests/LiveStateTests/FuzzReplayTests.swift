import TestSupport
import Testing

@Suite struct FuzzReplayTests {
  @Test func listing() throws { try Corpus.replay("listing", ListingFuzz.run) }

  @Test func snapshot() throws { try Corpus.replay("snapshot", SnapshotFuzz.run) }
}
