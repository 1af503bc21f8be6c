import Documents
import TestSupport
import Testing
import Values

@testable import Kubernetes

@Suite struct PodSecurityTests {
  private func violations(
    _ spec: String, _ level: PodSecurityLevel, annotations: String = "{}"
  ) throws -> String {
    let pod = try manifest("metadata: {annotations: \(annotations)}\nspec: \(spec)").root
    return PodSecurity.violations(
      metadata: pod["metadata"], spec: try #require(pod["spec"]), isPod: true, at: level)
  }

  @Test func `an image may be mounted`() throws {
    let pod = "{containers: [], volumes: [{name: v, image: {reference: a}}]}"
    #expect(try !violations(pod, PodSecurityLevel(.restricted)).contains("volume"))
  }

  @Test func `the latest policy is as the server knows it`() throws {
    let pod = "{securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}, containers: []}"
    let spec = try #require(try manifest("spec: \(pod)").root["spec"])
    func violations(_ version: KubernetesVersion, _ level: PodSecurityLevel) -> String {
      PodSecurity.violations(
        metadata: nil, spec: spec, isPod: true, at: level, version: version)
    }
    let old = try #require(KubernetesVersion(minor: 31))
    let forbidden = "forbidden sysctls (net.ipv4.tcp_rmem)"
    #expect(violations(.newest, PodSecurityLevel(.baseline)) == "")
    #expect(violations(.newest, PodSecurityLevel(.baseline, minor: 31)) == forbidden)
    #expect(violations(old, PodSecurityLevel(.baseline)) == forbidden)
    #expect(violations(old, PodSecurityLevel(.baseline, minor: 36)) == forbidden)
  }

  @Test func `a plain pod is baseline and not restricted`() throws {
    let pod = "{containers: [{name: a, image: a}]}"
    #expect(try violations(pod, PodSecurityLevel(.baseline)) == "")
    #expect(try violations(pod, PodSecurityLevel(.privileged)) == "")
    #expect(
      try violations(pod, PodSecurityLevel(.restricted))
        == #"allowPrivilegeEscalation != false (container "a" must set "#
        + "securityContext.allowPrivilegeEscalation=false), unrestricted capabilities "
        + #"(container "a" must set securityContext.capabilities.drop=["ALL"]), "#
        + #"runAsNonRoot != true (pod or container "a" must set "#
        + "securityContext.runAsNonRoot=true), seccompProfile (pod or container "
        + #""a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")"#)
  }

  @Test(arguments: [
    (
      "{hostPID: true, hostNetwork: true, containers: []}",
      "host namespaces (hostNetwork=true, hostPID=true)"
    ),
    (
      "{containers: [{name: a, ports: [{hostPort: 80}]}, {name: b, ports: [{hostPort: 8080}]}]}",
      #"hostPort (containers "a", "b" use hostPorts 80, 8080)"#
    ),
    (
      "{containers: [], volumes: [{name: v, hostPath: {path: /}}, {name: w, nfs: {}}]}",
      #"hostPath volumes (volume "v")"#
    ),
    (
      "{containers: [{name: a, securityContext: {privileged: true}}]}",
      #"privileged (container "a" must not set securityContext.privileged=true)"#
    ),
    (
      "{containers: [{name: a, livenessProbe: {httpGet: {host: h, port: 1}}}]}",
      #"probe or lifecycle host (container "a" uses probe or lifecycle host "h")"#
    ),
    (
      """
      {securityContext: {seLinuxOptions: {type: spc_t, user: u, role: r}}, containers: []}
      """,
      #"seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: "#
        + #"type "spc_t"; user may not be set; role may not be set)"#
    ),
    (
      "{securityContext: {windowsOptions: {hostProcess: true}}, containers: []}",
      "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)"
    ),
    (
      "{securityContext: {sysctls: [{name: a.b}, {name: net.ipv4.tcp_rmem}]}, containers: []}",
      "forbidden sysctls (a.b)"
    ),
  ])
  func `baseline forbids`(spec: String, expected: String) throws {
    #expect(try violations(spec, PodSecurityLevel(.baseline)) == expected)
  }

  @Test func `older policies know less`() throws {
    let probe = "{containers: [{name: a, livenessProbe: {httpGet: {host: h, port: 1}}}]}"
    #expect(try violations(probe, PodSecurityLevel(.baseline, minor: 33)) == "")
    let sysctl = "{securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}, containers: []}"
    #expect(
      try violations(sysctl, PodSecurityLevel(.baseline, minor: 31))
        == "forbidden sysctls (net.ipv4.tcp_rmem)")
    let root = "{hostUsers: false, securityContext: {runAsUser: 0}, containers: []}"
    #expect(try violations(root, PodSecurityLevel(.restricted)) == "")
    #expect(
      try violations(root, PodSecurityLevel(.restricted, minor: 34))
        == "runAsUser=0 (pod must not set runAsUser=0)")
  }

  @Test func `labels of the namespace tell the level`() {
    let labels = [
      "pod-security.kubernetes.io/enforce": "baseline",
      "pod-security.kubernetes.io/enforce-version": "v1.30",
      "pod-security.kubernetes.io/warn": "severe",
    ]
    let policy = PodSecurityPolicy { labels[$0] }
    #expect(policy.enforce.description == "baseline:v1.30")
    #expect(policy.warn.description == "privileged:latest")
    #expect(
      policy.errors.map(\.description) == [
        "metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: \"severe\": "
          + "must be one of privileged, baseline, restricted"
      ])
  }
}

@Suite(.enabled(if: GroundTruth.isPresent)) struct RecordedPodSecurityTests {
  @Test func `warns as the server does`() throws {
    let lines = try RecordedApply.bytes("pod-security.jsonl").split(separator: UInt8(ascii: "\n"))
    var agreed = 0
    for line in lines {
      let record = try JSON.read(Array(line), from: Source(path: "pod-security.jsonl")).root
      let object = try #require(record["object"])
      let kind = object["kind"]?.text ?? ""
      let group = kind == "Pod" ? "" : kind == "Job" || kind == "CronJob" ? "batch" : "apps"
      let (metadata, spec) = try #require(PodSecurity.pod(of: object, group: group, kind: kind))
      let level = try #require(PodSecurityLevel.Level(rawValue: record["level"]?.text ?? ""))
      let violations = PodSecurity.violations(
        metadata: metadata, spec: spec, isPod: kind == "Pod", at: PodSecurityLevel(level))
      let warnings =
        violations.isEmpty
        ? [] : ["would violate PodSecurity \"\(level.rawValue):latest\": \(violations)"]
      let expected = record["warnings"]?.elements.map(\.text) ?? []
      if warnings == expected {
        agreed += 1
      } else {
        print("\(record["id"]?.text ?? ""): \(warnings)\n  against \(expected)")
      }
    }
    print("pod-security.jsonl: agree on \(agreed) of \(lines.count)")
    #expect(Double(agreed) >= 0.99 * Double(lines.count))
  }
}
