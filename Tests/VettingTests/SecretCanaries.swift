import Foundation
import Testing

/// Secret values wherever one can stand, each with the word CANARY in it, and the search for them.
enum SecretCanaries {
  static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  /// The word as it is, and its base64 at each of the three places of a longer text that it can
  /// have, without the digits that depend on its neighbours. A URL leaves its letters alone.
  private static let needles: [String] =
    ["canary"]
    + (0..<3).map { offset in
      let digits = encoded(String(repeating: "x", count: offset) + "CANARY").dropLast(2)
      return digits.dropFirst((offset * 8 + 5) / 6).lowercased()
    }

  static func expectNone(in text: String, _ place: String) {
    let text = text.lowercased()
    for needle in needles {
      let lines = text.split(separator: "\n").filter { $0.contains(needle) }
      guard !lines.isEmpty else { continue }
      let excerpts = lines.prefix(6).map { $0.prefix(200) }.joined(separator: " ⏎ ")
      Issue.record("\(place) has \(needle) in \(lines.count) lines: \(excerpts)")
    }
  }

  static func secret(_ name: String, _ side: String) -> String {
    """
    apiVersion: v1
    kind: Secret
    metadata:
      name: \(name)
      namespace: x
      labels: {hint: CANARY-data-\(side)}
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"p":"CANARY-a-\(side)"}}'
        note: the password is CANARY-data-\(side), really
        encoded: \(encoded("user:CANARY-data-\(side)"))
        address: https://u:CANARY%2Furl%20\(side)@example.org/
        escaped: '{"a": "CANARY\\"json\\" \(side)"}'
        line: CANARY-a-line-of-a-long-value-\(side)
    data:
      password: \(encoded("CANARY-data-\(side)"))
    stringData:
      other: CANARY-string-\(side)
      url: CANARY/url \(side)
      json: 'CANARY"json" \(side)'
      lines: |
        -----BEGIN KEY-----
        CANARY-a-line-of-a-long-value-\(side)
        -----END KEY-----

    """
  }

  /// A Secret in which something is wrong: `body` stands for its data.
  private static func wrong(_ name: String, _ body: String, metadata: String = "") -> String {
    """
    apiVersion: v1
    kind: Secret
    metadata:
      name: \(name)
      namespace: x
    \(metadata.isEmpty ? "" : "  \(metadata)\n")\(body)

    """
  }

  private static func wrongSecrets(_ side: String) -> [String: String] {
    let value = "CANARY-wrong-\(side)"
    return [
      "scalar-data": wrong("scalar-data", "data: \(value)"),
      "scalar-string-data": wrong("scalar-string-data", "stringData: \(value)"),
      "list": wrong("list", "data: [\(value)]"),
      "list-of-maps": wrong("list-of-maps", "stringData: [{name: a, value: \(value)}]"),
      "nested": wrong("nested", "stringData: {a: {b: \(value)}}"),
      "nested-data": wrong("nested-data", "data: {a: [\(encoded(value))]}"),
      "top": wrong("top", "password: \(value)"),
      "top-map": wrong("top-map", "spec: {password: \(value)}"),
      "misspelt": wrong("misspelt", "stringdata: {a: \(value)}"),
      "type-list": wrong("type-list", "type: [\(value)]"),
      "immutable": wrong("immutable", "immutable: \(value)"),
      "not-base64": wrong("not-base64", "data: {a: \"\(value) not base64\"}"),
      "half-base64": wrong("half-base64", "data: {a: \(encoded(value))%}"),
      "in-metadata": wrong("in-metadata", "", metadata: "password: \(value)"),
      "indented": wrong("indented", "", metadata: "data: {a: \(value)}"),
      "annotations": wrong("annotations", "", metadata: "annotations: \(value)"),
      "annotation": wrong("annotation", "", metadata: "annotations: {a: {b: \(value)}}"),
      "label-list": wrong("label-list", "", metadata: "labels: [\(value)]"),
      "docker": wrong(
        "docker", "type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: \(value)}"),
      "tls": wrong("tls", "type: kubernetes.io/tls\nstringData: {tls.crt: \(value)}"),
      "basic": wrong("basic", "type: kubernetes.io/basic-auth\nstringData: {a: \(value)}"),
      "ssh": wrong("ssh", "type: kubernetes.io/ssh-auth\ndata: {b: \(encoded(value))}"),
      "other-version": wrong("other-version", "stringData: {a: \(value)}")
        .replacingOccurrences(of: "apiVersion: v1", with: "apiVersion: v2"),
      "other-case": wrong("other-case", "stringData: {a: \(value)}")
        .replacingOccurrences(of: "kind: Secret", with: "kind: secret"),
      "number": wrong("number", "data: {a: 1, b: true, c: null, d: \(encoded(value))}"),
    ]
  }

  /// Texts that are no YAML, each broken in a way of its own.
  private static func brokenTexts(_ side: String) -> [String: String] {
    let start = "apiVersion: v1\nkind: Secret\nmetadata: {name: broken, namespace: x}\n"
    let value = "CANARY-broken-\(side)"
    return [
      "tab": start + "stringData:\n\tmore: \(value)\n",
      "quote": start + "stringData: {a: \"\(value)\n",
      "single": start + "stringData: {a: '\(value)\n",
      "brace": start + "stringData: {a: \(value)\n",
      "alias": start + "stringData: {a: *\(value)}\n",
      "anchor": start + "stringData: {a: &\(value), b: c, c: &\n",
      "tag": start + "stringData: {a: !\(value) x}\n",
      "tag-handle": start + "stringData: {a: !\(value)!x y}\n",
      "percent": start + "stringData:\n  a: %\(value)\n",
      "at": start + "stringData:\n  a: @\(value)\n",
      "backtick": start + "stringData:\n  a: `\(value)`\n",
      "colon": start + "stringData:\n  a: \(value): more: \(value)\n",
      "escape": start + "stringData: {a: \"\\q\(value)\"}\n",
      "twice": start + "stringData: {a: \(value), a: \(value)2}\n",
      "directive": "%\(value)\n---\n" + start,
      "flow-end": start + "stringData: {a: b}} \(value)\n",
      "block": start + "stringData:\n  a: |x \(value)\n",
      "control": start + "stringData: {a: \"\u{1}\(value)\"}\n",
      "binary": start + "data: {a: !!binary \(value)!}\n",
      "int": start + "data: {a: !!int \(value)}\n",
      "template": start + "stringData: {a: {{ \(value) }}}\n",
      "complex-key": start + "stringData: {? [\(value)] : b}\n",
    ]
  }

  private static func kustomized(_ side: String) -> [String: String] {
    let map =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: map, namespace: x}, data: {a: b, c: d=e}}\n"
    func kustomization(_ rest: String, resources: String = "secret.yaml") -> String {
      "namespace: x\nresources: [\(resources)]\n\(rest)\n"
    }
    var files: [String: String] = [:]
    func add(_ name: String, _ text: String, _ more: [String: String] = [:]) {
      files["\(name)/kustomization.yaml"] = text
      files["\(name)/secret.yaml"] = secret(name, side)
      for (path, text) in more { files["\(name)/\(path)"] = text }
    }
    func patched(_ name: String, _ patch: String) {
      add(
        name,
        kustomization("patches: [{target: {kind: Secret}, patch: \(quoted(patch))}]"))
    }
    let value = "CANARY-patch-\(side)"
    patched("patched", "- {op: replace, path: /stringData/other, value: \(value)}")
    patched("added", "- {op: add, path: /stringData/more, value: \(value)}")
    patched("tested", "- {op: test, path: /stringData/other, value: \(value)}")
    patched("absent", "- {op: replace, path: /stringData/none/x, value: \(value)}")
    patched("no-op", "- {op: put, path: /stringData/none, value: \(value)}")
    patched("no-path", "- {op: add, value: \(value)}")
    patched("broken-patch", "[{op: add, path: /stringData/a, value: \"\(value)}]")
    patched("no-patch", value)
    patched(
      "merged",
      "{apiVersion: v1, kind: Secret, metadata: {name: merged}, stringData: {a: \(value)}}")
    patched(
      "merged-wrong",
      "{apiVersion: v1, kind: Secret, metadata: {name: merged-wrong}, stringData: [\(value)]}")
    patched(
      "merged-directive",
      "{apiVersion: v1, kind: Secret, metadata: {name: merged-directive}, stringData: {$patch: \(value)}}"
    )
    patched(
      "unknown-target",
      "{apiVersion: v1, kind: Secret, metadata: {name: other}, stringData: {a: \(value)}}")
    add(
      "generated",
      """
      namespace: x
      resources: [secret.yaml]
      secretGenerator:
      - name: generated-a
        literals: [password=CANARY-literal-\(side)]
        envs: [secret.env]
        files: [secret.txt, renamed=secret.txt]

      """,
      [
        "secret.env": "KEY=CANARY-env-\(side)\nCANARY-line/without+equals-\(side)\n",
        "secret.txt": "CANARY-file-\(side)\n",
      ])
    for (name, literals) in [
      "twice": "a=CANARY-one-\(side), a=CANARY-two-\(side)", "no-key": "CANARY-no-key-\(side)",
      "empty-key": "=CANARY-empty-key-\(side)", "map": "{a: CANARY-map-\(side)}",
    ] {
      add("literals-\(name)", "secretGenerator: [{name: g, literals: [\(literals)]}]\n")
    }
    add(
      "env-twice", "secretGenerator: [{name: g, envs: [a.env]}]\n",
      ["a.env": "CANARY-bare-\(side)\nCANARY-bare-\(side)\n"])
    add("no-file", "secretGenerator: [{name: g, files: [a=b=CANARY-\(side)]}]\n")
    for (name, replacement) in [
      "copied":
        "{source: {kind: Secret, fieldPath: stringData.other}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a]}]}",
      "copied-data":
        "{source: {kind: Secret, fieldPath: data.password}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a]}]}",
      "copied-part":
        "{source: {kind: Secret, fieldPath: stringData.other, options: {delimiter: '-', index: 0}}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.c], options: {delimiter: '=', index: 1}}]}",
      "copied-whole":
        "{source: {kind: Secret, fieldPath: stringData}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data]}]}",
      "copied-annotation":
        "{source: {kind: Secret, fieldPath: metadata.annotations.note}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a]}]}",
      "no-part":
        "{source: {kind: Secret, fieldPath: stringData.other, options: {delimiter: '-', index: 9}}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a]}]}",
      "no-field":
        "{source: {kind: Secret, fieldPath: stringData.other}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a.b.c]}]}",
    ] {
      add(
        name, kustomization("replacements: [\(replacement)]", resources: "secret.yaml, map.yaml"),
        ["map.yaml": map.replacingOccurrences(of: "name: map", with: "name: \(name)")])
    }
    add(
      "copied-twice",
      kustomization(
        """
        replacements:
        - {source: {kind: Secret, fieldPath: stringData.other}, targets: [{select: {kind: ConfigMap, name: one}, fieldPaths: [data.a]}]}
        - {source: {kind: ConfigMap, name: one, fieldPath: data.a}, targets: [{select: {kind: ConfigMap, name: two}, fieldPaths: [data.a]}]}
        """, resources: "secret.yaml, map.yaml, two.yaml"),
      [
        "map.yaml": map.replacingOccurrences(of: "name: map", with: "name: one"),
        "two.yaml": map.replacingOccurrences(of: "name: map", with: "name: two"),
      ])
    add(
      "variable",
      kustomization(
        """
        vars: [{name: V, objref: {apiVersion: v1, kind: Secret, name: variable}, fieldref: {fieldpath: stringData.other}}]
        configurations: [varreference.yaml]
        """, resources: "secret.yaml, map.yaml"),
      [
        "map.yaml": map.replacingOccurrences(of: "a: b", with: "a: in $(V)")
          .replacingOccurrences(of: "name: map", with: "name: variable-map"),
        "varreference.yaml": "varReference: [{kind: ConfigMap, path: data}]\n",
      ])
    return files
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "'", with: "''") + "'"
  }

  /// Everything that one side of a change may hold.
  static func files(_ side: String) -> [String: String?] {
    var files = kustomized(side)
    for (name, text) in wrongSecrets(side) { files["wrong/\(name).yaml"] = text }
    for (name, text) in brokenTexts(side) { files["broken/\(name).yaml"] = text }
    files["plain.yaml"] = secret("plain", side)
    files["again.yaml"] = secret("plain", "\(side)-again")
    files["twice.yaml"] = secret("twice", side) + "  other: CANARY-twice-\(side)\n"
    files["refused.yaml"] = secret("refused", side) + "lost: CANARY-lost-\(side)\n"
    files["list.yaml"] = """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: Secret, metadata: {name: item, namespace: x}, stringData: {a: CANARY-\(side)}}
      - {apiVersion: v1, kind: SecretList, items: [{apiVersion: v1, kind: Secret, metadata: {name: inner, namespace: x}, data: {a: CANARY-\(side)}}]}

      """
    files["secrets.json"] = """
      {"apiVersion": "v1", "kind": "SecretList", "items": [{"metadata": {"name": "bare"},
       "data": {"a": "CANARY-\(side)"}}, {"apiVersion": "v1", "kind": "Secret",
       "metadata": {"name": "json", "namespace": "x"}, "data": {"a": "CANARY-\(side)"}}]}
      """
    files["sealed.yaml"] = """
      apiVersion: bitnami.com/v1alpha1
      kind: SealedSecret
      metadata: {name: sealed, namespace: x}
      spec: {encryptedData: {password: AgBy3i4OJSWK-\(side)}}
      ---
      apiVersion: external-secrets.io/v1
      kind: ExternalSecret
      metadata: {name: external, namespace: x}
      spec: {data: [{secretKey: password, remoteRef: {key: vault-path-\(side)}}]}

      """
    files["map.yaml"] = """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: asking, namespace: x}, data: {a: "\(side)"}}

      """
    return files.mapValues { Optional($0) }
  }

  /// Policies that try their best to print what they see.
  static let policies = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: printing}
    spec:
      matchConstraints:
        resourceRules:
        - {apiGroups: [""], apiVersions: ["*"], operations: ["*"], resources: [secrets]}
      variables:
      - {name: data, expression: "string(object.data.password)"}
      validations:
      - {expression: "false", messageExpression: "'data is ' + variables.data"}
      - {expression: "false", messageExpression: "string(object.stringData.other)"}
      - {expression: "false", messageExpression: "string(oldObject.data.password)"}
      - {expression: "false", messageExpression: "object.metadata.annotations.note"}
      - {expression: "false", messageExpression: "object.metadata.annotations.map(k, k + object.metadata.annotations[k]).join(' ')"}
      - {expression: "false", messageExpression: "object.metadata.labels.hint"}
      - {expression: "false", messageExpression: "object.data.map(k, k).join(' ')"}
      - {expression: "false", messageExpression: "object.data.map(k, string(base64.decode(object.data[k]))).join(' ')"}
      - {expression: "int(object.data.password) > 0"}
      - {expression: "object.data.all(k, object.data[k] == 'x')"}
      auditAnnotations: [{key: a, valueExpression: "string(int(object.data.password))"}]
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: printing}
    spec: {policyName: printing, validationActions: [Deny, Audit]}
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: with-parameters}
    spec:
      paramKind: {apiVersion: v1, kind: Secret}
      matchConstraints:
        resourceRules:
        - {apiGroups: [""], apiVersions: ["*"], operations: ["*"], resources: [configmaps]}
      validations:
      - {expression: "false", messageExpression: "params.data.password"}
      - {expression: "false", messageExpression: "params.stringData.other"}
      - {expression: "false", messageExpression: "params.metadata.annotations.note"}
      - {expression: "false", messageExpression: "object.data.a"}
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: with-parameters}
    spec:
      policyName: with-parameters
      validationActions: [Deny]
      paramRef: {name: plain, namespace: x, parameterNotFoundAction: Allow}
    ---
    apiVersion: policies.kyverno.io/v1
    kind: ValidatingPolicy
    metadata: {name: asking}
    spec:
      validationActions: [Deny]
      matchConstraints:
        resourceRules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
      validations:
      - {expression: "false", messageExpression: "string(resource.Get('v1', 'secrets', 'x', 'plain').data.password)"}
      - {expression: "false", messageExpression: "string(resource.Get('v1', 'secrets', 'x', 'plain').stringData.other)"}
      - {expression: "false", messageExpression: "resource.List('v1', 'secrets', 'x').items.map(i, string(i.stringData.other)).join(' ')"}
      - {expression: "false", messageExpression: "string(resource.Get('v1', 'configmaps', 'x', 'copied').data.a)"}
    ---
    apiVersion: git-vet/v1
    kind: ChangePolicy
    metadata: {name: telling}
    spec:
      severity: error
      description: Prints what it sees.
      match: {kinds: [core/Secret, core/ConfigMap]}
      rules:
      - {id: a, expression: "false", messageExpression: "'is ' + predicted.data.password"}
      - {id: b, expression: "false", messageExpression: "string(predicted.data)"}
      - {id: c, expression: "int(predicted.data.password) > 0"}
      - {id: d, expression: "timestamp(head.stringData.other) > timestamp('2020-01-01T00:00:00Z')"}
      - {id: e, expression: "'x'.matches('(' + head.stringData.other)"}
      - {id: f, expression: "predicted.data[predicted.data.password] == 'x'"}
      - {id: g, expression: "'%d'.format([base.stringData.other]) == 'x'"}
      - {id: h, expression: "false", messageExpression: "'is ' + predicted.data.a"}
      - {id: i, expression: "false", messageExpression: "'is ' + base.metadata.annotations.note + live.metadata.annotations.note"}
      - {id: j, expression: "false", messageExpression: "change.fields.map(f, f.path + string(f.before) + string(f.after)).join(' ')"}
      - {id: k, expression: "false", messageExpression: "predicted.metadata.annotations.encoded"}
      - {id: l, expression: "int(predicted.data.a) > 0"}
      - {id: m, expression: "int(predicted.metadata.annotations.note) > 0"}
    ---
    apiVersion: git-vet/v1
    kind: ChangePolicy
    metadata: {name: telling-all}
    spec:
      severity: error
      scope: plan
      description: Prints what it sees.
      rules:
      - {id: a, expression: "false", messageExpression: "changes.map(c, c.fields.map(f, string(f.after)).join(' ')).join(' ')"}

    """

  static let configuration = """
    apiVersion: git-vet/v1
    kind: Config
    policies: [policies]
    environments: [{name: prod, roots: [.]}]

    """
}
