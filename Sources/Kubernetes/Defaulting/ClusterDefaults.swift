import Values

extension Defaulting {
  static let networking: [String: Rule] = [
    "NetworkPolicy": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      for direction in ["ingress", "egress"] {
        for rule in document.elements(direction, of: spec) {
          for port in document.elements("ports", of: rule) {
            document.setPointer("protocol", "TCP", in: port)
          }
        }
      }
      guard document.isEmpty("policyTypes", of: spec) else { return }
      let types = document.isEmpty("egress", of: spec) ? ["Ingress"] : ["Ingress", "Egress"]
      let list = document.addList(types)
      document.set("policyTypes", to: list, in: spec)
    },
    "IngressClass": { document, object, _ in
      guard let spec = document.mapping("spec", of: object),
        let parameters = document.mapping("parameters", of: spec)
      else { return }
      document.setPointer("scope", "Cluster", in: parameters)
    },
  ]

  static let discovery: [String: Rule] = [
    "EndpointSlice": { document, object, _ in
      for port in document.elements("ports", of: object) {
        document.setPointer("name", "", in: port)
        document.setPointer("protocol", "TCP", in: port)
      }
    }
  ]

  static let storage: [String: Rule] = [
    "StorageClass": { document, object, _ in
      document.setPointer("reclaimPolicy", "Delete", in: object)
      document.setPointer("volumeBindingMode", "Immediate", in: object)
    },
    "CSIDriver": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      document.setDefault("attachRequired", true, in: spec)
      document.setDefault("podInfoOnMount", false, in: spec)
      document.setDefault("storageCapacity", false, in: spec)
      document.setPointer("fsGroupPolicy", "ReadWriteOnceWithFSType", in: spec)
      document.setDefault("requiresRepublish", false, in: spec)
      document.setDefault("seLinuxMount", false, in: spec)
      if document.isEmpty("volumeLifecycleModes", of: spec) {
        let modes = document.addList(["Persistent"])
        document.set("volumeLifecycleModes", to: modes, in: spec)
      }
    },
  ]

  static let scheduling: [String: Rule] = [
    "PriorityClass": { document, object, _ in
      document.setPointer("preemptionPolicy", "PreemptLowerPriority", in: object)
    }
  ]

  private static let rbacGroup = "rbac.authorization.k8s.io"

  private static let binding: Rule = { document, object, _ in
    if let reference = document.mapping("roleRef", of: object) {
      document.setDefault("apiGroup", rbacGroup, in: reference)
    }
    for subject in document.elements("subjects", of: object)
    where ["User", "Group"].contains(document.text("kind", of: subject)) {
      document.setDefault("apiGroup", rbacGroup, in: subject)
    }
  }

  static let rbac: [String: Rule] = [
    "RoleBinding": binding, "ClusterRoleBinding": binding,
  ]

  static let apiRegistration: [String: Rule] = [
    "APIService": { document, object, _ in
      guard let spec = document.mapping("spec", of: object),
        let service = document.mapping("service", of: spec)
      else { return }
      document.setDefault("port", 443, in: service)
    }
  ]

  static let apiExtensions: [String: Rule] = [
    "CustomResourceDefinition": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      if let names = document.mapping("names", of: spec) {
        let kind = document.text("kind", of: names)
        if !kind.isEmpty {
          document.setDefault("singular", kind.lowercased(), in: names)
          document.setDefault("listKind", "\(kind)List", in: names)
        }
      }
      if !document.has("conversion", in: spec) {
        let conversion = document.mapping(at: "conversion", in: spec)
        document.set("strategy", to: "None", in: conversion)
      }
      if let conversion = document.mapping("conversion", of: spec),
        let webhook = document.mapping("webhook", of: conversion),
        let client = document.mapping("clientConfig", of: webhook),
        let service = document.mapping("service", of: client)
      {
        document.setDefault("port", 443, in: service)
      }
    }
  ]

  static let flowControl: [String: Rule] = [
    "FlowSchema": { document, object, _ in
      guard let spec = document.mapping("spec", of: object) else { return }
      document.setDefaultNumber("matchingPrecedence", 1000, in: spec)
    },
    "PriorityLevelConfiguration": { document, object, context in
      guard let spec = document.mapping("spec", of: object) else { return }
      if let exempt = document.mapping("exempt", of: spec) {
        document.setDefault("nominalConcurrencyShares", 0, in: exempt)
        document.setDefault("lendablePercent", 0, in: exempt)
      }
      guard let limited = document.mapping("limited", of: spec) else { return }
      ConcurrencyShares.setDefault(
        in: &document, object, limited: limited, version: context.version)
      document.setDefault("lendablePercent", 0, in: limited)
      if let response = document.mapping("limitResponse", of: limited),
        let queuing = document.mapping("queuing", of: response)
      {
        document.setDefaultNumber("queues", 64, in: queuing)
        document.setDefaultNumber("handSize", 8, in: queuing)
        document.setDefaultNumber("queueLengthLimit", 50, in: queuing)
      }
    },
  ]
}
