import Testing

@testable import Kubernetes

@Suite struct StringFormatTests {
  @Test(arguments: [
    ("ipv4", "10.0.0.1"), ("ipv4", "010.0.0.1"), ("ipv6", "::1"),
    ("ipv6", "2001:db8::8a2e:370:7334"),
    ("ipv6", "::ffff:10.0.0.1"), ("cidr", "10.0.0.0/8"), ("cidr", "fd00::/64"),
    ("mac", "01:23:45:67:89:ab"), ("mac", "0123.4567.89ab"), ("uri", "https://example.com/a?b=c"),
    ("uri", "/path"), ("email", "ann@example.com"), ("hostname", "a.example.com"),
    ("date", "2026-02-28"), ("date-time", "2026-02-28T10:00:00Z"),
    ("date-time", "2026-02-28t10:00:00.123+01:00"), ("duration", "1h30m"), ("duration", "22 ns"),
    ("duration", "2 weeks"), ("uuid", "123E4567-e89b-12d3-a456-426614174000"),
    ("byte", "aGVsbG8="), ("hexcolor", "#fFf"), ("isbn", "978-0321751041"),
    ("k8s-short-name", "web-1"), ("unheard-of", "anything"),
    ("ipv4", "::ffff:10.0.0.1"), ("uri", "*"), ("uri", "https://example.com/?a=%"),
    ("email", "Ann <ann@example.com>"), ("email", "ann@[10.0.0.1]"), ("email", "a@b (home)"),
    ("email", "\"a b\"@c"), ("email", "team: ann@example.com;"), ("email", "ann@[IPv6:::1]"),
    ("ssn", "111-22-3333"), ("rgbcolor", "rgb( 1,20, 255)"), ("isbn10", "032\t1751 043"),
    ("creditcard", "4111-1111 1111/1111"), ("duration", "1 fortnight 2 days"),
  ])
  func `takes`(format: String, text: String) {
    #expect(StringFormat.matches(text, format: format))
  }

  @Test(arguments: [
    ("ipv4", "10.0.0"), ("ipv4", "10.0.0.256"), ("ipv6", "1::2::3"), ("ipv6", "12345::"),
    ("ipv6", "1:2:3:4:5:6:7"), ("cidr", "10.0.0.0/33"), ("cidr", "10.0.0.0"), ("mac", "01:23:45"),
    ("uri", "no uri"), ("uri", "%zz"), ("email", "ann"), ("email", "a..b@example.com"),
    ("hostname", "-a.example.com"), ("date", "2026-02-30"), ("date-time", "2026-02-28 10:00:00Z"),
    ("date-time", "2026-02-28T24:00:00Z"), ("duration", "soon"), ("uuid", "123"),
    ("uuid3", "123e4567-e89b-42d3-a456-426614174000"), ("byte", "a"), ("hexcolor", "#ff"),
    ("isbn", "0321751042"), ("k8s-short-name", "Web"), ("k8s-long-name", "a..b"),
    ("ipv6", "::ffff:10.0.0.01"), ("uri", "https://example.com#top"), ("uri", "https://a:b/"),
    ("uri", "https://[::1"), ("email", "a b@c"), ("email", "ann@[10.0.0]"), ("email", "a@b (home"),
    ("email", "team: a@b, c@d;"), ("email", "\"\"@c"), ("email", "ann@[::1]"), ("email", "team:;"),
    ("ssn", "111223333"), ("ssn", "111-223333"), ("rgbcolor", "rgb(01,2,3)"),
    ("creditcard", "6221260000000000"), ("duration", "99999999999999999999 days"),
  ])
  func `refuses`(format: String, text: String) {
    #expect(!StringFormat.matches(text, format: format))
  }

  @Test func `formats come with versions`() throws {
    let version = try #require(KubernetesVersion("1.33"))
    #expect(!StringFormat.isKnown("k8s-short-name", in: version))
    #expect(StringFormat.isKnown("k8s-short-name", in: .newest))
    #expect(StringFormat.isKnown("date-time", in: version))
  }
}
