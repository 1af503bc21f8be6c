import Documents
import Kubernetes
import Reporting
import Resources
import Values

/// What `git vet predict` prints.
package enum PredictReport {
  /// One line for each object of the head, in their order.
  package static func json(_ predictions: [Predict.Prediction]) -> String {
    predictions.map { Escaping.json(json($0)) + "\n" }.joined()
  }

  private static func json(_ prediction: Predict.Prediction) -> String {
    var text = "{\"apiVersion\":\(JSON.quote(prediction.apiVersion))"
    text += ",\"kind\":\(JSON.quote(prediction.kind))"
    if let namespace = prediction.namespace { text += ",\"namespace\":\(JSON.quote(namespace))" }
    text += ",\"name\":\(JSON.quote(prediction.name))"
    text += ",\"action\":\(JSON.quote(prediction.outcome.action.rawValue))"
    if let object = prediction.outcome.object {
      text += ",\"object\":\(JSON.write(object.root, sortedKeys: true))"
    }
    if !prediction.outcome.rejections.isEmpty {
      let errors = prediction.outcome.rejections.map { error in
        "{\"reason\":\(JSON.quote(error.reason)),\"field\":\(JSON.quote(error.field)),"
          + "\"message\":\(JSON.quote(error.message))}"
      }
      text += ",\"errors\":[\(errors.joined(separator: ","))]"
    }
    if !prediction.effects.isEmpty {
      let effects = prediction.effects.map { effect in
        "{\"kind\":\(JSON.quote(effect.kind.rawValue)),\"message\":\(JSON.quote(effect.message)),"
          + "\"count\":\(effect.count.map(String.init) ?? "null")}"
      }
      text += ",\"effects\":[\(effects.joined(separator: ","))]"
    }
    if let gap = prediction.gap { text += ",\"incomplete\":\(JSON.quote(gap.reason))" }
    if prediction.outcome.isUnknownKind { text += ",\"unknownKind\":true" }
    if let obstacle = prediction.outcome.obstacle ?? prediction.outcome.ownershipObstacle {
      text += ",\"unconverted\":\(JSON.quote(obstacle.description))"
    }
    return text + "}"
  }

  /// A line for each object, and below it the errors of one that is rejected, what else happens, and
  /// what could not be found out.
  package static func text(_ predictions: [Predict.Prediction]) -> String {
    var text = ""
    for prediction in predictions {
      let namespace = prediction.namespace.map { "\($0)/" } ?? ""
      let action = prediction.outcome.action.rawValue
      text += action + String(repeating: " ", count: max(1, 10 - action.count))
      text += Escaping.terminal("\(prediction.kind) \(namespace)\(prediction.name)")
      if prediction.outcome.isUnknownKind {
        text += " (unknown kind, not validated)"
      } else if let obstacle = prediction.outcome.obstacle {
        text += Escaping.terminal(" (what is there is in another version: \(obstacle))")
      } else if let obstacle = prediction.outcome.ownershipObstacle {
        text += Escaping.terminal(" (fields are owned in another version: \(obstacle))")
      }
      text += "\n"
      for error in prediction.outcome.rejections {
        let field = error.field.isEmpty ? "" : "\(error.field): "
        text += "  \(Escaping.terminal(field + error.message))\n"
      }
      for effect in prediction.effects { text += "  ! \(Escaping.terminal(effect.message))\n" }
      if let gap = prediction.gap {
        text += "  incomplete: \(Escaping.terminal(gap.reason))\n"
        text += "    remedy: \(Escaping.terminal(gap.remedy))\n"
      }
    }
    return text
  }
}
