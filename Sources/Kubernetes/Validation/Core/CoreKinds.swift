extension KindRules {
  static let core: [String: KindRules] = [
    "Pod": PodKind.rules,
    "PodTemplate": PodKind.template,
    "ReplicationController": ReplicationControllers.rules,
    "Service": Services.rules,
    "Endpoints": Endpoints.rules,
    "ConfigMap": ConfigMaps.rules,
    "Secret": Secrets.rules,
    "ServiceAccount": metadataOnly(.namespaced, .dns1123Subdomain),
    "PersistentVolumeClaim": PersistentVolumeClaims.rules,
    "PersistentVolume": PersistentVolumes.rules,
    "LimitRange": LimitRanges.rules,
    "ResourceQuota": ResourceQuotas.rules,
    "Namespace": Namespaces.rules,
    "Node": Nodes.rules,
    "Event": Events.core,
  ]

  /// A kind of which the server checks its metadata and what a closure adds.
  ///
  /// - Parameter isCustom: see `Metadata.validate`.
  static func kind(
    _ scope: Metadata.Scope, _ name: Format, prefix: Format? = nil, isCustom: Bool = false,
    _ validate: @escaping @Sendable (Field) -> Void = { _ in }
  ) -> KindRules {
    kind(scope, name, prefix: prefix, isCustom: isCustom, validate) { new, _ in validate(new) }
  }

  static func kind(
    _ scope: Metadata.Scope, _ name: Format, prefix: Format? = nil, isCustom: Bool = false,
    _ validate: @escaping @Sendable (Field) -> Void,
    update: @escaping @Sendable (_ new: Field, _ old: Field) -> Void
  ) -> KindRules {
    KindRules(
      create: { object in
        Metadata.validate(
          object["metadata"], scope: scope, name: name, prefix: prefix, isCustom: isCustom)
        validate(object)
      },
      update: { new, old in
        Metadata.validateUpdate(new["metadata"], old["metadata"], isCustom: isCustom)
        update(new, old)
      })
  }

  static func metadataOnly(
    _ scope: Metadata.Scope, _ name: Format, prefix: Format? = nil
  ) -> KindRules {
    kind(scope, name, prefix: prefix)
  }
}
