import Resources
import Values

extension KubernetesTarget {
  func predict(_ request: ApplyRequest) -> Prediction {
    let outcome = Predictor(catalog: catalog, options: ApplyOptions(settings)).predict(
      head: request.head, base: request.base, live: request.live,
      namespace: request.identity.namespace)
    var gaps: [Gap] = []
    if outcome.isUnknownKind {
      let apiVersion = request.head.root["apiVersion"]?.text ?? ""
      gaps.append(
        Gap(
          "nothing describes \(request.identity.kind) of \(apiVersion): it was not validated",
          remedy: "add its CustomResourceDefinition to the repository, or name it with --crds",
          at: request.head.root.mark))
    }
    guard let object = outcome.object else { return .rejected(outcome.rejections, gaps: gaps) }
    return .accepted(object, gaps: gaps)
  }
}
