extension Schema {
  /// The part of kustomize's built-in OpenAPI document (Kubernetes 1.21) that decides how strategic
  /// merge patches apply: definitions from which a list with a merge key can be reached. They are
  /// numbered from 0 and end with `;`. `~` gives the beginning of the names that follow, `#` the
  /// rest of a name, `@` the types that a definition describes. The other words are its properties:
  /// `name=definition`, `name-=definition` of a list's elements, `name+keys=definition` of a list
  /// that merges by these keys, and a bare name for the rest.
  static let builtinTable = """
    ~ io.k8s.api.admissionregistration.v1
    #MutatingWebhook admissionReviewVersions clientConfig failurePolicy matchPolicy name
    namespaceSelector=162 objectSelector=162 reinvocationPolicy rules sideEffects timeoutSeconds
    ;
    #MutatingWebhookConfiguration @admissionregistration.k8s.io/v1:MutatingWebhookConfiguration
    apiVersion kind metadata=164 webhooks+name=0 ;
    #ValidatingWebhook admissionReviewVersions clientConfig failurePolicy matchPolicy name
    namespaceSelector=162 objectSelector=162 rules sideEffects timeoutSeconds ;
    #ValidatingWebhookConfiguration
    @admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration apiVersion kind metadata=164
    webhooks+name=2 ;
    ~ io.k8s.api.admissionregistration.v1beta1
    #MutatingWebhook admissionReviewVersions clientConfig failurePolicy matchPolicy name
    namespaceSelector=162 objectSelector=162 reinvocationPolicy rules sideEffects timeoutSeconds
    ;
    #MutatingWebhookConfiguration
    @admissionregistration.k8s.io/v1beta1:MutatingWebhookConfiguration apiVersion kind
    metadata=164 webhooks+name=4 ;
    #ValidatingWebhook admissionReviewVersions clientConfig failurePolicy matchPolicy name
    namespaceSelector=162 objectSelector=162 rules sideEffects timeoutSeconds ;
    #ValidatingWebhookConfiguration
    @admissionregistration.k8s.io/v1beta1:ValidatingWebhookConfiguration apiVersion kind
    metadata=164 webhooks+name=6 ;
    ~ io.k8s.api.apps.v1
    #ControllerRevision @apps/v1:ControllerRevision apiVersion data kind metadata=164 revision ;
    #DaemonSet @apps/v1:DaemonSet apiVersion kind metadata=164 spec=10 status=11 ;
    #DaemonSetSpec minReadySeconds revisionHistoryLimit selector=162 template=98 updateStrategy
    ;
    #DaemonSetStatus collisionCount conditions+type= currentNumberScheduled
    desiredNumberScheduled numberAvailable numberMisscheduled numberReady numberUnavailable
    observedGeneration updatedNumberScheduled ;
    #Deployment @apps/v1:Deployment apiVersion kind metadata=164 spec=13 status=14 ;
    #DeploymentSpec minReadySeconds paused progressDeadlineSeconds replicas revisionHistoryLimit
    selector=162 strategy template=98 ;
    #DeploymentStatus availableReplicas collisionCount conditions+type= observedGeneration
    readyReplicas replicas unavailableReplicas updatedReplicas ;
    #Kustomization @kustomize.config.k8s.io/v1beta1:Kustomization configMapGenerator+name=
    secretGenerator+name= ;
    #ReplicaSet @apps/v1:ReplicaSet apiVersion kind metadata=164 spec=17 status=18 ;
    #ReplicaSetSpec minReadySeconds replicas selector=162 template=98 ;
    #ReplicaSetStatus availableReplicas conditions+type= fullyLabeledReplicas observedGeneration
    readyReplicas replicas ;
    #StatefulSet @apps/v1:StatefulSet apiVersion kind metadata=164 spec=20 status=21 ;
    #StatefulSetSpec podManagementPolicy replicas revisionHistoryLimit selector=162 serviceName
    template=98 updateStrategy volumeClaimTemplates-=87 ;
    #StatefulSetStatus collisionCount conditions+type= currentReplicas currentRevision
    observedGeneration readyReplicas replicas updateRevision updatedReplicas ;
    ~ io.k8s.api.authentication.v1
    #TokenRequest @authentication.k8s.io/v1:TokenRequest apiVersion kind metadata=164 spec
    status ;
    #TokenReview @authentication.k8s.io/v1:TokenReview apiVersion kind metadata=164 spec status
    ;
    ~ io.k8s.api.authentication.v1beta1
    #TokenReview @authentication.k8s.io/v1beta1:TokenReview apiVersion kind metadata=164 spec
    status ;
    ~ io.k8s.api.authorization.v1
    #LocalSubjectAccessReview @authorization.k8s.io/v1:LocalSubjectAccessReview apiVersion kind
    metadata=164 spec status ;
    #SelfSubjectAccessReview @authorization.k8s.io/v1:SelfSubjectAccessReview apiVersion kind
    metadata=164 spec status ;
    #SelfSubjectRulesReview @authorization.k8s.io/v1:SelfSubjectRulesReview apiVersion kind
    metadata=164 spec status ;
    #SubjectAccessReview @authorization.k8s.io/v1:SubjectAccessReview apiVersion kind
    metadata=164 spec status ;
    ~ io.k8s.api.authorization.v1beta1
    #LocalSubjectAccessReview @authorization.k8s.io/v1beta1:LocalSubjectAccessReview apiVersion
    kind metadata=164 spec status ;
    #SelfSubjectAccessReview @authorization.k8s.io/v1beta1:SelfSubjectAccessReview apiVersion
    kind metadata=164 spec status ;
    #SelfSubjectRulesReview @authorization.k8s.io/v1beta1:SelfSubjectRulesReview apiVersion kind
    metadata=164 spec status ;
    #SubjectAccessReview @authorization.k8s.io/v1beta1:SubjectAccessReview apiVersion kind
    metadata=164 spec status ;
    ~ io.k8s.api.autoscaling.v1
    #HorizontalPodAutoscaler @autoscaling/v1:HorizontalPodAutoscaler apiVersion kind
    metadata=164 spec status ;
    #Scale @autoscaling/v1:Scale apiVersion kind metadata=164 spec status ;
    ~ io.k8s.api.autoscaling.v2beta1
    #ExternalMetricSource metricName metricSelector=162 targetAverageValue targetValue ;
    #ExternalMetricStatus currentAverageValue currentValue metricName metricSelector=162 ;
    #HorizontalPodAutoscaler @autoscaling/v2beta1:HorizontalPodAutoscaler apiVersion kind
    metadata=164 spec=38 status=39 ;
    #HorizontalPodAutoscalerSpec maxReplicas metrics-=40 minReplicas scaleTargetRef ;
    #HorizontalPodAutoscalerStatus conditions currentMetrics-=41 currentReplicas desiredReplicas
    lastScaleTime observedGeneration ;
    #MetricSpec containerResource external=35 object=42 pods=44 resource type ;
    #MetricStatus containerResource external=36 object=43 pods=45 resource type ;
    #ObjectMetricSource averageValue metricName selector=162 target targetValue ;
    #ObjectMetricStatus averageValue currentValue metricName selector=162 target ;
    #PodsMetricSource metricName selector=162 targetAverageValue ;
    #PodsMetricStatus currentAverageValue metricName selector=162 ;
    ~ io.k8s.api.autoscaling.v2beta2
    #ExternalMetricSource metric=51 target ;
    #ExternalMetricStatus current metric=51 ;
    #HorizontalPodAutoscaler @autoscaling/v2beta2:HorizontalPodAutoscaler apiVersion kind
    metadata=164 spec=49 status=50 ;
    #HorizontalPodAutoscalerSpec behavior maxReplicas metrics-=52 minReplicas scaleTargetRef ;
    #HorizontalPodAutoscalerStatus conditions currentMetrics-=53 currentReplicas desiredReplicas
    lastScaleTime observedGeneration ;
    #MetricIdentifier name selector=162 ;
    #MetricSpec containerResource external=46 object=54 pods=56 resource type ;
    #MetricStatus containerResource external=47 object=55 pods=57 resource type ;
    #ObjectMetricSource describedObject metric=51 target ;
    #ObjectMetricStatus current describedObject metric=51 ;
    #PodsMetricSource metric=51 target ;
    #PodsMetricStatus current metric=51 ;
    ~ io.k8s.api.batch.v1
    #CronJob @batch/v1:CronJob apiVersion kind metadata=164 spec=59 status ;
    #CronJobSpec concurrencyPolicy failedJobsHistoryLimit jobTemplate=63 schedule
    startingDeadlineSeconds successfulJobsHistoryLimit suspend ;
    #Job @batch/v1:Job apiVersion kind metadata=164 spec=61 status=62 ;
    #JobSpec activeDeadlineSeconds backoffLimit completionMode completions manualSelector
    parallelism selector=162 suspend template=98 ttlSecondsAfterFinished ;
    #JobStatus active completedIndexes completionTime conditions+type= failed startTime
    succeeded ;
    #JobTemplateSpec metadata=164 spec=61 ;
    ~ io.k8s.api.batch.v1beta1
    #CronJob @batch/v1beta1:CronJob apiVersion kind metadata=164 spec=65 status ;
    #CronJobSpec concurrencyPolicy failedJobsHistoryLimit jobTemplate=66 schedule
    startingDeadlineSeconds successfulJobsHistoryLimit suspend ;
    #JobTemplateSpec metadata=164 spec=61 ;
    ~ io.k8s.api.certificates.v1
    #CertificateSigningRequest @certificates.k8s.io/v1:CertificateSigningRequest apiVersion kind
    metadata=164 spec status ;
    ~ io.k8s.api.certificates.v1beta1
    #CertificateSigningRequest @certificates.k8s.io/v1beta1:CertificateSigningRequest apiVersion
    kind metadata=164 spec status ;
    ~ io.k8s.api.coordination.v1
    #Lease @coordination.k8s.io/v1:Lease apiVersion kind metadata=164 spec ;
    ~ io.k8s.api.coordination.v1beta1
    #Lease @coordination.k8s.io/v1beta1:Lease apiVersion kind metadata=164 spec ;
    ~ io.k8s.api.core.v1
    #Affinity nodeAffinity podAffinity=92 podAntiAffinity=94 ;
    #Binding @v1:Binding apiVersion kind metadata=164 target ;
    #ComponentStatus @v1:ComponentStatus apiVersion conditions+type= kind metadata=164 ;
    #ConfigMap @v1:ConfigMap apiVersion binaryData data immutable kind metadata=164 ;
    #Container args command env+name= envFrom image imagePullPolicy lifecycle livenessProbe name
    ports+containerPort,protocol= readinessProbe resources securityContext startupProbe stdin
    stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices+devicePath=
    volumeMounts+mountPath= workingDir ;
    #Endpoints @v1:Endpoints apiVersion kind metadata=164 subsets ;
    #EphemeralContainer args command env+name= envFrom image imagePullPolicy lifecycle
    livenessProbe name ports readinessProbe resources securityContext startupProbe stdin
    stdinOnce targetContainerName terminationMessagePath terminationMessagePolicy tty
    volumeDevices+devicePath= volumeMounts+mountPath= workingDir ;
    #EphemeralVolumeSource volumeClaimTemplate=90 ;
    #Event @v1:Event action apiVersion count eventTime firstTimestamp involvedObject kind
    lastTimestamp message metadata=164 reason related reportingComponent reportingInstance
    series source type ;
    #LimitRange @v1:LimitRange apiVersion kind metadata=164 spec ;
    #Namespace @v1:Namespace apiVersion kind metadata=164 spec status=82 ;
    #NamespaceStatus conditions+type= phase ;
    #Node @v1:Node apiVersion kind metadata=164 spec=84 status=85 ;
    #NodeSpec configSource externalID podCIDR podCIDRs+= providerID taints unschedulable ;
    #NodeStatus addresses+type= allocatable capacity conditions+type= config daemonEndpoints
    images nodeInfo phase volumesAttached volumesInUse ;
    #PersistentVolume @v1:PersistentVolume apiVersion kind metadata=164 spec status ;
    #PersistentVolumeClaim @v1:PersistentVolumeClaim apiVersion kind metadata=164 spec=88
    status=89 ;
    #PersistentVolumeClaimSpec accessModes dataSource resources selector=162 storageClassName
    volumeMode volumeName ;
    #PersistentVolumeClaimStatus accessModes capacity conditions+type= phase ;
    #PersistentVolumeClaimTemplate metadata=164 spec=88 ;
    #Pod @v1:Pod apiVersion kind metadata=164 spec=95 status=96 ;
    #PodAffinity preferredDuringSchedulingIgnoredDuringExecution-=110
    requiredDuringSchedulingIgnoredDuringExecution-=93 ;
    #PodAffinityTerm labelSelector=162 namespaceSelector=162 namespaces topologyKey ;
    #PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution-=110
    requiredDuringSchedulingIgnoredDuringExecution-=93 ;
    #PodSpec activeDeadlineSeconds affinity=71 automountServiceAccountToken containers+name=75
    dnsConfig dnsPolicy enableServiceLinks ephemeralContainers+name=77 hostAliases+ip= hostIPC
    hostNetwork hostPID hostname imagePullSecrets+name= initContainers+name=75 nodeName
    nodeSelector overhead preemptionPolicy priority priorityClassName readinessGates
    restartPolicy runtimeClassName schedulerName securityContext serviceAccount
    serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain
    terminationGracePeriodSeconds tolerations
    topologySpreadConstraints+topologyKey,whenUnsatisfiable=108 volumes+name=109 ;
    #PodStatus conditions+type= containerStatuses ephemeralContainerStatuses hostIP
    initContainerStatuses message nominatedNodeName phase podIP podIPs+ip= qosClass reason
    startTime ;
    #PodTemplate @v1:PodTemplate apiVersion kind metadata=164 template=98 ;
    #PodTemplateSpec metadata=164 spec=95 ;
    #ReplicationController @v1:ReplicationController apiVersion kind metadata=164 spec=100
    status=101 ;
    #ReplicationControllerSpec minReadySeconds replicas selector template=98 ;
    #ReplicationControllerStatus availableReplicas conditions+type= fullyLabeledReplicas
    observedGeneration readyReplicas replicas ;
    #ResourceQuota @v1:ResourceQuota apiVersion kind metadata=164 spec status ;
    #Secret @v1:Secret apiVersion data immutable kind metadata=164 stringData type ;
    #Service @v1:Service apiVersion kind metadata=164 spec=106 status=107 ;
    #ServiceAccount @v1:ServiceAccount apiVersion automountServiceAccountToken imagePullSecrets
    kind metadata=164 secrets+name= ;
    #ServiceSpec allocateLoadBalancerNodePorts clusterIP clusterIPs externalIPs externalName
    externalTrafficPolicy healthCheckNodePort internalTrafficPolicy ipFamilies ipFamilyPolicy
    loadBalancerClass loadBalancerIP loadBalancerSourceRanges ports+port,protocol=
    publishNotReadyAddresses selector sessionAffinity sessionAffinityConfig topologyKeys type ;
    #ServiceStatus conditions+type= loadBalancer ;
    #TopologySpreadConstraint labelSelector=162 maxSkew topologyKey whenUnsatisfiable ;
    #Volume awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI
    emptyDir ephemeral=78 fc flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath
    iscsi name nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte
    rbd scaleIO secret storageos vsphereVolume ;
    #WeightedPodAffinityTerm podAffinityTerm=93 weight ;
    ~ io.k8s.api.discovery.v1
    #EndpointSlice @discovery.k8s.io/v1:EndpointSlice addressType apiVersion endpoints kind
    metadata=164 ports ;
    ~ io.k8s.api.discovery.v1beta1
    #EndpointSlice @discovery.k8s.io/v1beta1:EndpointSlice addressType apiVersion endpoints kind
    metadata=164 ports ;
    ~ io.k8s.api.events.v1
    #Event @events.k8s.io/v1:Event action apiVersion deprecatedCount deprecatedFirstTimestamp
    deprecatedLastTimestamp deprecatedSource eventTime kind metadata=164 note reason regarding
    related reportingController reportingInstance series type ;
    ~ io.k8s.api.events.v1beta1
    #Event @events.k8s.io/v1beta1:Event action apiVersion deprecatedCount
    deprecatedFirstTimestamp deprecatedLastTimestamp deprecatedSource eventTime kind
    metadata=164 note reason regarding related reportingController reportingInstance series type
    ;
    ~ io.k8s.api.extensions.v1beta1
    #Ingress @extensions/v1beta1:Ingress apiVersion kind metadata=164 spec status ;
    ~ io.k8s.api.flowcontrol.v1beta1
    #FlowSchema @flowcontrol.apiserver.k8s.io/v1beta1:FlowSchema apiVersion kind metadata=164
    spec status ;
    #PriorityLevelConfiguration @flowcontrol.apiserver.k8s.io/v1beta1:PriorityLevelConfiguration
    apiVersion kind metadata=164 spec status ;
    ~ io.k8s.api.networking.v1
    #Ingress @networking.k8s.io/v1:Ingress apiVersion kind metadata=164 spec status ;
    #IngressClass @networking.k8s.io/v1:IngressClass apiVersion kind metadata=164 spec ;
    #NetworkPolicy @networking.k8s.io/v1:NetworkPolicy apiVersion kind metadata=164 spec=124 ;
    #NetworkPolicyEgressRule ports to-=123 ;
    #NetworkPolicyIngressRule from-=123 ports ;
    #NetworkPolicyPeer ipBlock namespaceSelector=162 podSelector=162 ;
    #NetworkPolicySpec egress-=121 ingress-=122 podSelector=162 policyTypes ;
    ~ io.k8s.api.networking.v1beta1
    #Ingress @networking.k8s.io/v1beta1:Ingress apiVersion kind metadata=164 spec status ;
    #IngressClass @networking.k8s.io/v1beta1:IngressClass apiVersion kind metadata=164 spec ;
    ~ io.k8s.api.node.v1
    #RuntimeClass @node.k8s.io/v1:RuntimeClass apiVersion handler kind metadata=164 overhead
    scheduling ;
    ~ io.k8s.api.node.v1beta1
    #RuntimeClass @node.k8s.io/v1beta1:RuntimeClass apiVersion handler kind metadata=164
    overhead scheduling ;
    ~ io.k8s.api.policy.v1
    #PodDisruptionBudget @policy/v1:PodDisruptionBudget apiVersion kind metadata=164 spec=130
    status=131 ;
    #PodDisruptionBudgetSpec maxUnavailable minAvailable selector=162 ;
    #PodDisruptionBudgetStatus conditions+type= currentHealthy desiredHealthy disruptedPods
    disruptionsAllowed expectedPods observedGeneration ;
    ~ io.k8s.api.policy.v1beta1
    #Eviction @policy/v1beta1:Eviction apiVersion deleteOptions kind metadata=164 ;
    #PodDisruptionBudget @policy/v1beta1:PodDisruptionBudget apiVersion kind metadata=164
    spec=134 status=135 ;
    #PodDisruptionBudgetSpec maxUnavailable minAvailable selector=162 ;
    #PodDisruptionBudgetStatus conditions+type= currentHealthy desiredHealthy disruptedPods
    disruptionsAllowed expectedPods observedGeneration ;
    #PodSecurityPolicy @policy/v1beta1:PodSecurityPolicy apiVersion kind metadata=164 spec ;
    ~ io.k8s.api.rbac.v1
    #AggregationRule clusterRoleSelectors-=162 ;
    #ClusterRole @rbac.authorization.k8s.io/v1:ClusterRole aggregationRule=137 apiVersion kind
    metadata=164 rules ;
    #ClusterRoleBinding @rbac.authorization.k8s.io/v1:ClusterRoleBinding apiVersion kind
    metadata=164 roleRef subjects ;
    #Role @rbac.authorization.k8s.io/v1:Role apiVersion kind metadata=164 rules ;
    #RoleBinding @rbac.authorization.k8s.io/v1:RoleBinding apiVersion kind metadata=164 roleRef
    subjects ;
    ~ io.k8s.api.rbac.v1beta1
    #AggregationRule clusterRoleSelectors-=162 ;
    #ClusterRole @rbac.authorization.k8s.io/v1beta1:ClusterRole aggregationRule=142 apiVersion
    kind metadata=164 rules ;
    #ClusterRoleBinding @rbac.authorization.k8s.io/v1beta1:ClusterRoleBinding apiVersion kind
    metadata=164 roleRef subjects ;
    #Role @rbac.authorization.k8s.io/v1beta1:Role apiVersion kind metadata=164 rules ;
    #RoleBinding @rbac.authorization.k8s.io/v1beta1:RoleBinding apiVersion kind metadata=164
    roleRef subjects ;
    ~ io.k8s.api.scheduling.v1
    #PriorityClass @scheduling.k8s.io/v1:PriorityClass apiVersion description globalDefault kind
    metadata=164 preemptionPolicy value ;
    ~ io.k8s.api.scheduling.v1beta1
    #PriorityClass @scheduling.k8s.io/v1beta1:PriorityClass apiVersion description globalDefault
    kind metadata=164 preemptionPolicy value ;
    ~ io.k8s.api.storage.v1
    #CSIDriver @storage.k8s.io/v1:CSIDriver apiVersion kind metadata=164 spec ;
    #CSINode @storage.k8s.io/v1:CSINode apiVersion kind metadata=164 spec=151 ;
    #CSINodeSpec drivers+name= ;
    #StorageClass @storage.k8s.io/v1:StorageClass allowVolumeExpansion allowedTopologies
    apiVersion kind metadata=164 mountOptions parameters provisioner reclaimPolicy
    volumeBindingMode ;
    #VolumeAttachment @storage.k8s.io/v1:VolumeAttachment apiVersion kind metadata=164 spec
    status ;
    ~ io.k8s.api.storage.v1beta1
    #CSIDriver @storage.k8s.io/v1beta1:CSIDriver apiVersion kind metadata=164 spec ;
    #CSINode @storage.k8s.io/v1beta1:CSINode apiVersion kind metadata=164 spec=156 ;
    #CSINodeSpec drivers+name= ;
    #CSIStorageCapacity @storage.k8s.io/v1beta1:CSIStorageCapacity apiVersion capacity kind
    maximumVolumeSize metadata=164 nodeTopology=162 storageClassName ;
    #StorageClass @storage.k8s.io/v1beta1:StorageClass allowVolumeExpansion allowedTopologies
    apiVersion kind metadata=164 mountOptions parameters provisioner reclaimPolicy
    volumeBindingMode ;
    #VolumeAttachment @storage.k8s.io/v1beta1:VolumeAttachment apiVersion kind metadata=164 spec
    status ;
    ~ io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1
    #CustomResourceDefinition @apiextensions.k8s.io/v1:CustomResourceDefinition apiVersion kind
    metadata=164 spec status ;
    ~ io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1
    #CustomResourceDefinition @apiextensions.k8s.io/v1beta1:CustomResourceDefinition apiVersion
    kind metadata=164 spec status ;
    ~ io.k8s.apimachinery.pkg.apis.meta.v1
    #LabelSelector matchExpressions-=163 matchLabels ;
    #LabelSelectorRequirement key operator values ;
    #ObjectMeta annotations clusterName creationTimestamp deletionGracePeriodSeconds
    deletionTimestamp finalizers+= generateName generation labels managedFields name namespace
    ownerReferences+uid= resourceVersion selfLink uid ;
    ~ io.k8s.kube-aggregator.pkg.apis.apiregistration.v1
    #APIService @apiregistration.k8s.io/v1:APIService apiVersion kind metadata=164 spec
    status=166 ;
    #APIServiceStatus conditions+type= ;
    ~ io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1
    #APIService @apiregistration.k8s.io/v1beta1:APIService apiVersion kind metadata=164 spec
    status=168 ;
    #APIServiceStatus conditions+type= ;
    """
}
