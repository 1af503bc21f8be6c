import TestSupport
import Testing

@Suite struct FuzzReplayTests {
  @Test func yaml() throws { try Corpus.replay("yaml", YAMLFuzz.run) }
  @Test func json() throws { try Corpus.replay("json", JSONFuzz.run) }
}
