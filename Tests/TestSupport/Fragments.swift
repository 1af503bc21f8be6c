/// Documents that inputs of a fuzzer name instead of spelling them out; `@` stands for a digit that
/// the input chooses. Each begins and ends with a line `---`, so that what stands around it becomes
/// no part of it.
public enum Fragments {
  /// Stands in Secrets alone, and so must come out nowhere. Its base64 begins with the same letters
  /// wherever it is the start of a value.
  public static let canary = "hunter7CANARYx"
  public static let encodedCanary = "aHVudGVyN0NBTkFSWX"

  public static let all: [String] = (manifests + policies + own).map { "---\n\($0)\n---\n" }

  private static let manifests = [
    """
    {apiVersion: v1, kind: Namespace, metadata: {name: shop@}}
    """,
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop, labels: {app: web, tier: "@"}}
    spec:
      replicas: @
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
          - name: web
            image: example.org/web:1.@
            ports: [{containerPort: 808@, name: http}]
            env: [{name: LEVEL, value: "@"}]
            resources: {requests: {cpu: @00m, memory: 64Mi}, limits: {memory: @Gi}}
            readinessProbe: {httpGet: {path: /, port: http}}
          volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
    """,
    """
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web@}, ports: [{port: 80, targetPort: http, nodePort: 3000@}], type: NodePort}
    """,
    """
    {apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}, data: {level: "@"}}
    """,
    """
    apiVersion: v1
    kind: Secret
    metadata:
      name: login
      namespace: shop
      labels: {number: "@"}
      annotations: {note: "the password is \(canary)", other: "\(encodedCanary)g="}
    type: Opaque
    stringData: {password: "\(canary)"}
    """,
    """
    apiVersion: v1
    kind: Secret
    metadata: {name: login, namespace: shop}
    data: {password: \(encodedCanary)hA, number: @, "not base64": "\(canary)@"}
    extra: {password: "\(canary)@"}
    """,
    """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: @Gi}}, volumeName: pv-@}
    """,
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      serviceName: db
      replicas: @
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec: {containers: [{name: db, image: "db:@", securityContext: {privileged: true}}]}
      volumeClaimTemplates:
      - metadata: {name: data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: @Gi}}}
    """,
    """
    {apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly, namespace: shop},
     spec: {schedule: "@ 3 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never,
     containers: [{name: a, image: "a:@", command: [a, "@"]}]}}}}}}
    """,
    """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop}
    spec:
      tls: [{hosts: [shop@.example.org], secretName: tls}]
      rules:
      - host: shop@.example.org
        http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
    """,
    """
    {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: reader@},
     rules: [{apiGroups: [""], resources: [secrets], verbs: [get, list]}]}
    """,
    """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: widgets.example.org}
    spec:
      group: example.org
      names: {kind: Widget, plural: widgets}
      scope: Namespaced
      versions:
      - name: v1
        served: true
        storage: true
        schema:
          openAPIV3Schema:
            type: object
            properties:
              spec:
                type: object
                required: [size]
                x-kubernetes-validations:
                - {rule: "self.size <= @", message: too large}
                - {rule: "self.size >= oldSelf.size", messageExpression: "string(self.size)"}
                properties:
                  size: {type: integer, minimum: 1, default: @}
                  name: {type: string, pattern: "^[a-z]{1,@}$", format: date-time}
                  parts:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [key]
                    items: {type: object, required: [key], properties: {key: {type: string}, value: {x-kubernetes-int-or-string: true}}}
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true}
    """,
    """
    {apiVersion: example.org/v1, kind: Widget, metadata: {name: first, namespace: shop},
     spec: {size: @, name: abc, parts: [{key: a, value: @}, {key: b, value: x}], free: {a: {b: @}}}}
    """,
    """
    apiVersion: v1
    kind: List
    items:
    - {apiVersion: v1, kind: ConfigMap, metadata: {name: one, namespace: shop}, data: {a: "@"}}
    - {apiVersion: v1, kind: Secret, metadata: {name: two, namespace: shop}, stringData: {a: "\(canary)@"}}
    """,
    """
    {apiVersion: v1, kind: Pod, metadata: {name: alone, namespace: shop}, spec: {hostNetwork: true,
     containers: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /v}]}],
     volumes: [{name: v, hostPath: {path: /etc}}]}}
    """,
    """
    kind: ConfigMap
    apiVersion: v1
    metadata: {name: {{ .Release.Name }}}
    """,
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: broken}
    data: [
    """,
  ]

  private static let policies = [
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: few}
    spec:
      paramKind: {apiVersion: v1, kind: ConfigMap}
      matchConstraints:
        resourceRules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"]}]
      matchConditions: [{name: named, expression: "object.metadata.name != 'x@'"}]
      variables: [{name: all, expression: "string(object.?data.orValue('none'))"}]
      validations:
      - {expression: "object.spec.replicas < @", messageExpression: "'has ' + string(object.spec.replicas)"}
      - {expression: "!has(oldObject.data) || oldObject.data == object.data", messageExpression: "variables.all"}
      - {expression: "params == null || params.data.level == '@'", reason: Forbidden}
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: few}
    spec:
      policyName: few
      paramRef: {name: settings, namespace: shop, parameterNotFoundAction: Allow}
      validationActions: [Deny]
      matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}
    """,
    """
    apiVersion: git-vet/v1
    kind: ChangePolicy
    metadata: {name: telling}
    spec:
      severity: error
      description: Prints what it sees.
      match: {kinds: ["*"], actions: [create, update, delete]}
      variables: [{name: before, expression: "live.?spec.?replicas.orValue(@)"}]
      rules:
      - {id: a, expression: "change.fields.all(f, f.after == null)", messageExpression: "string(predicted.data)"}
      - {id: b, expression: "predicted.?spec.?replicas.orValue(@) >= variables.before", message: fewer}
      - {id: c, expression: "!('password' in head.?stringData.orValue({}))", messageExpression: "head.stringData.password"}
    """,
    """
    apiVersion: git-vet/v1
    kind: ChangePolicy
    metadata: {name: few}
    spec:
      severity: warning
      scope: plan
      description: Counts.
      rules: [{id: n, expression: "size(changes.filter(c, c.action == 'delete')) < @", message: many}]
    """,
    """
    apiVersion: git-vet/v1
    kind: Waiver
    metadata: {name: for-now}
    spec: {rule: "tell*", resources: [{kind: Secret, name: "log*"}], reason: r, owner: o, expires: 202@-01-31}
    """,
    """
    apiVersion: policies.kyverno.io/v1alpha1
    kind: ValidatingPolicy
    metadata: {name: labelled}
    spec:
      validationActions: [Deny]
      matchConstraints:
        resourceRules: [{apiGroups: [apps, ""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments, secrets, pods]}]
      validations:
      - {expression: "object.metadata.?labels.?tier.orValue('') == '@'", messageExpression: "'no ' + string(object.data)"}
    """,
    """
    apiVersion: kyverno.io/v1
    kind: ClusterPolicy
    metadata: {name: celled}
    spec:
      validationFailureAction: Enforce
      rules:
      - name: one
        match: {any: [{resources: {kinds: [Deployment, Secret, Pod], namespaces: ["s*"]}}]}
        validate:
          cel:
            expressions: [{expression: "object.spec.replicas != @", message: "must not be @"}]
    """,
  ]

  private static let own = [
    """
    resources: [a.yaml, b.yaml]
    namespace: shop@
    namePrefix: p@-
    images: [{name: example.org/web, newTag: "2.@"}]
    configMapGenerator: [{name: made, literals: [a=@]}]
    secretGenerator: [{name: hidden, literals: ["password=\(canary)@"]}]
    """,
    """
    resources: [../base]
    patches:
    - target: {kind: Deployment}
      patch: '[{op: replace, path: /spec/replicas, value: @}]'
    - target: {kind: Secret}
      patch: '[{op: add, path: /stringData/other, value: "\(canary)@"}]'
    replacements:
    - source: {kind: ConfigMap, name: settings, fieldPath: data.level}
      targets: [{select: {kind: Deployment}, fieldPaths: [metadata.labels.tier]}]
    """,
    """
    apiVersion: git-vet/v1
    kind: Config
    policies: [policies, builtin:change-safety]
    environments:
    - {name: prod, roots: [a, "b*"], live: refs/vet/live/prod, maxSnapshotAge: @h, operator: {kind: argocd, prune: true}}
    - {name: test, roots: [t], kubernetesVersion: "1.3@", operator: {kind: flux, recreate: true}}
    """,
  ]
}
