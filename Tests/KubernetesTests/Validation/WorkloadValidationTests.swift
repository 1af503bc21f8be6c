import Testing

@testable import Kubernetes

@Suite struct WorkloadValidationTests {
  private static let template = """
    template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: app, image: nginx}]}
    """

  private static func controller(_ kind: String) -> String {
    """
    apiVersion: apps/v1
    kind: \(kind)
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      \(template)
    """
  }

  @Test(arguments: ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"])
  func `controllers of pods are valid`(kind: String) throws {
    #expect(try Answers.create(Self.controller(kind)) == [])
  }

  @Test(arguments: [
    Fault("spec: {replicas: -1}", "Invalid spec.replicas"),
    Fault("spec: {selector: {matchLabels: {app: db}}}", "Invalid spec.template.metadata.labels"),
    Fault("spec: {strategy: {type: Blue}}", "NotSupported spec.strategy"),
    Fault(
      "spec: {strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}}",
      "Forbidden spec.strategy.rollingUpdate"),
    Fault(
      "spec: {strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}}",
      "Invalid spec.strategy.rollingUpdate.maxUnavailable"),
    Fault(
      "spec: {strategy: {rollingUpdate: {maxSurge: '80', maxUnavailable: 0}}}",
      "Invalid spec.strategy.rollingUpdate.maxSurge"),
    Fault(
      "spec: {strategy: {rollingUpdate: {maxUnavailable: 150%}}}",
      "Invalid spec.strategy.rollingUpdate.maxUnavailable"),
    Fault(
      "spec: {progressDeadlineSeconds: 5, minReadySeconds: 5}",
      "Invalid spec.progressDeadlineSeconds"),
    Fault(
      "spec: {template: {spec: {restartPolicy: Never}}}",
      "NotSupported spec.template.spec.restartPolicy"),
    Fault(
      "spec: {template: {spec: {activeDeadlineSeconds: 5}}}",
      "Forbidden spec.template.spec.activeDeadlineSeconds"),
    Fault(
      "spec: {template: {metadata: {labels: {a: b c}}}}", "Invalid spec.template.labels"),
    Fault(
      "spec: {selector: {matchExpressions: [{key: app, operator: Like}]}}",
      "Invalid spec.selector", "Invalid spec.selector.matchExpressions[0].operator"),
  ])
  func `a Deployment`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.controller("Deployment"))) == fault.causes)
  }

  @Test func `the selector of a Deployment stays`() throws {
    let before = Self.controller("Deployment")
    let after = try Fault(
      "spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}}}"
    ).applied(to: before)
    #expect(try Answers.update(before, to: after) == ["Invalid spec.selector"])
  }

  @Test(arguments: [
    Fault("spec: {podManagementPolicy: Random}", "Invalid spec.podManagementPolicy"),
    Fault("spec: {updateStrategy: {type: Recreate}}", "Invalid spec.updateStrategy"),
    Fault(
      "spec: {updateStrategy: {rollingUpdate: {partition: -1}}}",
      "Invalid spec.updateStrategy.rollingUpdate.partition"),
    Fault(
      "spec: {persistentVolumeClaimRetentionPolicy: {whenScaled: Keep}}",
      "NotSupported spec.persistentVolumeClaimRetentionPolicy.whenScaled"),
    Fault("metadata: {name: a.b}", "Invalid metadata.name"),
    Fault(
      "spec: {volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce]}}]}",
      "Required spec.volumeClaimTemplates[0].spec.resources[storage]"),
  ])
  func `a StatefulSet`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.controller("StatefulSet"))) == fault.causes)
  }

  @Test func `a StatefulSet mounts its claims`() throws {
    let fault = Fault(
      "spec: {template: {spec: {containers: [{name: a, image: a, volumeMounts: "
        + "[{name: data, mountPath: /d}]}]}}, volumeClaimTemplates: [{metadata: {name: data}, "
        + "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}")
    #expect(try Answers.create(fault.applied(to: Self.controller("StatefulSet"))) == [])
  }

  @Test(arguments: [
    Fault("spec: {replicas: 5}"), Fault("spec: {minReadySeconds: 5}"),
    Fault("spec: {serviceName: other}", "Forbidden spec"),
    Fault("spec: {podManagementPolicy: Parallel}", "Forbidden spec"),
  ])
  func `what may change in a StatefulSet`(fault: Fault) throws {
    let before = Self.controller("StatefulSet")
    #expect(try Answers.update(before, to: fault.applied(to: before)) == fault.causes)
  }

  @Test(arguments: [
    Fault("spec: {updateStrategy: {type: Recreate}}", "NotSupported spec.updateStrategy"),
    Fault(
      "spec: {updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}}",
      "Invalid spec.updateStrategy.rollingUpdate.maxSurge"),
    Fault(
      "spec: {updateStrategy: {rollingUpdate: {maxUnavailable: 0}}}",
      "Required spec.updateStrategy.rollingUpdate.maxUnavailable"),
  ])
  func `a DaemonSet`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.controller("DaemonSet"))) == fault.causes)
  }

  // MARK: - Jobs

  private static let job = """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: once, namespace: shop}
    spec:
      template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}
    """

  @Test(arguments: [
    Fault("{}"),
    Fault("spec: {parallelism: -1}", "Invalid spec.parallelism"),
    Fault(
      "spec: {template: {spec: {restartPolicy: Always}}}",
      "Required spec.template.spec.restartPolicy"),
    Fault("spec: {selector: {matchLabels: {a: b}}}", "Invalid spec.selector"),
    Fault("spec: {completionMode: Indexed}"),
    Fault("spec: {completionMode: Twice}", "NotSupported spec.completionMode"),
    Fault("spec: {backoffLimitPerIndex: 1}", "Invalid spec.backoffLimitPerIndex"),
    Fault("spec: {managedBy: me}", "Invalid spec.managedBy"),
    Fault(
      "spec: {podFailurePolicy: {rules: [{action: Explode, onPodConditions: [{type: A}]}]}}",
      "NotSupported spec.podFailurePolicy.rules[0].action"),
    Fault(
      "spec: {podFailurePolicy: {rules: [{action: Ignore}]}}",
      "Invalid spec.podFailurePolicy.rules[0]"),
    Fault(
      "spec: {podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, "
        + "values: [0, 2, 1]}}]}}",
      "Invalid spec.podFailurePolicy.rules[0].onExitCodes.values",
      "Invalid spec.podFailurePolicy.rules[0].onExitCodes.values[0]"),
    Fault("spec: {successPolicy: {rules: [{succeededCount: 1}]}}", "Invalid spec.successPolicy"),
  ])
  func `a Job`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.job)) == fault.causes)
  }

  private static let cronJob = """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly, namespace: shop}
    spec:
      schedule: "@daily"
      jobTemplate:
        spec:
          template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}
    """

  @Test(arguments: [
    Fault("{}"), Fault("spec: {schedule: '*/5 8-18/2 1,15 jan-mar mon'}"),
    Fault("spec: {schedule: '@every 1h30m'}"),
    Fault("spec: {schedule: '* * * *'}", "Invalid spec.schedule"),
    Fault("spec: {schedule: '60 * * * *'}", "Invalid spec.schedule"),
    Fault("spec: {schedule: '* * 0 * *'}", "Invalid spec.schedule"),
    Fault("spec: {schedule: '*/0 * * * *'}", "Invalid spec.schedule"),
    Fault("spec: {schedule: '@fortnightly'}", "Invalid spec.schedule"),
    Fault("spec: {schedule: 'TZ=UTC 0 * * * *'}", "Invalid spec.schedule"),
    Fault("spec: {timeZone: ''}", "Invalid spec.timeZone"),
    Fault("spec: {timeZone: Local}", "Invalid spec.timeZone"),
    Fault("spec: {timeZone: Europe/Berlin}"),
    Fault("spec: {concurrencyPolicy: Queue}", "NotSupported spec.concurrencyPolicy"),
    Fault("spec: {startingDeadlineSeconds: -1}", "Invalid spec.startingDeadlineSeconds"),
    Fault(
      "spec: {jobTemplate: {spec: {selector: {matchLabels: {a: b}}}}}",
      "Invalid spec.jobTemplate.spec.selector"),
    Fault("metadata: {name: \(String(repeating: "a", count: 53))}", "Invalid metadata.name"),
  ])
  func `a CronJob`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.cronJob)) == fault.causes)
  }

  private static let autoscaler = """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      maxReplicas: 5
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
    """

  @Test(arguments: [
    Fault("{}"),
    Fault("spec: {minReplicas: 6}", "Invalid spec.maxReplicas"),
    Fault("spec: {minReplicas: 0}", "Forbidden spec.metrics", "Invalid spec.minReplicas"),
    Fault(
      "spec: {maxReplicas: 0}", "Invalid spec.maxReplicas", "Required spec.maxReplicas"),
    Fault("spec: {scaleTargetRef: {apiVersion: v1}}", "Invalid spec.scaleTargetRef.apiVersion"),
    Fault("spec: {metrics: [{type: Pods}]}", "Required spec.metrics[0].pods"),
    Fault(
      "spec: {metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization}}}]}",
      "Required spec.metrics[0].resource.target.averageUtilization"),
    Fault(
      "spec: {metrics: [{type: External, external: {metric: {name: a/b}, target: {type: Value, "
        + "value: 0}}}]}",
      "Invalid spec.metrics[0].external.metric.name",
      "Invalid spec.metrics[0].external.target.value"),
    Fault(
      "spec: {behavior: {scaleDown: {stabilizationWindowSeconds: 3601, policies: [{type: Days, "
        + "value: 1, periodSeconds: 1801}]}}}",
      "Invalid spec.behavior.scaleDown.policies[0].periodSeconds",
      "Invalid spec.behavior.scaleDown.stabilizationWindowSeconds",
      "NotSupported spec.behavior.scaleDown.policies[0].type"),
  ])
  func `a HorizontalPodAutoscaler`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.autoscaler)) == fault.causes)
  }

  @Test(arguments: [
    Fault("spec: {scaleTargetRef: {apiVersion: v1, kind: ReplicationController}}"),
    Fault("spec: {scaleTargetRef: {apiVersion: '', kind: ReplicationController}}"),
    Fault(
      "spec: {scaleTargetRef: {apiVersion: a/b/c, kind: ReplicationController}}",
      "Invalid spec.scaleTargetRef.apiVersion"),
  ])
  func `a HorizontalPodAutoscaler of the core group`(fault: Fault) throws {
    #expect(try Answers.create(fault.applied(to: Self.autoscaler)) == fault.causes)
  }

  @Test func `versions that a HorizontalPodAutoscaler has may stay`() throws {
    func autoscaler(_ target: String, _ object: String) throws -> String {
      try Fault(
        "spec: {scaleTargetRef: {apiVersion: '\(target)'}, metrics: [{type: Object, object: "
          + "{metric: {name: m}, describedObject: {apiVersion: '\(object)', kind: K, name: n}, "
          + "target: {type: Value, value: 1}}}]}"
      ).applied(to: Self.autoscaler)
    }
    let target = "Invalid spec.scaleTargetRef.apiVersion"
    let object = "Invalid spec.metrics[0].object.describedObject.apiVersion"
    let old = try autoscaler("v1", "v1")
    #expect(try Answers.update(old, to: autoscaler("v1", "a/b/c")) == [object])
    #expect(try Answers.update(old, to: autoscaler("v2", "v1")) == [target])
    let invalid = try autoscaler("apps/v1", "a/b/c")
    #expect(try Answers.update(invalid, to: autoscaler("apps/v1", "d/e/f")) == [])
  }
}
