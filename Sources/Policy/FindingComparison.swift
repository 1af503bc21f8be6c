/// Gives findings at the head their status by those at the base.
package func compareFindings(base: [Finding], head: [Finding]) -> [Finding] {
  let before = Set(base.map(\.key))
  let after = Set(head.map(\.key))
  let present = head.map { finding in
    var finding = finding
    finding.status = before.contains(finding.key) ? .existing : .introduced
    return finding
  }
  let gone = base.filter { !after.contains($0.key) }.map { finding in
    var finding = finding
    finding.status = .fixed
    return finding
  }
  return present + gone
}
