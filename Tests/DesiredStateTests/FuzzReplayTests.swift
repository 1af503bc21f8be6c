import TestSupport
import Testing

@Suite struct FuzzReplayTests {
  @Test func configuration() throws {
    try Corpus.replay("configuration", ConfigurationFuzz.run)
  }
}
