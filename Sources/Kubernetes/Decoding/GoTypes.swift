/// What the server's messages tell of the Go types behind the API that schemas do not: names of
/// string types, and structs whose fields stand in another's (k8s.io/api, `types.go` of each group).
enum GoTypes {
  /// The type of a field's text, or of each in its list; nil where it is no other than `string`.
  static func text(of field: String, in structure: String) -> String? {
    textTypes["\(structure).\(field)"]
  }

  /// The struct that a field comes from where it is not the struct's own.
  static func embedded(_ field: String, in structure: String) -> String? {
    guard let (name, own) = embeddings[structure], !own.contains(field) else { return nil }
    return name
  }

  /// By name: the struct in it, and the fields beside that.
  private static let embeddings: [String: (name: String, own: Set<String>)] = {
    let reference = "LocalObjectReference"
    return [
      "IngressRule": ("IngressRuleValue", ["host"]),
      "Volume": ("VolumeSource", ["name"]),
      "PersistentVolumeSpec": (
        "PersistentVolumeSource",
        [
          "capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy",
          "storageClassName", "mountOptions", "volumeMode", "nodeAffinity",
          "volumeAttributesClassName",
        ]
      ),
      "Probe": (
        "ProbeHandler",
        [
          "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold",
          "failureThreshold", "terminationGracePeriodSeconds",
        ]
      ),
      "EphemeralContainer": ("EphemeralContainerCommon", ["targetContainerName"]),
      "ConfigMapKeySelector": (reference, ["key", "optional"]),
      "SecretKeySelector": (reference, ["key", "optional"]),
      "ConfigMapEnvSource": (reference, ["optional"]),
      "SecretEnvSource": (reference, ["optional"]),
      "ConfigMapProjection": (reference, ["items", "optional"]),
      "SecretProjection": (reference, ["items", "optional"]),
      "ConfigMapVolumeSource": (reference, ["items", "defaultMode", "optional"]),
    ]
  }()

  private static let textTypes: [String: String] = {
    var types: [String: String] = [:]
    for (type, fields) in fieldsOfTypes {
      for field in fields { types[field] = type }
    }
    return types
  }()

  private static let fieldsOfTypes: [String: [String]] = [
    "v1.AppArmorProfileType": ["AppArmorProfile.type"],
    "v1.AzureDataDiskCachingMode": ["AzureDiskVolumeSource.cachingMode"],
    "v1.AzureDataDiskKind": ["AzureDiskVolumeSource.kind"],
    "v1.Capability": ["Capabilities.add", "Capabilities.drop"],
    "v1.CompletionMode": ["JobSpec.completionMode"],
    "v1.ConcurrencyPolicy": ["CronJobSpec.concurrencyPolicy"],
    "v1.ConditionStatus": ["PodFailurePolicyOnPodConditionsPattern.status"],
    "v1.ContainerRestartPolicy": ["Container.restartPolicy", "EphemeralContainer.restartPolicy"],
    "v1.ContainerRestartRuleAction": ["ContainerRestartRule.action"],
    "v1.ContainerRestartRuleOnExitCodesOperator": ["ContainerRestartRuleOnExitCodes.operator"],
    "v1.DNSPolicy": ["PodSpec.dnsPolicy"],
    "v1.DaemonSetUpdateStrategyType": ["DaemonSetUpdateStrategy.type"],
    "v1.DeploymentStrategyType": ["DeploymentStrategy.type"],
    "v1.FinalizerName": ["NamespaceSpec.finalizers"],
    "v1.GRPCProbeMode": ["GRPCAction.mode"],
    "v1.HTTPProtocol": ["HTTPGetAction.protocol"],
    "v1.HostPathType": ["HostPathVolumeSource.type"],
    "v1.IPFamily": ["ServiceSpec.ipFamilies"],
    "v1.IPFamilyPolicy": ["ServiceSpec.ipFamilyPolicy"],
    "v1.LabelSelectorOperator": ["LabelSelectorRequirement.operator"],
    "v1.LimitType": ["LimitRangeItem.type"],
    "v1.ManagedFieldsOperationType": ["ManagedFieldsEntry.operation"],
    "v1.MountPropagationMode": ["VolumeMount.mountPropagation"],
    "v1.NodeInclusionPolicy": [
      "TopologySpreadConstraint.nodeAffinityPolicy", "TopologySpreadConstraint.nodeTaintsPolicy",
    ],
    "v1.NodeSelectorOperator": ["NodeSelectorRequirement.operator"],
    "v1.OSName": ["PodOS.name"],
    "v1.PathType": ["HTTPIngressPath.pathType"],
    "v1.PersistentVolumeAccessMode": [
      "PersistentVolumeClaimSpec.accessModes", "PersistentVolumeSpec.accessModes",
    ],
    "v1.PersistentVolumeClaimRetentionPolicyType": [
      "StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted",
      "StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled",
    ],
    "v1.PersistentVolumeMode": [
      "PersistentVolumeClaimSpec.volumeMode", "PersistentVolumeSpec.volumeMode",
    ],
    "v1.PersistentVolumeReclaimPolicy": [
      "PersistentVolumeSpec.persistentVolumeReclaimPolicy", "StorageClass.reclaimPolicy",
    ],
    "v1.PodConditionType": [
      "PodFailurePolicyOnPodConditionsPattern.type", "PodReadinessGate.conditionType",
    ],
    "v1.PodFSGroupChangePolicy": ["PodSecurityContext.fsGroupChangePolicy"],
    "v1.PodFailurePolicyAction": ["PodFailurePolicyRule.action"],
    "v1.PodFailurePolicyOnExitCodesOperator": ["PodFailurePolicyOnExitCodesRequirement.operator"],
    "v1.PodManagementPolicyType": ["StatefulSetSpec.podManagementPolicy"],
    "v1.PodReplacementPolicy": ["JobSpec.podReplacementPolicy"],
    "v1.PodSELinuxChangePolicy": ["PodSecurityContext.seLinuxChangePolicy"],
    "v1.PolicyType": ["NetworkPolicySpec.policyTypes"],
    "v1.PreemptionPolicy": ["PodSpec.preemptionPolicy"],
    "v1.ProcMountType": ["SecurityContext.procMount"],
    "v1.Protocol": [
      "ContainerPort.protocol", "NetworkPolicyPort.protocol", "ServicePort.protocol",
    ],
    "v1.PullPolicy": [
      "Container.imagePullPolicy", "EphemeralContainer.imagePullPolicy",
      "ImageVolumeSource.pullPolicy",
    ],
    "v1.RecursiveReadOnlyMode": ["VolumeMount.recursiveReadOnly"],
    "v1.ResourceName": [
      "ContainerResizePolicy.resourceName", "ContainerResourceMetricSource.name",
      "ResourceMetricSource.name",
    ],
    "v1.ResourceQuotaScope": [
      "ResourceQuotaSpec.scopes", "ScopedResourceSelectorRequirement.scopeName",
    ],
    "v1.ResourceResizeRestartPolicy": ["ContainerResizePolicy.restartPolicy"],
    "v1.RestartPolicy": ["PodSpec.restartPolicy"],
    "v1.ScopeSelectorOperator": ["ScopedResourceSelectorRequirement.operator"],
    "v1.SeccompProfileType": ["SeccompProfile.type"],
    "v1.SecretType": ["Secret.type"],
    "v1.ServiceAffinity": ["ServiceSpec.sessionAffinity"],
    "v1.ServiceExternalTrafficPolicy": ["ServiceSpec.externalTrafficPolicy"],
    "v1.ServiceInternalTrafficPolicy": ["ServiceSpec.internalTrafficPolicy"],
    "v1.ServiceType": ["ServiceSpec.type"],
    "v1.Signal": ["Lifecycle.stopSignal"],
    "v1.StatefulSetUpdateStrategyType": ["StatefulSetUpdateStrategy.type"],
    "v1.StorageMedium": ["EmptyDirVolumeSource.medium"],
    "v1.SupplementalGroupsPolicy": ["PodSecurityContext.supplementalGroupsPolicy"],
    "v1.TaintEffect": ["Toleration.effect"],
    "v1.TerminationMessagePolicy": [
      "Container.terminationMessagePolicy", "EphemeralContainer.terminationMessagePolicy",
    ],
    "v1.TolerationOperator": ["Toleration.operator"],
    "v1.URIScheme": ["HTTPGetAction.scheme"],
    "v1.UnhealthyPodEvictionPolicyType": ["PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy"],
    "v1.UnsatisfiableConstraintAction": ["TopologySpreadConstraint.whenUnsatisfiable"],
    "v1.VolumeBindingMode": ["StorageClass.volumeBindingMode"],
    "types.UID": ["ObjectMeta.uid", "ObjectReference.uid", "OwnerReference.uid"],
    "v2.HPAScalingPolicyType": ["HPAScalingPolicy.type"],
    "v2.MetricSourceType": ["MetricSpec.type"],
    "v2.MetricTargetType": ["MetricTarget.type"],
    "v2.ScalingPolicySelect": ["HPAScalingRules.selectPolicy"],
  ]
}
