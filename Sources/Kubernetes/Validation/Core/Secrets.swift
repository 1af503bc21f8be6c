import Documents
import Values

/// Values of secrets never reach a message: the server does not print them either.
enum Secrets {
  static let rules = KindRules.kind(.namespaced, .dns1123Subdomain, validate) { new, old in
    if new["type"].text != old["type"].text { new["type"].invalid("field is immutable") }
    if old["immutable"].bool {
      let message = "field is immutable when `immutable` is set"
      if !new["immutable"].bool { new["immutable"].forbidden(message) }
      if !new["data"].says(old["data"]) { new["data"].forbidden(message) }
    }
    Metadata.validate(new["metadata"], scope: .namespaced, name: .dns1123Subdomain)
    validate(new)
  }

  private static func validate(_ object: Field) {
    let data = object["data"]
    var size = 0
    for entry in data.node?.entries ?? Document().root.entries {
      if !entry.key.withTextBytes({ Format.configMapKey.accepts($0) }) {
        data.key(entry.name).beside(entry.key).check(.configMapKey)
      }
      size += entry.value.withTextBytes { Base64.decodedCount($0) }
    }
    if size > ConfigMaps.sizeLimit { data.tooLong(ConfigMaps.sizeLimit) }
    switch object["type"].text {
    case "kubernetes.io/service-account-token":
      let name = object["metadata"]["annotations"].key("kubernetes.io/service-account.name")
      if name.isEmpty { name.required() }
    case "kubernetes.io/dockercfg": requireJSON(data, ".dockercfg")
    case "kubernetes.io/dockerconfigjson": requireJSON(data, ".dockerconfigjson")
    case "kubernetes.io/basic-auth":
      let keys = ["username", "password"]
      if keys.allSatisfy({ data.node?[$0] == nil }) {
        for key in keys { data.key(key).required() }
      }
    case "kubernetes.io/ssh-auth":
      if data.key("ssh-privatekey").isEmpty { data.key("ssh-privatekey").required() }
    case "kubernetes.io/tls":
      for key in ["tls.crt", "tls.key"] where data.node?[key] == nil { data.key(key).required() }
    default: break
    }
  }

  private static func requireJSON(_ data: Field, _ key: String) {
    let value = data.key(key)
    guard let node = data.node?[key] else { return value.required() }
    let bytes = node.withTextBytes { Base64.decode($0) } ?? []
    let document = bytes.withUnsafeBufferPointer {
      try? JSON.read($0, from: Source(path: key))
    }
    if document?.root.isMapping != true, document?.root.isNull != true || bytes.isEmpty {
      let problem = bytes.isEmpty ? "unexpected end of JSON input" : "not a JSON object"
      value.invalid(problem, value: "\"<secret contents redacted>\"")
    }
  }
}
