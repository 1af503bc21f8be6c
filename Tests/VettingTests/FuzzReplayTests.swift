import TestSupport
import Testing

@Suite struct FuzzReplayTests {
  @Test func policies() throws { try Corpus.replay("policies", PoliciesFuzz.run) }

  @Test func checks() throws { try Corpus.replay("check", CheckFuzz.run) }
}
