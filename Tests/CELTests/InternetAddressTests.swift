import CEL
import Testing

/// What Go's `net/netip` answers.
struct InternetAddressTests {
  @Test(arguments: [
    ("192.168.0.1", "192.168.0.1"), ("2001:db8:0:0::1", "2001:db8::1"), ("::", "::"),
    ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("0:0:1::", "0:0:1::"), ("::1.2.3.4", "::102:304"),
    ("::ffff:1.2.3.4", "::ffff:1.2.3.4"), ("fe80::1%eth0", "fe80::1%eth0"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("2001:DB8::A", "2001:db8::a"),
  ])
  func readsAndWrites(text: String, canonical: String) throws {
    #expect(try "\(InternetAddress(text))" == canonical)
  }

  @Test(arguments: [
    ("192.168.0.1.0", "ParseAddr(\"192.168.0.1.0\"): IPv4 address too long"),
    (
      "2001:db8:::68",
      "ParseAddr(\"2001:db8:::68\"): each colon-separated field must have at least one digit "
        + "(at \":68\")"
    ),
    ("", "ParseAddr(\"\"): unable to parse IP"),
    ("1.2.3", "ParseAddr(\"1.2.3\"): IPv4 address too short"),
    ("1.2.3.04", "ParseAddr(\"1.2.3.04\"): IPv4 field has octet with leading zero"),
    ("1.2.3.256", "ParseAddr(\"1.2.3.256\"): IPv4 field has value >255"),
    ("1::2::3", "ParseAddr(\"1::2::3\"): multiple :: in address (at \":3\")"),
  ])
  func refuses(text: String, message: String) {
    #expect { try InternetAddress(text) } throws: { "\($0)" == message }
  }

  @Test func comparesPrefixes() throws {
    let wide = try InternetPrefix("192.168.1.5/16")
    #expect("\(wide.masked)" == "192.168.0.0/16")
    #expect(try wide.contains(InternetPrefix("192.168.7.0/24")))
    #expect(try !wide.contains(InternetPrefix("192.0.0.0/8")))
    #expect(try !InternetPrefix("::/0").contains(InternetAddress("1.2.3.4")))
    #expect(try InternetPrefix("0.0.0.0/0").contains(InternetAddress("1.2.3.4")))
    #expect { try InternetPrefix("192.168.0.0/") } throws: {
      "\($0)" == "netip.ParsePrefix(\"192.168.0.0/\"): bad bits after slash: \"\""
    }
  }
}
