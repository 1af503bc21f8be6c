import Testing

@testable import Kubernetes

@Suite struct GoTextTests {
  @Test(
    arguments: [
      (0.0, "0.000000"), (10.0 / 3, "3.333333"), (-0.5, "-0.500000"), (-10.0 / 3, "-3.333333"),
      (999_999_999_999.0, "999999999999.000000"),
    ] as [(Double, String)])
  func fixed(value: Double, text: String) { #expect(GoText.fixed(value) == text) }

  @Test func hugeFractionsAreWrittenToo() {
    for value in [1e300, -1e300, -1e19, .infinity, -.infinity] {
      #expect(GoText.fixed(value) == "\(value)")
    }
  }
}
