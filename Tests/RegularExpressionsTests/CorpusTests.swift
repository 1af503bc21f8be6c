import TestSupport
import Testing

struct CorpusTests {
  @Test func replaysRegex() throws {
    try Corpus.replay("regex", RegexFuzz.run)
  }
}
