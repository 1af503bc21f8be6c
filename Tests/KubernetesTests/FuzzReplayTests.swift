import TestSupport
import Testing

@Suite struct FuzzReplayTests {
  @Test func limits() throws { try Corpus.replay("limits", LimitsFuzz.run) }
  @Test func manifest() throws { try Corpus.replay("manifest", ManifestFuzz.run) }
}
