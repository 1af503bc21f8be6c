import Resources
import Values

/// Built-in kinds whose versions say the same in other fields.
enum VersionRules {
  struct Versions {
    let from: String
    let to: String
    let kubernetes: KubernetesVersion
  }

  /// Makes an object one of another version, but for its `apiVersion`; returns whether it could.
  typealias Rule = @Sendable (inout Document, Versions) -> Bool

  static func rule(apiVersion: String, kind: String) -> Rule? {
    rules[ResourceIdentity.group(ofAPIVersion: apiVersion)]?[kind]
  }

  private static let rules: [String: [String: Rule]] = [
    "autoscaling": ["HorizontalPodAutoscaler": AutoscalerVersions.convert],
    "flowcontrol.apiserver.k8s.io": [
      "PriorityLevelConfiguration": ConcurrencyShares.convert
    ],
    "policy": ["PodDisruptionBudget": DisruptionBudgetVersions.convert],
    "resource.k8s.io": [
      "ResourceClaim": DeviceVersions.convertClaim,
      "ResourceClaimTemplate": DeviceVersions.convertTemplate,
      "ResourceSlice": DeviceVersions.convertSlice,
    ],
  ]
}
