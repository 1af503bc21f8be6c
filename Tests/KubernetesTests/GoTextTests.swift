import Testing
import Values

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

  @Test(
    arguments: [
      (1, "1"), (100_000, "100000"), (1_000_000, "1e+06"), (123_456_789.125, "1.23456789125e+08"),
      (0.0001, "0.0001"), (0.00001, "1e-05"), (-2.5, "-2.5"),
    ] as [(Double, String)])
  func numbers(value: Double, text: String) { #expect(GoText.number(value) == text) }

  @Test(
    arguments: [
      ("2.50", "2.5", "2.5"), ("3.0", "3", "3"), ("12345678.5", "1.23456785e+07", "12345678.5"),
      ("9223372036854775808", "9.223372036854776e+18", "9223372036854776000"), ("0x10", "16", "16"),
    ])
  func numbersOfDocuments(written: String, value: String, json: String) throws {
    let node = try manifest(written).root
    #expect(GoText.value(node) == value)
    #expect(GoText.json(node) == json)
  }
}
