extension FieldTraits {
  /// By Go type: the fields that are not as most are, with a mark in front of each.
  ///
  /// `*` a pointer to a scalar, whose zero is kept; `+` a scalar without `omitempty`; `{` a
  /// structure that is no pointer; `[` a list or map without `omitempty`; `-` what is null where
  /// it is absent; `q` a quantity and `0` a port that are always written. A line that goes on is
  /// indented further. From the Go types of Kubernetes 1.36.
  static let table = """
    v1.APIService {metadata {spec {status
    v1.APIServiceCondition +status +type -lastTransitionTime
    v1.APIServiceSpec +groupPriorityMinimum +versionPriority
    v1.AWSElasticBlockStoreVolumeSource +volumeID
    v1.AllocatedDeviceStatus *shareID +device +driver +pool [conditions
    v1.AllocationResult {devices
    v1.AppArmorProfile *localhostProfile +type
    v1.AttachedVolume +devicePath +name
    v1.AuditAnnotation +key +valueExpression
    v1.AzureDiskVolumeSource *cachingMode *fsType *kind *readOnly +diskName +diskURI
    v1.AzureFilePersistentVolumeSource +secretName +shareName -secretNamespace
    v1.AzureFileVolumeSource +secretName +shareName
    v1.CELDeviceSelector +expression
    v1.CSIDriver {metadata {spec
    v1.CSIDriverSpec *attachRequired *fsGroupPolicy *nodeAllocatableUpdatePeriodSeconds
          *podInfoOnMount *preventPodSchedulingIfMissing *requiresRepublish *seLinuxMount
          *serviceAccountTokenInSecrets *storageCapacity
    v1.CSINode {metadata {spec
    v1.CSINodeDriver +name +nodeID [topologyKeys
    v1.CSINodeSpec [drivers
    v1.CSIPersistentVolumeSource +driver +volumeHandle
    v1.CSIStorageCapacity +storageClassName {metadata
    v1.CSIVolumeSource *fsType *readOnly +driver
    v1.CapacityRequestPolicy -default
    v1.CephFSPersistentVolumeSource [monitors
    v1.CephFSVolumeSource [monitors
    v1.CertificateSigningRequest {metadata {spec {status
    v1.CertificateSigningRequestCondition +status +type -lastTransitionTime -lastUpdateTime
    v1.CertificateSigningRequestSpec *expirationSeconds +signerName [request
    v1.CinderPersistentVolumeSource +volumeID
    v1.CinderVolumeSource +volumeID
    v1.ClientIPConfig *timeoutSeconds
    v1.ClusterRole {metadata [rules
    v1.ClusterRoleBinding {metadata {roleRef
    v1.ClusterTrustBundleProjection *name *optional *signerName +path
    v1.Condition +message +reason +status +type -lastTransitionTime
    v1.ConfigMap *immutable {metadata
    v1.ConfigMapEnvSource *optional
    v1.ConfigMapKeySelector *optional +key
    v1.ConfigMapNodeConfigSource +kubeletConfigKey +name +namespace
    v1.ConfigMapProjection *optional
    v1.ConfigMapVolumeSource *defaultMode *optional
    v1.Container *restartPolicy +name {resources
    v1.ContainerExtendedResourceRequest +containerName +requestName +resourceName
    v1.ContainerImage [names
    v1.ContainerPort +containerPort
    v1.ContainerResizePolicy +resourceName +restartPolicy
    v1.ContainerStateRunning -startedAt
    v1.ContainerStateTerminated +exitCode -finishedAt -startedAt
    v1.ContainerStatus *started *stopSignal +image +imageID +name +ready +restartCount
          {lastState {state
    v1.ControllerRevision +revision {metadata
    v1.Counter qvalue
    v1.CounterSet +name
    v1.CronJob {metadata {spec {status
    v1.CronJobSpec *failedJobsHistoryLimit *startingDeadlineSeconds *successfulJobsHistoryLimit
          *suspend *timeZone +schedule {jobTemplate
    v1.CrossVersionObjectReference +kind +name
    v1.CustomResourceColumnDefinition +jsonPath +name +type
    v1.CustomResourceConversion +strategy
    v1.CustomResourceDefinition {metadata {spec {status
    v1.CustomResourceDefinitionCondition +status +type -lastTransitionTime
    v1.CustomResourceDefinitionNames +kind +plural
    v1.CustomResourceDefinitionSpec +group +scope {names [versions
    v1.CustomResourceDefinitionStatus {acceptedNames [conditions [storedVersions
    v1.CustomResourceDefinitionVersion *deprecationWarning +name +served +storage
    v1.CustomResourceSubresourceScale *labelSelectorPath +specReplicasPath +statusReplicasPath
    v1.DaemonEndpoint +Port
    v1.DaemonSet {metadata {spec {status
    v1.DaemonSetCondition +status +type -lastTransitionTime
    v1.DaemonSetSpec *revisionHistoryLimit {template {updateStrategy -selector
    v1.DaemonSetStatus *collisionCount +currentNumberScheduled +desiredNumberScheduled
          +numberMisscheduled +numberReady
    v1.Deployment {metadata {spec {status
    v1.DeploymentCondition +status +type -lastTransitionTime -lastUpdateTime
    v1.DeploymentSpec *progressDeadlineSeconds *replicas *revisionHistoryLimit {strategy
          {template -selector
    v1.DeploymentStatus *collisionCount *terminatingReplicas
    v1.Device *allNodes *allowMultipleAllocations *bindsToNode *nodeName +name
    v1.DeviceAllocationConfiguration +source
    v1.DeviceAttribute *bool *int *string *version
    v1.DeviceCapacity qvalue
    v1.DeviceClaim [requests
    v1.DeviceClass {metadata {spec
    v1.DeviceClassSpec *extendedResourceName
    v1.DeviceConstraint *distinctAttribute *matchAttribute
    v1.DeviceCounterConsumption +counterSet
    v1.DeviceRequest +name
    v1.DeviceRequestAllocationResult *adminAccess *shareID +device +driver +pool +request
    v1.DeviceSubRequest +deviceClassName +name
    v1.DeviceTaint +effect +key
    v1.DeviceToleration *tolerationSeconds
    v1.DownwardAPIVolumeFile *mode +path
    v1.DownwardAPIVolumeSource *defaultMode
    v1.Endpoint *hostname *nodeName *zone {conditions [addresses
    v1.EndpointAddress *nodeName +ip
    v1.EndpointConditions *ready *serving *terminating
    v1.EndpointPort *appProtocol *name *port *protocol
    v1.EndpointSlice +addressType {metadata [endpoints [ports
    v1.Endpoints {metadata
    v1.EnvVar +name
    v1.EphemeralContainer *restartPolicy +name {resources
    v1.Event +reportingComponent +reportingInstance {involvedObject {metadata {source -eventTime
          -firstTimestamp -lastTimestamp
    v1.EventSeries -lastObservedTime
    v1.ExactDeviceRequest *adminAccess +deviceClassName
    v1.ExemptPriorityLevelConfiguration *lendablePercent *nominalConcurrencyShares
    v1.ExpressionWarning +fieldRef +warning
    v1.FCVolumeSource *lun
    v1.FileKeySelector *optional +key +path +volumeName
    v1.FlexPersistentVolumeSource +driver
    v1.FlexVolumeSource +driver
    v1.FlowDistinguisherMethod +type
    v1.FlowSchema {metadata {spec {status
    v1.FlowSchemaCondition -lastTransitionTime
    v1.FlowSchemaSpec +matchingPrecedence {priorityLevelConfiguration
    v1.ForNode +name
    v1.ForZone +name
    v1.GCEPersistentDiskVolumeSource +pdName
    v1.GRPCAction +port -service
    v1.GitRepoVolumeSource +repository
    v1.GlusterfsPersistentVolumeSource *endpointsNamespace +endpoints +path
    v1.GlusterfsVolumeSource +endpoints +path
    v1.GroupSubject +name
    v1.HTTPGetAction 0port
    v1.HTTPHeader +name +value
    v1.HTTPIngressPath {backend -pathType
    v1.HTTPIngressRuleValue [paths
    v1.HorizontalPodAutoscaler {metadata {spec {status
    v1.HorizontalPodAutoscalerSpec *minReplicas *targetCPUUtilizationPercentage +maxReplicas
          {scaleTargetRef
    v1.HorizontalPodAutoscalerStatus *currentCPUUtilizationPercentage *observedGeneration
          +currentReplicas +desiredReplicas
    v1.HostAlias +ip
    v1.HostIP +ip
    v1.HostPathVolumeSource *type +path
    v1.IPAddress {metadata {spec
    v1.IPBlock +cidr
    v1.ISCSIPersistentVolumeSource *initiatorName +iqn +lun +targetPortal
    v1.ISCSIVolumeSource *initiatorName +iqn +lun +targetPortal
    v1.Ingress {metadata {spec {status
    v1.IngressClass {metadata {spec
    v1.IngressClassParametersReference *apiGroup *namespace +kind +name -scope
    v1.IngressPortStatus *error +port +protocol
    v1.IngressServiceBackend +name {port
    v1.IngressSpec *ingressClassName
    v1.IngressStatus {loadBalancer
    v1.JSONSchemaProps *$ref *maxItems *maxLength *maxProperties *maximum *minItems *minLength
          *minProperties *minimum *multipleOf *x-kubernetes-list-type *x-kubernetes-map-type
          *x-kubernetes-preserve-unknown-fields
    v1.Job {metadata {spec {status
    v1.JobCondition +status +type -lastProbeTime -lastTransitionTime
    v1.JobSpec *activeDeadlineSeconds *backoffLimit *backoffLimitPerIndex *completionMode
          *completions *managedBy *manualSelector *maxFailedIndexes *parallelism
          *podReplacementPolicy *suspend *ttlSecondsAfterFinished {template
    v1.JobStatus *failedIndexes *ready *terminating
    v1.JobTemplateSpec {metadata {spec
    v1.KeyToPath *mode +key +path
    v1.LabelSelectorRequirement +key +operator
    v1.Lease {metadata {spec
    v1.LeaseSpec *holderIdentity *leaseDurationSeconds *leaseTransitions *preferredHolder
          *strategy
    v1.Lifecycle *stopSignal
    v1.LimitRange {metadata {spec
    v1.LimitRangeItem +type
    v1.LimitRangeSpec [limits
    v1.LimitResponse +type
    v1.LimitedPriorityLevelConfiguration *borrowingLimitPercent *lendablePercent {limitResponse
          -nominalConcurrencyShares
    v1.LinuxContainerUser +gid +uid
    v1.LoadBalancerIngress *ipMode
    v1.LocalVolumeSource *fsType +path
    v1.MatchCondition +expression +name
    v1.MatchResources *matchPolicy
    v1.ModifyVolumeStatus +status
    v1.MutatingAdmissionPolicy {metadata {spec
    v1.MutatingAdmissionPolicyBinding {metadata {spec
    v1.MutatingAdmissionPolicySpec *failurePolicy
    v1.MutatingWebhook *failurePolicy *matchPolicy *reinvocationPolicy *timeoutSeconds +name
          {clientConfig [admissionReviewVersions -sideEffects
    v1.MutatingWebhookConfiguration {metadata
    v1.Mutation +patchType
    v1.NFSVolumeSource +path +server
    v1.NamedRuleWithOperations *scope
    v1.Namespace {metadata {spec {status
    v1.NamespaceCondition +status +type -lastTransitionTime
    v1.NetworkPolicy {metadata {spec
    v1.NetworkPolicyPort *endPort *protocol
    v1.NetworkPolicySpec {podSelector
    v1.Node {metadata {spec {status
    v1.NodeAddress +address +type
    v1.NodeAllocatableResourceClaimStatus +resourceClaimName [resources
    v1.NodeAllocatableResourceMapping *capacityKey
    v1.NodeCondition +status +type -lastHeartbeatTime -lastTransitionTime
    v1.NodeDaemonEndpoints {kubeletEndpoint
    v1.NodeFeatures *supplementalGroupsPolicy
    v1.NodeRuntimeHandler +name
    v1.NodeRuntimeHandlerFeatures *recursiveReadOnlyMounts *userNamespaces
    v1.NodeSelector [nodeSelectorTerms
    v1.NodeSelectorRequirement +key +operator
    v1.NodeStatus {daemonEndpoints {nodeInfo
    v1.NodeSwapStatus *capacity
    v1.NodeSystemInfo +architecture +bootID +containerRuntimeVersion +kernelVersion
          +kubeProxyVersion +kubeletVersion +machineID +operatingSystem +osImage +systemUUID
    v1.NonResourcePolicyRule [nonResourceURLs [verbs
    v1.ObjectFieldSelector +fieldPath
    v1.ObjectMeta *deletionGracePeriodSeconds
    v1.OpaqueDeviceConfiguration +driver
    v1.OwnerReference *blockOwnerDeletion *controller +apiVersion +kind +name +uid
    v1.ParamRef *parameterNotFoundAction
    v1.PersistentVolume {metadata {spec {status
    v1.PersistentVolumeClaim {metadata {spec {status
    v1.PersistentVolumeClaimCondition +status +type -lastProbeTime -lastTransitionTime
    v1.PersistentVolumeClaimSpec *storageClassName *volumeAttributesClassName *volumeMode
          {resources
    v1.PersistentVolumeClaimStatus *currentVolumeAttributesClassName
    v1.PersistentVolumeClaimTemplate {metadata {spec
    v1.PersistentVolumeClaimVolumeSource +claimName
    v1.PersistentVolumeSpec *volumeAttributesClassName *volumeMode
    v1.PhotonPersistentDiskVolumeSource +pdID
    v1.Pod {metadata {spec {status
    v1.PodAffinityTerm +topologyKey
    v1.PodCertificateProjection *maxExpirationSeconds
    v1.PodCondition +status +type -lastProbeTime -lastTransitionTime
    v1.PodDNSConfigOption *value
    v1.PodDisruptionBudget {metadata {spec {status
    v1.PodDisruptionBudgetSpec *unhealthyPodEvictionPolicy
    v1.PodDisruptionBudgetStatus +currentHealthy +desiredHealthy +disruptionsAllowed
          +expectedPods
    v1.PodExtendedResourceClaimStatus +resourceClaimName [requestMappings
    v1.PodFailurePolicy [rules
    v1.PodFailurePolicyOnExitCodesRequirement *containerName +operator [values
    v1.PodFailurePolicyOnPodConditionsPattern +status +type
    v1.PodFailurePolicyRule +action
    v1.PodIP +ip
    v1.PodOS +name
    v1.PodReadinessGate +conditionType
    v1.PodResourceClaim *resourceClaimName *resourceClaimTemplateName +name
    v1.PodResourceClaimStatus *resourceClaimName +name
    v1.PodSchedulingGate +name
    v1.PodSchedulingGroup *podGroupName
    v1.PodSecurityContext *fsGroup *fsGroupChangePolicy *runAsGroup *runAsNonRoot *runAsUser
          *seLinuxChangePolicy *supplementalGroupsPolicy
    v1.PodSpec *activeDeadlineSeconds *automountServiceAccountToken *enableServiceLinks
          *hostUsers *hostnameOverride *preemptionPolicy *priority *runtimeClassName
          *setHostnameAsFQDN *shareProcessNamespace *terminationGracePeriodSeconds [containers
    v1.PodTemplate {metadata {template
    v1.PodTemplateSpec {metadata {spec
    v1.PolicyRule [verbs
    v1.PolicyRulesWithSubjects [subjects
    v1.PortStatus *error +port +protocol
    v1.PortworxVolumeSource +volumeID
    v1.PreferredSchedulingTerm +weight {preference
    v1.PriorityClass *preemptionPolicy +value {metadata
    v1.PriorityLevelConfiguration {metadata {spec {status
    v1.PriorityLevelConfigurationCondition -lastTransitionTime
    v1.PriorityLevelConfigurationReference +name
    v1.PriorityLevelConfigurationSpec +type
    v1.Probe *terminationGracePeriodSeconds
    v1.ProjectedVolumeSource *defaultMode [sources
    v1.QueuingConfiguration +handSize +queueLengthLimit +queues
    v1.QuobyteVolumeSource +registry +volume
    v1.RBDPersistentVolumeSource +image [monitors
    v1.RBDVolumeSource +image [monitors
    v1.ReplicaSet {metadata {spec {status
    v1.ReplicaSetCondition +status +type -lastTransitionTime
    v1.ReplicaSetSpec *replicas {template -selector
    v1.ReplicaSetStatus *terminatingReplicas +replicas
    v1.ReplicationController {metadata {spec {status
    v1.ReplicationControllerCondition +status +type -lastTransitionTime
    v1.ReplicationControllerSpec *replicas
    v1.ReplicationControllerStatus +replicas
    v1.ResourceClaim {metadata {spec {status
    v1.ResourceClaimConsumerReference +name +resource +uid
    v1.ResourceClaimSpec {devices
    v1.ResourceClaimTemplate {metadata {spec
    v1.ResourceClaimTemplateSpec {metadata {spec
    v1.ResourceFieldSelector +resource qdivisor
    v1.ResourceHealth *message +resourceID
    v1.ResourcePolicyRule [apiGroups [namespaces [resources [verbs
    v1.ResourcePool +generation +name +resourceSliceCount
    v1.ResourceQuota {metadata {spec {status
    v1.ResourceSlice {metadata {spec
    v1.ResourceSliceSpec *allNodes *nodeName *perDeviceNodeSelection +driver {pool
    v1.ResourceStatus +name
    v1.Role {metadata [rules
    v1.RoleBinding {metadata {roleRef
    v1.RoleRef +apiGroup +kind +name
    v1.RollingUpdateStatefulSetStrategy *partition
    v1.RuleWithOperations *scope
    v1.RuntimeClass +handler {metadata
    v1.ScaleIOPersistentVolumeSource +gateway +system -secretRef
    v1.ScaleIOVolumeSource +gateway +system -secretRef
    v1.ScopedResourceSelectorRequirement +operator +scopeName
    v1.SeccompProfile *localhostProfile +type
    v1.Secret *immutable {metadata
    v1.SecretEnvSource *optional
    v1.SecretKeySelector *optional +key
    v1.SecretProjection *optional
    v1.SecretVolumeSource *defaultMode *optional
    v1.SecurityContext *allowPrivilegeEscalation *privileged *procMount *readOnlyRootFilesystem
          *runAsGroup *runAsNonRoot *runAsUser
    v1.SelectableField +jsonPath
    v1.Service {metadata {spec {status
    v1.ServiceAccount *automountServiceAccountToken {metadata
    v1.ServiceAccountSubject +name +namespace
    v1.ServiceAccountTokenProjection *expirationSeconds +path
    v1.ServiceCIDR {metadata {spec {status
    v1.ServicePort *appProtocol +port 0targetPort
    v1.ServiceReference *path *port
    v1.ServiceSpec *allocateLoadBalancerNodePorts *internalTrafficPolicy *ipFamilyPolicy
          *loadBalancerClass *trafficDistribution
    v1.ServiceStatus {loadBalancer
    v1.SleepAction +seconds
    v1.StatefulSet {metadata {spec {status
    v1.StatefulSetCondition +status +type -lastTransitionTime
    v1.StatefulSetOrdinals +start
    v1.StatefulSetSpec *replicas *revisionHistoryLimit +serviceName {template {updateStrategy
          -selector
    v1.StatefulSetStatus *collisionCount +availableReplicas +replicas
    v1.StorageClass *allowVolumeExpansion *reclaimPolicy *volumeBindingMode +provisioner
          {metadata
    v1.Subject +kind +name
    v1.SuccessPolicy [rules
    v1.SuccessPolicyRule *succeededCount *succeededIndexes
    v1.Sysctl +name +value
    v1.TCPSocketAction 0port
    v1.Taint +effect +key
    v1.TokenRequest *expirationSeconds +audience
    v1.Toleration *tolerationSeconds
    v1.TopologySelectorLabelRequirement +key [values
    v1.TopologySpreadConstraint *minDomains *nodeAffinityPolicy *nodeTaintsPolicy +maxSkew
          +topologyKey +whenUnsatisfiable
    v1.TypedLocalObjectReference +kind +name -apiGroup
    v1.TypedObjectReference *namespace +kind +name -apiGroup
    v1.UserSubject +name
    v1.ValidatingAdmissionPolicy {metadata {spec {status
    v1.ValidatingAdmissionPolicyBinding {metadata {spec
    v1.ValidatingAdmissionPolicySpec *failurePolicy
    v1.ValidatingWebhook *failurePolicy *matchPolicy *timeoutSeconds +name {clientConfig
          [admissionReviewVersions -sideEffects
    v1.ValidatingWebhookConfiguration {metadata
    v1.Validation *reason +expression
    v1.ValidationRule *optionalOldSelf *reason +rule
    v1.Variable +expression +name
    v1.Volume +name
    v1.VolumeAttachment {metadata {spec {status
    v1.VolumeAttachmentSource *persistentVolumeName
    v1.VolumeAttachmentSpec +attacher +nodeName {source
    v1.VolumeAttachmentStatus +attached
    v1.VolumeAttributesClass +driverName {metadata
    v1.VolumeDevice +devicePath +name
    v1.VolumeError *errorCode -time
    v1.VolumeMount *mountPropagation *recursiveReadOnly +mountPath +name
    v1.VolumeMountStatus *recursiveReadOnly +mountPath +name
    v1.VolumeNodeResources *count
    v1.VsphereVirtualDiskVolumeSource +volumePath
    v1.WebhookClientConfig *url
    v1.WebhookConversion [conversionReviewVersions
    v1.WeightedPodAffinityTerm +weight {podAffinityTerm
    v1.WindowsSecurityContextOptions *gmsaCredentialSpec *gmsaCredentialSpecName *hostProcess
          *runAsUserName
    v2.ContainerResourceMetricSource +container +name {target
    v2.ContainerResourceMetricStatus +container +name {current
    v2.CrossVersionObjectReference +kind +name
    v2.ExternalMetricSource {metric {target
    v2.ExternalMetricStatus {current {metric
    v2.HPAScalingPolicy +periodSeconds +type +value
    v2.HPAScalingRules *selectPolicy *stabilizationWindowSeconds
    v2.HorizontalPodAutoscaler {metadata {spec {status
    v2.HorizontalPodAutoscalerCondition +status +type -lastTransitionTime
    v2.HorizontalPodAutoscalerSpec *minReplicas +maxReplicas {scaleTargetRef
    v2.HorizontalPodAutoscalerStatus *observedGeneration +desiredReplicas [currentMetrics
    v2.MetricIdentifier +name
    v2.MetricSpec +type
    v2.MetricStatus +type
    v2.MetricTarget *averageUtilization +type
    v2.MetricValueStatus *averageUtilization
    v2.ObjectMetricSource {describedObject {metric {target
    v2.ObjectMetricStatus {current {describedObject {metric
    v2.PodsMetricSource {metric {target
    v2.PodsMetricStatus {current {metric
    v2.ResourceMetricSource +name {target
    v2.ResourceMetricStatus +name {current
    """
}
