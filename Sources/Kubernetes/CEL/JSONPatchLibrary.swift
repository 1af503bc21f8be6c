import CEL

/// `k8s.io/apiserver/pkg/cel/library/jsonpatch.go`.
enum JSONPatchLibrary {
  static let library = Library(
    "kubernetes.jsonpatch",
    functions: [
      Function(
        "jsonpatch.escapeKey",
        Overload("string_jsonpatch_escapeKey_string", .string, .string) { key in
          withText(key) { key in
            var escaped = ""
            for scalar in key.unicodeScalars {
              switch scalar {
              case "~": escaped += "~0"
              case "/": escaped += "~1"
              default: escaped.unicodeScalars.append(scalar)
              }
            }
            return .string(escaped)
          }
        })
    ])
}
