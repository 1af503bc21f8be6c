extension KubernetesEnvironment {
  /// The most that one evaluation may cost (`PerCallLimit`).
  package static let callCostLimit: UInt64 = 1_000_000
}
