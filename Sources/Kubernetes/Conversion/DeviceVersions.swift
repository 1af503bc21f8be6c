import Values

/// What stands in a structure of its own in some versions of the kinds about devices, and beside
/// its neighbours in others.
///
/// pkg/apis/resource/v1beta1/conversion.go.
enum DeviceVersions {
  /// v1beta1 has what is asked of one kind of device in the request itself.
  static let convertClaim: VersionRules.Rule = { document, versions in
    convertRequests(of: document.rootID, in: &document, versions)
  }

  static let convertTemplate: VersionRules.Rule = { document, versions in
    guard let template = document.mapping("spec", of: document.rootID) else {
      return isKnown(versions)
    }
    return convertRequests(of: template, in: &document, versions)
  }

  /// v1beta1 has what describes a device under `basic`.
  static let convertSlice: VersionRules.Rule = { document, versions in
    guard isKnown(versions) else { return false }
    guard isNested(versions.from) != isNested(versions.to) else { return true }
    guard let spec = document.mapping("spec", of: document.rootID) else { return true }
    // v1beta1 does not tell what is not set from what is set to nothing.
    if document[spec]["allNodes"]?.bool == false { document.remove("allNodes", from: spec) }
    if document[spec]["nodeName"]?.hasText("") == true { document.remove("nodeName", from: spec) }
    for device in document.elements("devices", of: spec) where document[device].isMapping {
      if versions.to == "v1beta1" {
        nest("basic", except: ["name"], in: &document, device)
      } else {
        lift("basic", in: &document, device)
      }
    }
    return true
  }

  private static func isKnown(_ versions: VersionRules.Versions) -> Bool {
    ["v1", "v1beta1", "v1beta2"].contains(versions.from)
      && ["v1", "v1beta1", "v1beta2"].contains(versions.to)
  }

  private static func isNested(_ version: String) -> Bool { version == "v1beta1" }

  private static func convertRequests(
    of parent: NodeID, in document: inout Document, _ versions: VersionRules.Versions
  ) -> Bool {
    guard isKnown(versions) else { return false }
    guard isNested(versions.from) != isNested(versions.to) else { return true }
    guard let spec = document.mapping("spec", of: parent),
      let devices = document.mapping("devices", of: spec)
    else { return true }
    for request in document.elements("requests", of: devices) where document[request].isMapping {
      if versions.to == "v1beta1" {
        lift("exactly", in: &document, request)
      } else {
        let names = ["name", "firstAvailable"]
        if document[request].entries.contains(where: { !names.contains($0.name) }) {
          nest("exactly", except: names, in: &document, request)
        }
      }
    }
    return true
  }

  /// Puts what stands under a key beside it.
  private static func lift(_ key: String, in document: inout Document, _ mapping: NodeID) {
    guard let inner = document[mapping][key] else { return }
    let others = document[mapping].entries.filter { !$0.key.hasText(key) }
    let names = Set(others.map(\.name))
    let lifted = inner.entries.filter { !names.contains($0.name) }
    document.setChildren(of: mapping, to: children(others) + children(lifted))
  }

  /// Puts all but a few entries under a key.
  private static func nest(
    _ key: String, except names: [String], in document: inout Document, _ mapping: NodeID
  ) {
    let all = document[mapping].entries
    let (kept, nested) = (
      all.filter { names.contains($0.name) }, all.filter { !names.contains($0.name) }
    )
    let inner = document.addContainer(.mapping, .block, children: children(nested))
    document.setChildren(of: mapping, to: children(kept))
    document.set(key, to: inner, in: mapping)
  }

  /// Keys and values in turn.
  private static func children(_ entries: [Node.Entry]) -> [NodeID] {
    entries.flatMap { [$0.key.id, $0.value.id] }
  }
}
