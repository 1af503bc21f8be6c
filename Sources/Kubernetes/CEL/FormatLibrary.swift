import CEL

/// `k8s.io/apiserver/pkg/cel/library/format.go`.
enum FormatLibrary {
  static let type = Type.message("kubernetes.NamedFormat")

  static let library = Library(
    "kubernetes.format",
    functions: NamedFormat.byName.keys.sorted().map(constant) + [
      Function(
        "format.named",
        Overload("format-named", .string, .optional(type)) { name in
          withText(name) { .optional(of: NamedFormat.byName[$0].map(value)) }
        }),
      Function(
        "validate",
        Overload(
          "format-validate", isMember: true, type, .string, .optional(.list(.string))
        ) { format, text in
          withContent(format) { (format: NamedFormat) in
            withText(text) { text in
              let problems = format.problems(text)
              return .optional(
                of: problems.isEmpty ? nil : .list(problems.map(Value.string)))
            }
          }
        }),
    ])

  private static func constant(_ name: String) -> Function {
    let result = NamedFormat.byName[name].map(value) ?? .noSuchOverload
    return Function(
      "format.\(name)", Overload("format.\(name)", [], type, variadic: { _ in result }))
  }

  private static func value(_ format: NamedFormat) -> Value {
    .object(
      OpaqueValue(format, type: type, description: format.name) { $0.name == $1.name })
  }
}
