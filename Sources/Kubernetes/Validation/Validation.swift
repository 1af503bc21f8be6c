package import Values

/// What the API server says of an object that it is to store: k8s.io/kubernetes/pkg/apis/*/
/// validation and pkg/registry strategies as pure functions.
///
/// Objects come decoded and defaulted, the new one of an update prepared by
/// `Defaulting.prepareForUpdate`. A kind without rules of its own here is held to its metadata.
package enum Validation {
  /// The errors of a creation, in the server's order.
  package static func create(
    _ object: Document, group: String, kind: String
  ) -> [FieldError] {
    let object = AutoscalerVersions.validated(object, group: group, kind: kind)
    let rules = KindRules.of(group: group, kind: kind)
    return Report.reading { report in
      rules.create(Field(object.root, report, at: Report.root))
      return report.errors
    }
  }

  /// The errors of an update of `old`, which is stored, to `new`.
  package static func update(
    _ new: Document, old: Document, group: String, kind: String
  ) -> [FieldError] {
    let new = AutoscalerVersions.validated(new, group: group, kind: kind)
    let old = AutoscalerVersions.validated(old, group: group, kind: kind)
    let rules = KindRules.of(group: group, kind: kind)
    return Report.reading { report in
      Report.reading { unread in
        rules.update(
          Field(new.root, report, at: Report.root), Field(old.root, unread, at: Report.root))
      }
      return report.errors
    }
  }
}

/// How the server validates a kind.
struct KindRules: Sendable {
  var create: @Sendable (Field) -> Void
  /// The new object, and the stored one, whose report nobody reads.
  var update: @Sendable (Field, Field) -> Void

  init(
    create: @escaping @Sendable (Field) -> Void,
    update: @escaping @Sendable (Field, Field) -> Void
  ) {
    self.create = create
    self.update = update
  }

  static func of(group: String, kind: String) -> KindRules {
    table[group]?[kind] ?? unknown
  }

  private static let table: [String: [String: KindRules]] = [
    "": core, "apps": apps, "batch": batch, "autoscaling": autoscaling,
    "networking.k8s.io": networking, "discovery.k8s.io": discovery, "storage.k8s.io": storage,
    "rbac.authorization.k8s.io": rbac, "policy": policy, "scheduling.k8s.io": scheduling,
    "coordination.k8s.io": coordination, "node.k8s.io": node,
    "apiregistration.k8s.io": apiRegistration, "admissionregistration.k8s.io": admission,
    "apiextensions.k8s.io": extensions,
    "flowcontrol.apiserver.k8s.io": flowControl, "events.k8s.io": events,
    "certificates.k8s.io": certificates, "resource.k8s.io": resource,
  ]

  /// Names are at least path segments, whatever the kind.
  private static let unknown = KindRules(
    create: { object in
      Metadata.validate(
        object["metadata"], scope: .any, name: .pathSegment, prefix: .pathSegmentPrefix)
    },
    update: { new, old in Metadata.validateUpdate(new["metadata"], old["metadata"]) })
}
