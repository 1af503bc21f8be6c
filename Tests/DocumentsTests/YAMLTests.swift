import Diagnostics
import Documents
import Testing
import Values

@Suite struct YAMLTests {
  @Test func marksAreOnEveryNode() {
    let text = """
      kind: Pod
      spec:
        containers:
        - name: "é"   # one character
          image: x
      """
    let document = YAML.read(text, from: file).documents[0]
    func mark(_ node: Node?) -> String? { node?.mark?.description }
    let container = document.root["spec", "containers"]?[0]
    #expect(mark(document.root) == "file.yaml:1:1")
    #expect(mark(document.root.entry("spec")?.key) == "file.yaml:2:1")
    #expect(mark(document.root["spec"]) == "file.yaml:3:3")
    #expect(mark(container) == "file.yaml:4:5")
    #expect(mark(container?.entry("image")?.key) == "file.yaml:5:5")
    #expect(mark(container?["image"]) == "file.yaml:5:12")
  }

  @Test func streamsHoldManyDocuments() {
    #expect(
      json("---\na: 1\n---\n# nothing\n---\nb: 2\n...\n---\n- 3\n") == [
        #"{"a":1}"#, #"{"b":2}"#, "[3]",
      ])
  }

  @Test func aBrokenDocumentLeavesTheOthers() {
    let text = "a: 1\n---\nb: [1\n---\nc: 3\n---\nd: \"x\n---\ne: 5\n"
    #expect(json(text) == [#"{"a":1}"#, #"{"c":3}"#, #"{"e":5}"#])
    #expect(
      problems(text) == [
        "file.yaml:4:1: error: the list in brackets goes on without ',' or ends without ']' "
          + "[invalid-yaml]",
        "file.yaml:8:1: error: the document ends inside a quoted text [invalid-yaml]",
      ])
  }

  @Test func textThatIsNotUTF8LeavesTheOtherDocuments() {
    let bytes = Array("a: 1\n---\nb: x".utf8) + [0xE9] + Array("\n---\nc: 3\n".utf8)
    let reading = YAML.read(bytes, from: file)
    #expect(reading.documents.map { JSON.write($0.root) } == [#"{"a":1}"#, #"{"c":3}"#])
    #expect(
      reading.diagnostics.map(\.description) == [
        "file.yaml:3:5: error: the file is not UTF-8 [not-utf8]"
      ])
  }

  @Test func byteOrderMarksAreSkipped() {
    #expect(json("\u{FEFF}a: 1") == [#"{"a":1}"#])
    let text = "a: é\n"
    let units = Array(("\u{FEFF}" + text).utf16)
    let little = units.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let big = units.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
    for bytes in [little, big] {
      #expect(YAML.read(bytes, from: file).documents.first?.root["a"]?.string == "é")
    }
  }

  @Test func carriageReturnsEndLines() {
    let document = YAML.read("a: 1\r\nb: |\r\n  x\r\n  y\r\n", from: file).documents[0]
    #expect(document.root["b"]?.string == "x\ny\n")
    #expect(document.root["b"]?.mark?.line == 2)
  }

  @Test func aliasesAreExpanded() {
    #expect(
      json("a: &x {b: [1]}\nc: *x\nd: &y s\n*y : 1") == [
        #"{"a":{"b":[1]},"c":{"b":[1]},"d":"s","s":1}"#
      ])
    let document = YAML.read("a: &x {b: 1}\nc: *x\n", from: file).documents[0]
    #expect(document.root["c", "b"]?.mark?.description == "file.yaml:1:11")
  }

  @Test func aliasesThatCannotBeExpandedAreRefused() {
    #expect(
      problems("a: *x") == [
        "file.yaml:1:4: error: no anchor of this name precedes the alias [unknown-anchor]"
      ])
    #expect(
      problems("a: &x [*x]") == [
        "file.yaml:1:8: error: the anchor 'x' contains itself [recursive-alias]"
      ])
    #expect(problems("a: &x 1\n---\nb: *x\n").count == 1)
    let bomb =
      "a: &a [1,1,1,1,1,1,1,1,1]\n"
      + zip("abcdefghi", "bcdefghij").map { from, to in
        "\(to): &\(to) [\(Array(repeating: "*\(from)", count: 9).joined(separator: ","))]\n"
      }.joined()
    #expect(problems(bomb).first?.hasSuffix("[alias-expansion]") == true)
  }

  /// As `kubectl label --local` and `kubectl kustomize` merge.
  @Test(arguments: [
    ("{a: 1, <<: {a: 2, b: 3}}", #"{"a":2,"b":3}"#, #"{"a":1,"b":3}"#),
    ("{<<: {a: 2, b: 3}, a: 1}", #"{"a":1,"b":3}"#, #"{"a":1,"b":3}"#),
    ("{<<: [{a: 1}, {a: 2, b: 3}], c: 1}", #"{"a":1,"b":3,"c":1}"#, #"{"a":1,"b":3,"c":1}"#),
    ("{!!merge <<: {b: 1}}", #"{"b":1}"#, #"{"b":1}"#),
  ])
  func mergeKeys(text: String, kubectl: String, kustomize: String) {
    #expect(json(text) == [kubectl])
    #expect(json(text, .yaml12) == [kustomize])
    #expect(problems(text) == [])
  }

  @Test(arguments: ["{<<: 1}", "{<<: [1]}", "{<<: [[{a: 1}]]}"])
  func mergesOfOtherValuesAreRefused(text: String) {
    #expect(problems(text).first?.hasSuffix("[invalid-merge]") == true)
  }

  @Test func duplicateKeysAreReportedAndTheLastWins() {
    let text = "a: 1\nb: 2\na: 3\n"
    #expect(json(text) == [#"{"a":3,"b":2}"#])
    let diagnostic = YAML.read(text, from: file).diagnostics[0]
    #expect(
      diagnostic.description
        == "file.yaml:3:1: error: the key 'a' is already set in this mapping [duplicate-key]")
    #expect(diagnostic.notes[0].span?.mark.description == "file.yaml:1:1")
  }

  @Test(arguments: [
    "a: {{ x }}\n", "{{- if .Values.x }}\na: 1\n{{- end }}\n",
    "a:\n  {{ toYaml .x | nindent 2 }}\n",
    "a: {{ x }}:{{ y }}\n", "{% if x %}\na: 1\n{% endif %}\n", "{{ if x }}\na: 1\n",
  ])
  func unrenderedTemplatesAreNamed(text: String) {
    #expect(json(text) == [])
    #expect(problems(text).first?.hasSuffix("[unrendered-template]") == true)
  }

  @Test func templatesInQuotesAreText() {
    #expect(json("a: '{{ x }}'\n") == [#"{"a":"{{ x }}"}"#])
  }

  @Test(arguments: [
    ("a:\n\tb: 1\n", "file.yaml:2:1", "tab-indentation"),
    ("a: b: c\n", "file.yaml:1:5", "invalid-yaml"),
    ("a: \"b\n", "file.yaml:1:4", "invalid-yaml"),
    ("a: @b\n", "file.yaml:1:4", "invalid-yaml"),
    ("a: 1\n b: 2\n", "file.yaml:2:3", "invalid-yaml"),
    ("a: \u{1}\n", "file.yaml:1:4", "control-character"),
    ("\u{0}ELF", "file.yaml:1:1", "binary-file"),
  ])
  func problemsHaveAPlaceAndARemedy(text: String, place: String, code: String) {
    let diagnostic = YAML.read(text, from: file).diagnostics.first
    #expect(diagnostic?.mark?.description == place)
    #expect(diagnostic?.code == code)
    #expect(diagnostic?.help != nil)
  }

  @Test func limitsAreKeptApart() {
    var limits = Limits()
    limits.depth = 3
    #expect(problems("[[[1]]]", .yaml11, limits) == [])
    #expect(problems("[[[[1]]]]", .yaml11, limits).first?.hasSuffix("[nesting-too-deep]") == true)
    #expect(
      problems("a: &a [[1]]\nb: [[*a]]", .yaml11, limits).first?
        .hasSuffix("[nesting-too-deep]") == true)
    limits = Limits()
    limits.nodes = 3
    #expect(problems("[1, 2, 3]", .yaml11, limits).first?.hasSuffix("[too-many-values]") == true)
    limits = Limits()
    limits.bytes = 3
    #expect(problems("a: 1", .yaml11, limits).first?.hasSuffix("[file-too-large]") == true)
    limits = Limits()
    limits.scalarBytes = 3
    #expect(problems("a: abcd", .yaml11, limits).first?.hasSuffix("[value-too-large]") == true)
  }

  @Test func bracketsThatWouldTakeLongAreRefused() {
    var limits = Limits()
    limits.flowWork = 10_000
    let nested = String(repeating: "[", count: 100) + String(repeating: "a,", count: 1000)
    for text in [nested, "{a: b}: 1\n---\nb: \(nested)", "{{a}}: \(nested)"] {
      #expect(json(text, .yaml11).isEmpty)
      #expect(
        problems(text, .yaml11, limits).contains {
          $0.hasSuffix("[nesting-too-costly]") || $0.hasSuffix("[unrendered-template]")
        })
    }
    let flat = String(repeating: "- [a, {b: c}]\n", count: 1000)
    #expect(problems(flat, .yaml11, limits) == [])
  }

  @Test func manyDuplicatesGiveABoundedReport() {
    #expect(problems(String(repeating: "a: 1\n", count: 5000)).count == Limits.standard.problems)
  }

  @Test func jsonReadsAsYAMLDoes() {
    let text = "{\"a\": [1, 1.0, -0, \"\\u00e9\"],\n \"b\": {\"c\": null}}"
    for dialect in [Dialect.yaml11, .yaml12] {
      let documents = [text, "# not JSON\n" + text].map {
        YAML.read($0, from: file, dialect: dialect).documents[0]
      }
      #expect(documents[0] == documents[1])
      #expect(documents[0].root["b"]?.mark?.description == "file.yaml:2:7")
    }
    #expect(json(text) == [#"{"a":[1,1,0,"é"],"b":{"c":null}}"#])
    #expect(json("{\"a\": 1}\n---\n{\"b\": 2}") == [#"{"a":1}"#, #"{"b":2}"#])
    #expect(problems("{\"a\": 1, \"a\": 2}").first?.hasSuffix("[duplicate-key]") == true)
    #expect(problems("{\"a\": {{ x }}}").first?.hasSuffix("[unrendered-template]") == true)
  }
}
