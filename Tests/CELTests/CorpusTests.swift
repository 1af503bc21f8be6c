import TestSupport
import Testing

struct CorpusTests {
  @Test func `inputs that the fuzzer kept neither crash nor hang`() throws {
    try Corpus.replay("cel", CELFuzz.run)
  }
}
