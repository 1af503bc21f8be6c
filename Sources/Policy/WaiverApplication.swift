import Diagnostics
package import Values

extension PolicySet {
  /// Marks the findings that a waiver covers, and reports the waivers that are expired, about to
  /// expire, or of no use.
  ///
  /// - Parameter isPartial: only what a change touches was looked at, so that an unused waiver may
  ///   well be needed by the rest.
  package func applyWaivers(
    to findings: inout [Finding], now: Instant, isPartial: Bool
  ) {
    var used = Set<Int>()
    for index in findings.indices where findings[index].status != .fixed {
      let covering = waivers.indices.filter { waivers[$0].covers(findings[index]) }
      used.formUnion(covering)
      guard let place = covering.first(where: { !waivers[$0].isExpired(at: now) }) else {
        if let expired = covering.first {
          findings[index].help = Self.expiryHelp(waivers[expired])
        }
        continue
      }
      let waiver = waivers[place]
      findings[index].status = .waived
      findings[index].waiver =
        "\(waiver.name) (\(waiver.owner), until \(waiver.lastDay)): \(waiver.reason)"
    }
    for (index, waiver) in waivers.enumerated() {
      findings += report(
        on: waiver, isUsed: used.contains(index), now: now, isPartial: isPartial)
    }
  }

  private func report(
    on waiver: Waiver, isUsed: Bool, now: Instant, isPartial: Bool
  ) -> [Finding] {
    func finding(_ rule: String, _ message: String, help: String) -> [Finding] {
      [
        Finding(
          rule: rule, severity: .info, status: .existing, message: message, mark: waiver.mark,
          help: help)
      ]
    }
    let day = waiver.lastDay
    if waiver.isExpired(at: now) {
      // It speaks up where it is missed; elsewhere it is only litter.
      guard isUsed || !isPartial else { return [] }
      return finding(
        "waiver-expired", "waiver '\(waiver.name)' expired on \(day)",
        help: "mend what it covered, renew it with \(waiver.owner), or delete it")
    }
    if waiver.expiresSoon(at: now), isUsed || !isPartial {
      return finding(
        "waiver-expires-soon", "waiver '\(waiver.name)' expires on \(day)",
        help: "ask \(waiver.owner) whether it is still needed")
    }
    if !isUsed, !isPartial {
      return finding(
        "waiver-unused", "waiver '\(waiver.name)' covers nothing", help: "delete it")
    }
    return []
  }

  private static func expiryHelp(_ waiver: Waiver) -> String {
    "waiver '\(waiver.name)' covered this until \(waiver.lastDay); "
      + "mend it or ask \(waiver.owner) to renew"
  }
}
