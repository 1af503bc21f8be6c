import TestSupport
import Testing

@Suite struct FuzzReplayTests {
  @Test func manifest() throws { try Corpus.replay("manifest", ManifestFuzz.run) }
}
