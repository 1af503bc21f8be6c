import Resources
import Values

extension KubernetesTarget {
  func predict(_ request: ApplyRequest) -> Prediction {
    .accepted(request.head, gaps: [])
  }
}
