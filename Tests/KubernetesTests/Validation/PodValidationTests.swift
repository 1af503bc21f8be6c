import Testing

@testable import Kubernetes

/// The rules of pods, as upstream's tests state them.
@Suite struct PodValidationTests {
  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: app, image: "nginx:1.27"}]
    """

  @Test func `a pod of a container is valid`() throws {
    #expect(try Answers.create(Self.pod) == [])
  }

  static func container(_ text: String) -> String {
    "spec: {containers: [{name: app, image: nginx, \(text)}]}"
  }

  @Test(arguments: [
    Fault("spec: {containers: []}", "Required spec.containers"),
    Fault("spec: {containers: [{image: a}]}", "Required spec.containers[0].name"),
    Fault("spec: {containers: [{name: a}]}", "Required spec.containers[0].image"),
    Fault("spec: {containers: [{name: A, image: a}]}", "Invalid spec.containers[0].name"),
    Fault(
      "spec: {containers: [{name: a, image: a}, {name: a, image: a}]}",
      "Duplicate spec.containers[1].name"),
    Fault("spec: {containers: [{name: a, image: ' a'}]}", "Invalid spec.containers[0].image"),
    Fault("metadata: {name: Web}", "Invalid metadata.name"),
    Fault("metadata: {labels: {a: b c}}", "Invalid metadata.labels"),
    Fault("metadata: {labels: {'/a': b}}", "Invalid metadata.labels"),
    Fault("metadata: {annotations: {'a b': c}}", "Invalid metadata.annotations"),
    Fault("metadata: {finalizers: [mine]}", "Invalid metadata.finalizers[0]"),
    Fault(
      "metadata: {ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: a, uid: ''}]}",
      "Invalid metadata.ownerReferences.uid"),
    Fault(
      "metadata: {ownerReferences: [{apiVersion: a/b/c, name: a, uid: b}]}",
      "Invalid metadata.ownerReferences.apiVersion", "Invalid metadata.ownerReferences.kind"),
    Fault(
      "spec: {restartPolicy: Sometimes}", "NotSupported spec.restartPolicy"),
    Fault("spec: {dnsPolicy: None}", "Required spec.dnsConfig"),
    Fault("spec: {hostname: a.b}", "Invalid spec.hostname"),
    Fault("spec: {activeDeadlineSeconds: 0}", "Invalid spec.activeDeadlineSeconds"),
    Fault("spec: {nodeSelector: {a: b c}}", "Invalid spec.nodeSelector"),
    Fault("spec: {serviceAccountName: A}", "Invalid spec.serviceAccountName"),
    Fault("spec: {priorityClassName: A}", "Invalid spec.priorityClassName"),
    Fault("spec: {os: {name: plan9}}", "NotSupported spec.os"),
    Fault(
      "spec: {hostAliases: [{ip: 1.2.3, hostnames: [A]}]}",
      "Invalid spec.hostAliases[0].hostnames[0]", "Invalid spec.hostAliases[0].ip"),
    Fault(
      "spec: {schedulingGates: [{name: a}, {name: a}]}", "Duplicate spec.schedulingGates[1]"),
    Fault(
      "spec: {ephemeralContainers: [{name: b, image: a}]}",
      "Forbidden spec.ephemeralContainers"),
    Fault(
      "spec: {hostNetwork: true, hostUsers: false}", "Forbidden spec.hostNetwork"),
    Fault(
      "spec: {shareProcessNamespace: true, hostPID: true}",
      "Invalid spec.securityContext.shareProcessNamespace"),
  ])
  func `the pod`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.pod)) == fault.causes)
  }

  /// A container that asks for half a processor, in a pod that says something of itself.
  static func pod(_ resources: String, _ more: String = "") -> String {
    """
    spec:
      resources: \(resources)
      containers: [{name: app, image: nginx, resources: {requests: {cpu: 500m}}}]
      \(more)
    """
  }

  @Test(arguments: [
    Fault(pod("{requests: {cpu: 500m}}")),
    // What the pod does not say of itself is left to its containers.
    Fault(pod("{requests: {memory: 1Gi}}")),
    Fault(pod("{requests: {cpu: 400m}}"), "Invalid spec.resources.requests[cpu]"),
    Fault(pod("{limits: {cpu: 400m}}"), "Invalid spec.resources.requests"),
    Fault(pod("{requests: {cpu: 2}, limits: {cpu: 1}}"), "Invalid spec.resources.requests"),
    Fault(
      pod("{requests: {ephemeral-storage: 1Gi}}"),
      "NotSupported spec.resources.requests[ephemeral-storage]"),
    Fault(
      pod("{claims: [{name: a}]}"), "Forbidden spec.resources.claims",
      "NotFound spec.resources.claims[0]"),
    Fault(
      "spec: {resources: {limits: {cpu: 1}}, containers: [{name: app, image: nginx, "
        + "resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]}",
      "Invalid spec.resources.containers[0][cpu].limits"),
    Fault(
      "spec: {resources: {limits: {cpu: 2, hugepages-2Mi: 2Mi}}, containers: [{name: app, "
        + "image: nginx, resources: {limits: {cpu: 1, hugepages-2Mi: 4Mi}}}]}",
      "Invalid spec.resources.containers[0][hugepages-2Mi].limits",
      "Invalid spec.resources.limits[hugepages-2Mi]",
      "Invalid spec.resources.requests[hugepages-2Mi]"),
    Fault(pod("{requests: {cpu: 1}}", "os: {name: windows}"), "Forbidden spec.resources"),
  ])
  func `its resources as a whole`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.pod)) == fault.causes)
  }

  @Test(arguments: [
    Fault(
      container("ports: [{containerPort: 80, name: http}, {containerPort: 81, name: http}]"),
      "Duplicate spec.containers[0].ports[1].name"),
    Fault(container("ports: [{name: http}]"), "Required spec.containers[0].ports[0].containerPort"),
    Fault(
      container("ports: [{containerPort: 65536}]"),
      "Invalid spec.containers[0].ports[0].containerPort"),
    Fault(
      container("ports: [{containerPort: 80, protocol: HTTP}]"),
      "NotSupported spec.containers[0].ports[0].protocol"),
    Fault(
      container("ports: [{containerPort: 1, hostPort: 5}, {containerPort: 2, hostPort: 5}]"),
      "Duplicate spec.containers[0].ports[1].hostPort"),
    Fault(container("env: [{name: a=b}]"), "Invalid spec.containers[0].env[0].name"),
    Fault(
      container("env: [{name: a, valueFrom: {}}]"), "Invalid spec.containers[0].env[0].valueFrom"),
    Fault(
      container("env: [{name: a, value: b, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]"),
      "Invalid spec.containers[0].env[0].valueFrom"),
    Fault(
      container("env: [{name: a, valueFrom: {fieldRef: {fieldPath: metadata.labels}}}]"),
      "NotSupported spec.containers[0].env[0].valueFrom.fieldRef.fieldPath"),
    Fault(
      container("env: [{name: a, valueFrom: {fieldRef: {fieldPath: spec.nothing}}}]"),
      "Invalid spec.containers[0].env[0].valueFrom.fieldRef.fieldPath"),
    Fault(
      container("env: [{name: a, valueFrom: {resourceFieldRef: {resource: limits.gpu}}}]"),
      "NotSupported spec.containers[0].env[0].valueFrom.resourceFieldRef.resource"),
    Fault(
      container("env: [{name: a, valueFrom: {secretKeyRef: {name: s, key: a/b}}}]"),
      "Invalid spec.containers[0].env[0].valueFrom.secretKeyRef.key"),
    Fault(container("envFrom: [{}]"), "Invalid spec.containers[0].envFrom"),
    Fault(
      container("resources: {requests: {cpu: 2}, limits: {cpu: 1}}"),
      "Invalid spec.containers[0].resources.requests"),
    Fault(
      container("resources: {limits: {cpu: -1}}"),
      "Invalid spec.containers[0].resources.limits[cpu]",
      "Invalid spec.containers[0].resources.requests[cpu]"),
    Fault(
      container("resources: {requests: {example.com/gpu: 1}}"),
      "Required spec.containers[0].resources.limits"),
    Fault(
      container("resources: {limits: {example.com/gpu: 0.5}}"),
      "Invalid spec.containers[0].resources.limits[example.com/gpu]",
      "Invalid spec.containers[0].resources.requests[example.com/gpu]"),
    Fault(
      container("resources: {limits: {hugepages-2Mi: 3Mi, cpu: 1}}"),
      "Invalid spec.containers[0].resources.limits[hugepages-2Mi]",
      "Invalid spec.containers[0].resources.requests[hugepages-2Mi]"),
    Fault(
      container("volumeMounts: [{name: a, mountPath: /a}]"),
      "NotFound spec.containers[0].volumeMounts[0].name"),
    Fault(
      container("livenessProbe: {}"), "Required spec.containers[0].livenessProbe"),
    Fault(
      container("livenessProbe: {tcpSocket: {port: 80}, successThreshold: 2}"),
      "Invalid spec.containers[0].livenessProbe.successThreshold"),
    Fault(
      container("readinessProbe: {httpGet: {port: 0}}"),
      "Invalid spec.containers[0].readinessProbe.httpGet.port"),
    Fault(
      container("readinessProbe: {exec: {command: [a]}, tcpSocket: {port: 80}}"),
      "Forbidden spec.containers[0].readinessProbe.tcpSocket"),
    Fault(
      container("lifecycle: {preStop: {sleep: {seconds: 31}}}"),
      "Invalid spec.containers[0].lifecycle.preStop.sleep"),
    Fault(
      container("securityContext: {runAsUser: -1}"),
      "Invalid spec.containers[0].securityContext.runAsUser"),
    Fault(
      container("securityContext: {privileged: true, allowPrivilegeEscalation: false}"),
      "Invalid spec.containers[0].securityContext"),
    Fault(
      container("securityContext: {seccompProfile: {type: Localhost}}"),
      "Required spec.containers[0].securityContext.seccompProfile.localhostProfile"),
    Fault(
      container("imagePullPolicy: Often"), "NotSupported spec.containers[0].imagePullPolicy"),
  ])
  func `its containers`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.pod)) == fault.causes)
  }

  @Test(arguments: [
    Fault("spec: {volumes: [{emptyDir: {}}]}", "Required spec.volumes[0].name"),
    Fault(
      "spec: {volumes: [{name: a, emptyDir: {}}, {name: a, emptyDir: {}}]}",
      "Duplicate spec.volumes[1].name"),
    Fault(
      "spec: {volumes: [{name: a, emptyDir: {}, hostPath: {path: /a}}]}",
      "Forbidden spec.volumes[0].hostPath"),
    Fault(
      "spec: {volumes: [{name: a, hostPath: {path: /a/../b}}]}",
      "Invalid spec.volumes[0].hostPath.path"),
    Fault(
      "spec: {volumes: [{name: a, secret: {secretName: s, defaultMode: 512}}]}",
      "Invalid spec.volumes[0].secret.defaultMode"),
    Fault(
      "spec: {volumes: [{name: a, configMap: {name: c, items: [{key: k, path: ../p}]}}]}",
      "Invalid spec.volumes[0].configMap.items[0].path"),
    Fault(
      "spec: {volumes: [{name: a, projected: {sources: [{serviceAccountToken: {path: t, "
        + "expirationSeconds: 10}}]}}], serviceAccountName: s}",
      "Invalid spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds"),
    Fault(
      "spec: {volumes: [{name: a, nfs: {server: s, path: b}}]}", "Invalid spec.volumes[0].nfs.path"),
    Fault(
      "spec: {volumes: [{name: a, csi: {}}]}",
      "Required spec.volumes[0].csi.driver"),
    Fault(
      "spec: {volumes: [{name: a, ephemeral: {}}]}",
      "Required spec.volumes[0].ephemeral.volumeClaimTemplate"),
  ])
  func `its volumes`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.pod)) == fault.causes)
  }

  @Test(arguments: [
    Fault(
      "spec: {tolerations: [{operator: Equal, value: a}]}", "Invalid spec.tolerations[0].operator"),
    Fault(
      "spec: {tolerations: [{key: a, operator: Exists, value: b}]}",
      "Invalid spec.tolerations[0].operator"),
    Fault(
      "spec: {tolerations: [{key: a, tolerationSeconds: 5}]}", "Invalid spec.tolerations[0].effect"),
    Fault(
      "spec: {topologySpreadConstraints: [{maxSkew: 0, topologyKey: z, whenUnsatisfiable: Never}]}",
      "Invalid spec.topologySpreadConstraints[0].maxSkew",
      "NotSupported spec.topologySpreadConstraints[0].whenUnsatisfiable"),
    Fault(
      "spec: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists, values: [b]}]}]}}}}",
      "Forbidden spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution."
        + "nodeSelectorTerms[0].matchExpressions[0].values"),
    Fault(
      "spec: {affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
        + "[{weight: 101, podAffinityTerm: {topologyKey: ''}}]}}}",
      "Invalid spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]."
        + "podAffinityTerm.topologyKey",
      "Invalid spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]."
        + "weight",
      "Required spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]."
        + "podAffinityTerm.topologyKey"),
  ])
  func `where it may run`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.pod)) == fault.causes)
  }

  @Test(arguments: [
    Fault("spec: {containers: [{name: app, image: 'nginx:1.28'}]}"),
    Fault("spec: {tolerations: [{key: a, operator: Exists}]}"),
    Fault("spec: {activeDeadlineSeconds: 20}"),
    Fault("spec: {nodeName: m}", "Forbidden spec"),
    Fault("spec: {containers: [{name: app, image: a, command: [b]}]}", "Forbidden spec"),
    Fault(
      "spec: {containers: [{name: app, image: a}, {name: b, image: b}]}",
      "Forbidden spec.containers"),
    Fault("spec: {schedulingGates: [{name: g}]}", "Forbidden spec.schedulingGates[0].name"),
  ])
  func `what may change`(fault: Fault) throws {
    #expect(try Answers.update(Self.pod, to: fault.applied(to: Self.pod)) == fault.causes)
  }
}
