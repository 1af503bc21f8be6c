import Testing

@testable import Kubernetes

@Suite struct QuantityTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("100m", "100m"), ("0.1", "100m"), ("1000m", "1"), ("1.5", "1500m"),
    ("1.500", "1.500"), ("+5", "+5"), ("0100m", "0100m"), ("1024Mi", "1Gi"), ("100Mi", "100Mi"),
    ("1.5Gi", "1536Mi"), ("0.5Ki", "512"), ("1Ei", "1Ei"), ("10Ei", "9223372036854775807"),
    ("1e3", "1e3"), ("12e4", "120e3"), ("1E3", "1E3"), ("1E", "1E"), ("1000k", "1M"),
    ("123456789", "123456789"), ("1n", "1n"), ("0.1n", "1n"), ("-0.1n", "-1n"),
    ("1.0000000001", "1000000001n"), ("0.001Ki", "1024m"), (".5", "500m"), ("5.", "5."),
    ("1100m", "1100m"), ("2000Ki", "2000Ki"), ("2048Ki", "2Mi"), ("-1024Mi", "-1Gi"),
    ("1e100", "10e99"), ("12345678901234567890", "12345678901234567890"),
  ])
  func `writes the canonical form`(text: String, expected: String) throws {
    #expect(try Quantity(text).description == expected)
  }

  @Test(arguments: [
    ("", Quantity.ParseError.format), ("1.2.3", .format), ("abc", .format), ("1Gix", .format),
    ("1 Gi", .format), ("1Gib", .format), ("1mi", .suffix), ("1K", .suffix), ("1ee3", .suffix),
    ("1e", .suffix), ("1kM", .suffix),
  ])
  func `refuses what is no quantity`(text: String, error: Quantity.ParseError) {
    #expect(throws: error) { try Quantity(text) }
  }

  @Test(arguments: [
    ("1", "1000m", 0), ("1Gi", "1073741824", 0), ("1G", "1Gi", -1), ("1.5", "1", 1),
    ("-1", "1", -1), ("1e100", "1e101", -1), ("1e100", "10e99", 0), ("-1e100", "-1e99", -1),
    ("0", "0e5", 0), ("1e30", "1", 1), ("1n", "1e30", -1), ("1001m", "1", 1),
  ])
  func `compares exactly`(left: String, right: String, order: Int) throws {
    #expect(try Quantity(left).compare(Quantity(right)) == order)
    #expect(try Quantity(right).compare(Quantity(left)) == -order)
  }

  @Test func `adds and subtracts`() throws {
    #expect(try (Quantity("1Gi") + Quantity("1Mi")).description == "1025Mi")
    #expect(try (Quantity("0") + Quantity("1Gi")).description == "1Gi")
    #expect(try (Quantity("1") - Quantity("1500m")).description == "-500m")
    #expect(try (Quantity("1e100") + Quantity("1")).compare(Quantity("1e99")) == 1)
    let largest = Quantity(Int64.max)
    #expect((largest + largest).int64 == nil)
  }

  @Test func `the least amount can be taken away and taken many times`() throws {
    let least = Quantity(unscaled: .min, scale: 0, format: .decimalSI)
    #expect((-least).unscaled == .max)
    #expect((Quantity(1) - least).sign == 1)
    // Exactly -2^127, which has no counterpart above zero.
    let product = try Quantity("-36893488147419103232").multiplied(by: 4_611_686_018_427_387_904)
    #expect(product.unscaled == Int128.min + 1)
    #expect((-product).unscaled == .max)
    #expect(try Quantity("1e18").multiplied(by: .min).sign == -1)
    #expect(
      try Quantity("-170141183460469231731687303715884105727").multiplied(by: .min).sign == 1)
  }

  @Test func `rounds away from zero where it is read as an integer`() throws {
    #expect(try Quantity("1001m").value == 2)
    #expect(try Quantity("-1001m").value == -2)
    #expect(try Quantity("1.5").milliValue == 1500)
    #expect(try Quantity("1k").int64 == 1000)
    #expect(try Quantity("1000m").int64 == nil)
    #expect(try Quantity("1.5Gi").int64 == nil)
    #expect(try Quantity("250m").approximateDouble == 0.25)
  }
}
