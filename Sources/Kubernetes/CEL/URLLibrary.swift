import CEL

/// `k8s.io/apiserver/pkg/cel/library/urls.go`.
enum URLLibrary {
  static let type = Type.message("kubernetes.URL")

  static let library = Library(
    "kubernetes.urls",
    functions: [
      Function(
        "url",
        Overload("string_to_url", .string, type) { text in
          withText(text) { text in
            do {
              return value(try URLReference(text))
            } catch {
              return .error("URL parse error during conversion from string: \(error)")
            }
          }
        }),
      Function(
        "isURL",
        Overload("is_url_string", .string, .bool) { text in
          withText(text) { .bool(URLReference.problem(of: $0) == nil) }
        }),
      part("getScheme", "url_get_scheme") { $0.scheme },
      part("getHost", "url_get_host") { $0.host },
      part("getHostname", "url_get_hostname") { $0.hostname },
      part("getPort", "url_get_port") { $0.port },
      part("getEscapedPath", "url_get_escaped_path") { $0.escapedPath },
      Function(
        "getQuery",
        Overload(
          "url_get_query", isMember: true, type, .map(.string, .list(.string))
        ) { url in
          withContent(url) { (url: URLReference) in
            let entries = url.queryValues.map { name, values in
              MapValue.Entry(key: .string(name), value: .list(values.map(Value.string)))
            }
            return .map(MapValue(entries: entries))
          }
        }),
    ])

  private static func value(_ url: URLReference) -> Value {
    .object(
      OpaqueValue(url, type: type, description: url.description) {
        $0.description == $1.description
      })
  }

  private static func part(
    _ name: String, _ id: String, _ text: @escaping @Sendable (URLReference) -> String
  ) -> Function {
    Function(
      name,
      Overload(id, isMember: true, type, .string) { url in
        withContent(url) { .string(text($0)) }
      })
  }
}
