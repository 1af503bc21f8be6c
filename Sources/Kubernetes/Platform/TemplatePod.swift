import Resources
import Values

/// A pod that a controller makes of a template, before any LimitRange filled in defaults.
struct TemplatePod {
  private let plain: Document

  init(_ pods: WorkloadPods, _ target: KubernetesTarget) {
    plain = target.pod(of: pods, in: nil, limits: ContainerDefaults())
  }

  func filled(by defaults: ContainerDefaults) -> Document {
    var pod = plain
    defaults.fill(in: &pod)
    return pod
  }

  /// What LimitRanges have against the pod, and what validation has against it only since the ranges
  /// filled in defaults, such as a limit below what is asked for.
  struct Objection {
    var problems: [LimitProblem]
    /// The range that objects; nil where it is validation.
    var range: String?
  }

  func objection(of ranges: [LimitRange], filling defaults: ContainerDefaults) -> Objection? {
    guard !ranges.isEmpty else { return nil }
    let filled = filled(by: defaults)
    if plain != filled {
      let known = Set(Validation.create(plain, group: "", kind: "Pod"))
      let errors = Validation.create(filled, group: "", kind: "Pod").filter {
        !known.contains($0)
      }
      if !errors.isEmpty {
        return Objection(
          problems: errors.map { LimitProblem(message: "\($0)", isOmission: false) })
      }
    }
    guard let spec = filled.root["spec"] else { return nil }
    let pod = RangedPod(spec)
    for range in ranges {
      let problems = range.problems(of: pod)
      if !problems.isEmpty { return Objection(problems: problems, range: range.name) }
    }
    return nil
  }
}
