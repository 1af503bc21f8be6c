import CEL
import Kubernetes
import Testing

/// What k8s.io/apiserver answers.
struct KubernetesEnvironmentTests {
  private func evaluate(_ expression: String, minor: Int = 36) throws -> Value {
    try KubernetesEnvironment.make(minor: minor).compile(expression).evaluate().value
  }

  @Test(arguments: [
    "quantity('50k').add(20).sub(quantity('100k')).asInteger() == -49980",
    "quantity('0.5') == quantity('500m') && quantity('1Gi').isGreaterThan(quantity('1G'))",
    "!isQuantity('1Gib') && sign(quantity('-1')) == -1 && !quantity('100m').isInteger()",
    "url('https://user@Example.com:80/a%20b?x=1&x=2#f').getHost() == 'Example.com:80'",
    "url('https://[::1]:80/').getHostname() == '::1' && url('https://[::1]:80/').getPort() == '80'",
    "url('/a%20b?x=1&x=2').getQuery() == {'x': ['1', '2']} && url('/a b').getEscapedPath() == '/a%20b'",
    "!isURL('a/b') && !isURL('https://a:x/') && isURL('/abs') && !isURL('http://a:1:2/')",
    "cidr('192.168.0.0/16').containsIP('192.168.1.5') && !cidr('::/0').containsIP('1.2.3.4')",
    "cidr('192.168.1.5/24').masked() == cidr('192.168.1.0/24') && ip('::1').isLoopback()",
    "ip('2001:db8:0:0::1').family() == 6 && string(ip('2001:db8:0:0::1')) == '2001:db8::1'",
    "ip.isCanonical('::1') && !ip.isCanonical('0::1') && type(ip('::1')) == net.IP",
    "[1, 2, 3].sum() == 6 && [1.5].sum() == 1.5 && ['b', 'a'].max() == 'b' && [3, 1].min() == 1",
    "[1, 2, 2].isSorted() && ![2, 1].isSorted() && [1, 2, 1].lastIndexOf(1) == 2",
    "'123 abc 456'.findAll('[0-9]+') == ['123', '456'] && 'abc'.find('[0-9]') == ''",
    "'123 abc 456'.findAll('[0-9]+', 1) == ['123'] && 'a'.findAll('a', 0) == []",
    "semver('v01.01', true) == semver('1.1.0') && !isSemver('1.2') && semver('1.2.3-a').major() == 1",
    "semver('1.0.0-rc.1').isLessThan(semver('1.0.0')) && semver('1.0.0+a').compareTo(semver('1.0.0+b')) == 0",
  ])
  func holds(expression: String) throws {
    #expect(try evaluate(expression).bool == true)
  }

  @Test(arguments: [
    ("quantity('10Mm')", "unable to parse quantity's suffix"),
    ("quantity('100m').asInteger()", "cannot convert value to integer"),
    ("ip('::ffff:1.2.3.4')", "IPv4-mapped IPv6 address \"::ffff:1.2.3.4\" is not allowed"),
    (
      "url('https://a b/')",
      "URL parse error during conversion from string: parse \"https://a b/\": invalid character "
        + "\" \" in host name"
    ),
    ("semver('v1.0')", "No Major.Minor.Patch elements found"),
    ("cidr('10.0.0.0/8').containsIP('10.0.0')", "no such overload"),
    ("[].min()", "min called on empty list"),
    ("[dyn(1), dyn(1.5)].sum()", "no such overload"),
  ])
  func fails(expression: String, message: String) throws {
    let environment = KubernetesEnvironment.make(minor: 28)
    let newest = KubernetesEnvironment.make(minor: 36)
    let program = try? environment.compile(expression)
    let value = try (program ?? newest.compile(expression)).evaluate().value
    guard case .error(let error) = value else {
      Issue.record("\(expression) gives \(value)")
      return
    }
    #expect(error.message == message)
  }

  @Test(arguments: [
    ("quantity('1')", 28), ("ip('::1')", 30), ("semver('1.0.0')", 33),
    ("1 < 1.5", 28), ("url('/a').getHost()", 0),
  ])
  func knowsEachLibrarySinceItsVersion(expression: String, since: Int) throws {
    _ = try evaluate(expression, minor: since)
    guard since > 0 else { return }
    #expect(throws: CompileError.self) { try evaluate(expression, minor: since - 1) }
  }

  @Test func doesNotKnowWhatTheAuthorizerWouldSay() throws {
    var environment = KubernetesEnvironment.make(minor: 36)
    environment.declare("authorizer", KubernetesEnvironment.authorizerType)
    let program = try environment.compile(
      "authorizer.group('apps').resource('deployments').namespace('a').check('get').allowed()")
    let activation = Activation(["authorizer": .unknown(Unknown(["authorizer"]))])
    guard case .unknown(let unknown) = program.evaluate(activation).value else {
      Issue.record("an answer without a cluster")
      return
    }
    #expect(unknown.attributes == ["authorizer"])
  }
}
