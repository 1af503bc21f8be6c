extension TransformerConfiguration {
  /// The rules that kustomize has built in (api/internal/konfig/builtinpluginconsts). Each section
  /// names a list; a type is written kind.version.group with `*` for any, `+` behind it where the
  /// fields are created, and then the paths.
  private static let defaultRules = #"""
    = namePrefix
      *.*.* metadata/name
    = nameSuffix
      *.*.* metadata/name
    = commonLabels
      Service.v1.*+ spec/selector
      ReplicationController.v1.*+ spec/selector
      Deployment.*.*+ spec/selector/matchLabels
      Deployment.*.apps
        spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels
        spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels
        spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels
        spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels
        spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels
      ReplicaSet.*.*+ spec/selector/matchLabels
      DaemonSet.*.*+ spec/selector/matchLabels
      StatefulSet.*.apps+ spec/selector/matchLabels
      StatefulSet.*.apps
        spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels
        spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels
        spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels
        spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels
        spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels
      Job.*.batch spec/selector/matchLabels
      CronJob.*.batch spec/jobTemplate/spec/selector/matchLabels
      PodDisruptionBudget.*.policy spec/selector/matchLabels
      NetworkPolicy.*.networking.k8s.io spec/podSelector/matchLabels
        spec/ingress/from/podSelector/matchLabels spec/egress/to/podSelector/matchLabels
      *.*.*+ metadata/labels
      ReplicationController.v1.*+ spec/template/metadata/labels
      Deployment.*.*+ spec/template/metadata/labels
      ReplicaSet.*.*+ spec/template/metadata/labels
      DaemonSet.*.*+ spec/template/metadata/labels
      StatefulSet.*.apps+ spec/template/metadata/labels
      Job.*.batch+ spec/template/metadata/labels
      CronJob.*.batch+ spec/jobTemplate/metadata/labels
        spec/jobTemplate/spec/template/metadata/labels
      StatefulSet.*.apps+ spec/volumeClaimTemplates[]/metadata/labels
    = templateLabels
      *.*.*+ metadata/labels
      ReplicationController.v1.*+ spec/template/metadata/labels
      Deployment.*.*+ spec/template/metadata/labels
      ReplicaSet.*.*+ spec/template/metadata/labels
      DaemonSet.*.*+ spec/template/metadata/labels
      StatefulSet.*.apps+ spec/template/metadata/labels
      Job.*.batch+ spec/template/metadata/labels
      CronJob.*.batch+ spec/jobTemplate/metadata/labels
        spec/jobTemplate/spec/template/metadata/labels
    = volumeClaimTemplateLabels
      StatefulSet.*.apps+ spec/volumeClaimTemplates[]/metadata/labels
    = commonAnnotations
      *.*.*+ metadata/annotations
      ReplicationController.v1.*+ spec/template/metadata/annotations
      Deployment.*.*+ spec/template/metadata/annotations
      ReplicaSet.*.*+ spec/template/metadata/annotations
      DaemonSet.*.*+ spec/template/metadata/annotations
      StatefulSet.*.*+ spec/template/metadata/annotations
      Job.*.batch+ spec/template/metadata/annotations
      CronJob.*.batch+ spec/jobTemplate/metadata/annotations
        spec/jobTemplate/spec/template/metadata/annotations
    = namespace
      Namespace.*.*+ metadata/name
      APIService.*.apiregistration.k8s.io+ spec/service/namespace
      CustomResourceDefinition.*.apiextensions.k8s.io
        spec/conversion/webhook/clientConfig/service/namespace
    = varReference
      CronJob.*.* spec/jobTemplate/spec/template/spec/containers/args
        spec/jobTemplate/spec/template/spec/containers/command
        spec/jobTemplate/spec/template/spec/containers/env/value
        spec/jobTemplate/spec/template/spec/containers/volumeMounts/mountPath
        spec/jobTemplate/spec/template/spec/initContainers/args
        spec/jobTemplate/spec/template/spec/initContainers/command
        spec/jobTemplate/spec/template/spec/initContainers/env/value
        spec/jobTemplate/spec/template/spec/initContainers/volumeMounts/mountPath
        spec/jobTemplate/spec/template/volumes/nfs/server
      DaemonSet.*.* spec/template/spec/containers/args spec/template/spec/containers/command
        spec/template/spec/containers/env/value
        spec/template/spec/containers/volumeMounts/mountPath
        spec/template/spec/initContainers/args spec/template/spec/initContainers/command
        spec/template/spec/initContainers/env/value
        spec/template/spec/initContainers/volumeMounts/mountPath
        spec/template/spec/volumes/nfs/server
      Deployment.*.* spec/template/spec/containers/args spec/template/spec/containers/command
        spec/template/spec/containers/env/value
        spec/template/spec/containers/volumeMounts/mountPath
        spec/template/spec/initContainers/args spec/template/spec/initContainers/command
        spec/template/spec/initContainers/env/value
        spec/template/spec/initContainers/volumeMounts/mountPath
        spec/template/spec/volumes/nfs/server spec/template/metadata/annotations
      Ingress.*.* spec/rules/host spec/tls/hosts spec/tls/secretName
      Job.*.* spec/template/spec/containers/args spec/template/spec/containers/command
        spec/template/spec/containers/env/value
        spec/template/spec/containers/volumeMounts/mountPath
        spec/template/spec/initContainers/args spec/template/spec/initContainers/command
        spec/template/spec/initContainers/env/value
        spec/template/spec/initContainers/volumeMounts/mountPath
        spec/template/spec/volumes/nfs/server
      Pod.*.* spec/containers/args spec/containers/command spec/containers/env/value
        spec/containers/volumeMounts/mountPath spec/initContainers/args
        spec/initContainers/command spec/initContainers/env/value
        spec/initContainers/volumeMounts/mountPath spec/volumes/nfs/server
      ReplicaSet.*.* spec/template/spec/containers/args spec/template/spec/containers/command
        spec/template/spec/containers/env/value
        spec/template/spec/containers/volumeMounts/mountPath
        spec/template/spec/initContainers/args spec/template/spec/initContainers/command
        spec/template/spec/initContainers/env/value
        spec/template/spec/initContainers/volumeMounts/mountPath
        spec/template/spec/volumes/nfs/server
      Service.*.* spec/ports/port spec/ports/targetPort
      StatefulSet.*.* spec/template/spec/containers/args spec/template/spec/containers/command
        spec/template/spec/containers/env/value
        spec/template/spec/containers/volumeMounts/mountPath
        spec/template/spec/initContainers/args spec/template/spec/initContainers/command
        spec/template/spec/initContainers/env/value
        spec/template/spec/initContainers/volumeMounts/mountPath
        spec/volumeClaimTemplates/spec/nfs/server
      PersistentVolume.*.* spec/nfs/server
      *.*.* metadata/labels metadata/annotations
    = nameReference Deployment.*.*
      HorizontalPodAutoscaler.*.* spec/scaleTargetRef/name
    = nameReference ReplicationController.*.*
      HorizontalPodAutoscaler.*.* spec/scaleTargetRef/name
    = nameReference ReplicaSet.*.*
      HorizontalPodAutoscaler.*.* spec/scaleTargetRef/name
    = nameReference StatefulSet.*.*
      HorizontalPodAutoscaler.*.* spec/scaleTargetRef/name
    = nameReference ConfigMap.v1.*
      Pod.v1.* spec/volumes/configMap/name spec/containers/env/valueFrom/configMapKeyRef/name
        spec/initContainers/env/valueFrom/configMapKeyRef/name
        spec/containers/envFrom/configMapRef/name spec/initContainers/envFrom/configMapRef/name
        spec/volumes/projected/sources/configMap/name
      PodTemplate.*.* template/spec/volumes/configMap/name
        template/spec/containers/env/valueFrom/configMapKeyRef/name
        template/spec/initContainers/env/valueFrom/configMapKeyRef/name
        template/spec/containers/envFrom/configMapRef/name
        template/spec/initContainers/envFrom/configMapRef/name
        template/spec/volumes/projected/sources/configMap/name
      Deployment.*.* spec/template/spec/volumes/configMap/name
        spec/template/spec/containers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/containers/envFrom/configMapRef/name
        spec/template/spec/initContainers/envFrom/configMapRef/name
        spec/template/spec/volumes/projected/sources/configMap/name
      ReplicaSet.*.* spec/template/spec/volumes/configMap/name
        spec/template/spec/containers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/containers/envFrom/configMapRef/name
        spec/template/spec/initContainers/envFrom/configMapRef/name
        spec/template/spec/volumes/projected/sources/configMap/name
      DaemonSet.*.* spec/template/spec/volumes/configMap/name
        spec/template/spec/containers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/containers/envFrom/configMapRef/name
        spec/template/spec/initContainers/envFrom/configMapRef/name
        spec/template/spec/volumes/projected/sources/configMap/name
      StatefulSet.*.* spec/template/spec/volumes/configMap/name
        spec/template/spec/containers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/containers/envFrom/configMapRef/name
        spec/template/spec/initContainers/envFrom/configMapRef/name
        spec/template/spec/volumes/projected/sources/configMap/name
      Job.*.* spec/template/spec/volumes/configMap/name
        spec/template/spec/containers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name
        spec/template/spec/containers/envFrom/configMapRef/name
        spec/template/spec/initContainers/envFrom/configMapRef/name
        spec/template/spec/volumes/projected/sources/configMap/name
      CronJob.*.* spec/jobTemplate/spec/template/spec/volumes/configMap/name
        spec/jobTemplate/spec/template/spec/volumes/projected/sources/configMap/name
        spec/jobTemplate/spec/template/spec/containers/env/valueFrom/configMapKeyRef/name
        spec/jobTemplate/spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name
        spec/jobTemplate/spec/template/spec/containers/envFrom/configMapRef/name
        spec/jobTemplate/spec/template/spec/initContainers/envFrom/configMapRef/name
      Node.*.* spec/configSource/configMap
      Role.*.* rules/resourceNames
      ClusterRole.*.* rules/resourceNames
      Ingress.*.* metadata/annotations/nginx.ingress.kubernetes.io\/fastcgi-params-configmap
    = nameReference Secret.v1.*
      Pod.v1.* spec/volumes/secret/secretName spec/containers/env/valueFrom/secretKeyRef/name
        spec/initContainers/env/valueFrom/secretKeyRef/name spec/containers/envFrom/secretRef/name
        spec/initContainers/envFrom/secretRef/name spec/imagePullSecrets/name
        spec/volumes/projected/sources/secret/name
      PodTemplate.*.* template/spec/volumes/secret/secretName
        template/spec/containers/env/valueFrom/secretKeyRef/name
        template/spec/initContainers/env/valueFrom/secretKeyRef/name
        template/spec/containers/envFrom/secretRef/name
        template/spec/initContainers/envFrom/secretRef/name template/spec/imagePullSecrets/name
        template/spec/volumes/projected/sources/secret/name
      Deployment.*.* spec/template/spec/volumes/secret/secretName
        spec/template/spec/containers/env/valueFrom/secretKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name
        spec/template/spec/containers/envFrom/secretRef/name
        spec/template/spec/initContainers/envFrom/secretRef/name
        spec/template/spec/imagePullSecrets/name
        spec/template/spec/volumes/projected/sources/secret/name
      ReplicaSet.*.* spec/template/spec/volumes/secret/secretName
        spec/template/spec/containers/env/valueFrom/secretKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name
        spec/template/spec/containers/envFrom/secretRef/name
        spec/template/spec/initContainers/envFrom/secretRef/name
        spec/template/spec/imagePullSecrets/name
        spec/template/spec/volumes/projected/sources/secret/name
      DaemonSet.*.* spec/template/spec/volumes/secret/secretName
        spec/template/spec/containers/env/valueFrom/secretKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name
        spec/template/spec/containers/envFrom/secretRef/name
        spec/template/spec/initContainers/envFrom/secretRef/name
        spec/template/spec/imagePullSecrets/name
        spec/template/spec/volumes/projected/sources/secret/name
      StatefulSet.*.* spec/template/spec/volumes/secret/secretName
        spec/template/spec/containers/env/valueFrom/secretKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name
        spec/template/spec/containers/envFrom/secretRef/name
        spec/template/spec/initContainers/envFrom/secretRef/name
        spec/template/spec/imagePullSecrets/name
        spec/template/spec/volumes/projected/sources/secret/name
      Job.*.* spec/template/spec/volumes/secret/secretName
        spec/template/spec/containers/env/valueFrom/secretKeyRef/name
        spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name
        spec/template/spec/containers/envFrom/secretRef/name
        spec/template/spec/initContainers/envFrom/secretRef/name
        spec/template/spec/imagePullSecrets/name
        spec/template/spec/volumes/projected/sources/secret/name
      CronJob.*.* spec/jobTemplate/spec/template/spec/volumes/secret/secretName
        spec/jobTemplate/spec/template/spec/volumes/projected/sources/secret/name
        spec/jobTemplate/spec/template/spec/containers/env/valueFrom/secretKeyRef/name
        spec/jobTemplate/spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name
        spec/jobTemplate/spec/template/spec/containers/envFrom/secretRef/name
        spec/jobTemplate/spec/template/spec/initContainers/envFrom/secretRef/name
        spec/jobTemplate/spec/template/spec/imagePullSecrets/name
      Ingress.*.* spec/tls/secretName metadata/annotations/ingress.kubernetes.io\/auth-secret
        metadata/annotations/nginx.ingress.kubernetes.io\/auth-secret
        metadata/annotations/nginx.ingress.kubernetes.io\/auth-tls-secret spec/tls/secretName
      ServiceAccount.*.* imagePullSecrets/name
      StorageClass.*.* parameters/secretName parameters/adminSecretName parameters/userSecretName
        parameters/secretRef
      Role.*.* rules/resourceNames
      ClusterRole.*.* rules/resourceNames
      Service.v1.serving.knative.dev spec/template/spec/containers/env/valueFrom/secretKeyRef/name
      PersistentVolume.*.* spec/azureFile/secretName
    = nameReference Service.v1.*
      StatefulSet.*.apps spec/serviceName
      Ingress.*.* spec/rules/http/paths/backend/serviceName spec/backend/serviceName
        spec/rules/http/paths/backend/service/name spec/defaultBackend/service/name
      APIService.*.apiregistration.k8s.io spec/service/name
      ValidatingWebhookConfiguration.*.admissionregistration.k8s.io webhooks/clientConfig/service
      MutatingWebhookConfiguration.*.admissionregistration.k8s.io webhooks/clientConfig/service
    = nameReference Role.*.rbac.authorization.k8s.io
      RoleBinding.*.rbac.authorization.k8s.io roleRef/name
    = nameReference ClusterRole.*.rbac.authorization.k8s.io
      RoleBinding.*.rbac.authorization.k8s.io roleRef/name
      ClusterRoleBinding.*.rbac.authorization.k8s.io roleRef/name
    = nameReference ServiceAccount.v1.*
      RoleBinding.*.rbac.authorization.k8s.io subjects
      ClusterRoleBinding.*.rbac.authorization.k8s.io subjects
      Pod.*.* spec/serviceAccountName
      StatefulSet.*.* spec/template/spec/serviceAccountName
      Deployment.*.* spec/template/spec/serviceAccountName
      ReplicationController.*.* spec/template/spec/serviceAccountName
      CronJob.*.* spec/jobTemplate/spec/template/spec/serviceAccountName
      Job.*.* spec/template/spec/serviceAccountName
      DaemonSet.*.* spec/template/spec/serviceAccountName
    = nameReference PersistentVolumeClaim.v1.*
      Pod.*.* spec/volumes/persistentVolumeClaim/claimName
      StatefulSet.*.* spec/template/spec/volumes/persistentVolumeClaim/claimName
      Deployment.*.* spec/template/spec/volumes/persistentVolumeClaim/claimName
      ReplicationController.*.* spec/template/spec/volumes/persistentVolumeClaim/claimName
      CronJob.*.* spec/jobTemplate/spec/template/spec/volumes/persistentVolumeClaim/claimName
      Job.*.* spec/template/spec/volumes/persistentVolumeClaim/claimName
      DaemonSet.*.* spec/template/spec/volumes/persistentVolumeClaim/claimName
    = nameReference PersistentVolume.v1.*
      PersistentVolumeClaim.*.* spec/volumeName
      ClusterRole.*.* rules/resourceNames
    = nameReference StorageClass.v1.storage.k8s.io
      PersistentVolume.*.* spec/storageClassName
      PersistentVolumeClaim.*.* spec/storageClassName
      StatefulSet.*.* spec/volumeClaimTemplates/spec/storageClassName
    = nameReference PriorityClass.v1.scheduling.k8s.io
      Pod.*.* spec/priorityClassName
      StatefulSet.*.* spec/template/spec/priorityClassName
      Deployment.*.* spec/template/spec/priorityClassName
      ReplicationController.*.* spec/template/spec/priorityClassName
      CronJob.*.* spec/jobTemplate/spec/template/spec/priorityClassName
      Job.*.* spec/template/spec/priorityClassName
      DaemonSet.*.* spec/template/spec/priorityClassName
    = nameReference IngressClass.v1.networking.k8s.io/v1
      Ingress.*.* spec/ingressClassName
    = nameReference ValidatingAdmissionPolicy.*.admissionregistration.k8s.io
      ValidatingAdmissionPolicyBinding.*.admissionregistration.k8s.io spec/policyName
    = images
      *.*.*+ spec/containers[]/image spec/initContainers[]/image spec/volumes[]/image/reference
        spec/template/spec/containers[]/image spec/template/spec/initContainers[]/image
        spec/template/spec/volumes[]/image/reference
    = replicas
      Deployment.*.*+ spec/replicas
      ReplicationController.*.*+ spec/replicas
      ReplicaSet.*.*+ spec/replicas
      StatefulSet.*.*+ spec/replicas
    """#

  static let standard: TransformerConfiguration = {
    let rules = read(defaultRules)
    return TransformerConfiguration().adding(rules) ?? rules
  }()

  private static func read(_ rules: String) -> TransformerConfiguration {
    var result = TransformerConfiguration()
    var list = \TransformerConfiguration.namePrefix
    var isReference = false
    var type = GroupVersionKind()
    var creates = false
    // By its bytes: splitting by characters takes several times as long.
    for line in rules.utf8.split(separator: UInt8(ascii: "\n")) {
      var words = line.split(separator: UInt8(ascii: " ")).map(Substring.init)[...]
      if words.first == "=" {
        words.removeFirst()
        let name = words.popFirst().map(String.init) ?? ""
        isReference = name == "nameReference"
        if isReference, let target = words.first {
          result.nameReferences.append(
            NameReference(target: Self.type(of: target), referrers: []))
        } else if let named = specLists[name] {
          list = named
        }
        continue
      }
      if let first = words.first, !first.utf8.contains(UInt8(ascii: "/")) {
        words.removeFirst()
        creates = first.utf8.last == UInt8(ascii: "+")
        type = Self.type(of: creates ? first.dropLast() : first)
      }
      for path in words {
        let spec = FieldSpec(type, path: String(path), creates: creates)
        if isReference, !result.nameReferences.isEmpty {
          result.nameReferences[result.nameReferences.count - 1].referrers.append(spec)
        } else {
          result[keyPath: list].append(spec)
        }
      }
    }
    return result.sorted()
  }

  private static func type(of text: Substring) -> GroupVersionKind {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 2)
      .map { $0.elementsEqual("*".utf8) ? "" : String(Substring($0)) }
    guard parts.count == 3 else { return GroupVersionKind() }
    return GroupVersionKind(group: parts[2], version: parts[1], kind: parts[0])
  }
}
