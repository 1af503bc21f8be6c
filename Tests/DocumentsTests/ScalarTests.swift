import Documents
import Testing
import Values

/// What `kubectl label --local -o json` (1.32) and `kubectl kustomize` (5.5.0) make of scalars.
@Suite struct ScalarTests {
  @Test(arguments: [
    ("y", "true"), ("Y", "true"), ("n", "false"), ("N", "false"), ("yes", "true"),
    ("on", "true"), ("off", "false"), ("True", "true"), ("FALSE", "false"),
    ("TrUe", #""TrUe""#), ("'y'", #""y""#),
    ("~", "null"), ("null", "null"), ("Null", "null"), ("", "null"), (#""""#, #""""#),
    ("0777", "511"), ("0o17", "15"), ("08", "8"), ("1e3", "1000"), ("1.0", "1"),
    ("1.50", "1.5"), ("0x1F", "31"), ("0b11", "3"), ("1_000", "1000"), ("0_x1F", "31"),
    ("0_", "0"), ("-_1", "-1"), ("1._5", "1.5"), ("0b_1", "1"), ("-0b11", "-3"), ("+5", "5"),
    ("-0", "0"), (".5", "0.5"), ("5.", "5"), ("-.5", "-0.5"), ("1.e3", "1000"),
    ("1e21", "1e+21"), ("1e20", "100000000000000000000"), ("1e18", "1000000000000000000"),
    ("1e-7", "1e-7"), ("0.000001", "0.000001"), ("1e-400", "0"), ("123456789.125", "123456789.125"),
    ("12345678901234567890", "12345678901234567890"),
    ("123456789012345678901", "123456789012345680000"),
    ("2001-01-01", #""2001-01-01""#), ("1:30", #""1:30""#), ("1e400", #""1e400""#),
    ("._5", #""._5""#), ("0b", #""0b""#), ("0x", #""0x""#), ("0o8", #""0o8""#), ("+", #""+""#),
    ("1e", #""1e""#), ("-.", #""-.""#), ("1,000", #""1,000""#), ("=", #""=""#),
    (#"! "12""#, #""12""#), ("!!str 12", #""12""#), (#"!!int "12""#, "12"), ("!!float 3", "3"),
    ("!foo 12", #""12""#), ("!!binary aGVsbG8=", #""hello""#), ("!!bool yes", "true"),
    ("!!timestamp 2001-01-01", #""2001-01-01""#), ("!!float 1_0.5", "10.5"),
    (#""\x00""#, #""\u0000""#),
  ])
  func kubectl(text: String, expected: String) {
    #expect(json("a: \(text)") == [#"{"a":\#(expected)}"#])
  }

  @Test(arguments: [
    ("y", #""y""#), ("Yes", #""Yes""#), ("on", #""on""#), ("true", "true"), ("Null", "null"),
    ("0777", "511"), ("0o17", "15"), ("08", "8"), ("1.50", "1.50"), ("0x1F", "31"),
    ("1_000", "1000"), ("12345678901234567890", "12345678901234567890"),
    (#"! "12""#, #""12""#), ("! 12", "12"), ("! true", "true"), ("{! <<: {b: c}}", #"{"b":"c"}"#),
    ("!!float 3", "3"), ("!foo 12", #""12""#),
  ])
  func kustomize(text: String, expected: String) {
    #expect(json("a: \(text)", .yaml12) == [#"{"a":\#(expected)}"#])
  }

  @Test func resourcesKeepTheTextOfNumbers() {
    let document = YAML.read("[1.50, 0777, 1e3]", from: file, dialect: .yaml12).documents[0]
    #expect(document.root.elements.map(\.text) == ["1.50", "0777", "1e3"])
    #expect(document.root.elements.map(\.kind) == [.float, .int, .float])
  }

  @Test(arguments: [
    ("true", "true"), ("yes", "true"), ("N", "false"), ("1", "1"), ("0x10", "16"), ("0777", "511"),
    ("1.5", "1.5"), ("1e3", "1000"), ("1e5", "100000"), ("1e6", "1e+06"), ("0.0001", "0.0001"),
    ("0.00001", "1e-05"), ("1234567.5", "1.2345675e+06"), ("3.14159265358979", "3.1415927"),
    (".inf", ".inf"), ("2001-01-01", "2001-01-01"), ("'1'", "1"),
    ("9223372036854775807", "9223372036854775807"),
  ])
  func keysBecomeStrings(text: String, expected: String) {
    #expect(json("\(text): 1") == [#"{"\#(expected)":1}"#])
  }

  @Test(arguments: [
    "!!int abc", "!!bool maybe", "!!float x", "!!null x", "!!timestamp x", "!!binary '%%%'",
    "!!binary /w==", ".inf", "-.INF", ".nan",
  ])
  func valuesThatJSONCannotHoldAreRefused(text: String) {
    #expect(json("a: \(text)") == [])
    #expect(problems("a: \(text)").count == 1)
  }

  @Test(arguments: ["~", "9223372036854775808", "[a]", "{a: 1}"])
  func otherKeysAreRefused(text: String) {
    #expect(json("\(text): 1") == [])
    #expect(problems("\(text): 1").first?.hasSuffix("[unsupported-key]") == true)
  }
}
