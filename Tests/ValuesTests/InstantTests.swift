import Testing
import Values

@Suite struct InstantTests {
  // Seconds as `date --utc --date=… +%s` prints them.
  @Test(arguments: [
    ("1970-01-01", 0), ("2027-01-31", 1_801_353_600), ("2024-02-29T23:59:59Z", 1_709_251_199),
    ("1969-12-31T23:59:59Z", -1), ("2000-03-01T00:00:00+01:00", 951_865_200),
    ("1900-01-01T00:00:00Z", -2_208_988_800), ("2026-11-23T10:00:00.5Z", 1_795_428_000),
  ])
  func readsAsDateDoes(text: String, seconds: Int64) {
    #expect(Instant(text)?.seconds == seconds)
  }

  @Test(arguments: [
    "2027-02-29", "2027-13-01", "2027-1-1", "2027-01-31T", "2027-01-31T10:00Z", "tomorrow", "",
    "2027-01-31T10:00:00", "2027-01-31T24:00:00Z",
  ])
  func refusesWhatIsNoInstant(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test(arguments: ["1900-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-23T10:41:07Z"])
  func printsWhatItReads(text: String) {
    #expect(Instant(text)?.description == text)
  }
}
