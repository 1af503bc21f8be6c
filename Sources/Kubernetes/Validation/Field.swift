import Values

/// A field of an object under validation: its value, where it has one, and the way to it.
///
/// A field that is absent or null is what Go has as the zero value or a nil pointer. Errors go to
/// the report in the order in which they are found.
///
/// Validation makes fields by the hundred. They count no reference: a field is valid as long as its
/// report is, which keeps the documents too, and which `Report.reading` keeps.
struct Field {
  private let unowned: UnownedNode?
  private let unownedReport: Unmanaged<Report>
  let place: Report.Place

  var report: Report { unownedReport.takeUnretainedValue() }

  init(_ node: Node?, _ report: Report, at place: Report.Place) {
    if let node { report.keep(node) }
    self.init(node.map(UnownedNode.init), .passUnretained(report), at: place)
  }

  private init(
    _ unowned: UnownedNode?, _ report: Unmanaged<Report>, at place: Report.Place
  ) {
    self.unowned = unowned
    unownedReport = report
    self.place = place
  }

  private func place(_ step: FieldPath.Step) -> Report.Place {
    unownedReport._withUnsafeGuaranteedRef { $0.place(step, under: place) }
  }

  var node: Node? { unowned?.node }

  /// The field under this one with a name that the schema gives.
  subscript(name: String) -> Field {
    child(unowned?[name], .field(name))
  }

  /// The entry of a map whose keys the user chooses.
  func key(_ key: String) -> Field {
    child(unowned?[key], .key(key))
  }

  subscript(index: Int) -> Field {
    Field(unowned?[index], unownedReport, at: place(.index(index)))
  }

  private func child(_ value: UnownedNode?, _ step: FieldPath.Step) -> Field {
    Field(value?.isNull == true ? nil : value, unownedReport, at: place(step))
  }

  /// The way to this field under another name, as some of the server's paths have it.
  func beside(_ node: Node?) -> Field { Field(node, report, at: place) }

  var path: FieldPath { report.path(of: place) }
}

// MARK: - Values

extension Field {
  /// Whether a Go pointer to it would not be nil.
  var exists: Bool { unowned != nil }

  /// Whether it is absent or the zero value of a string, a list or a map.
  var isEmpty: Bool {
    guard let unowned else { return true }
    return unowned.kind == .string
      ? unowned.hasText("") : !unowned.isScalar && unowned.count == 0
  }

  /// The text of a string, empty where there is none.
  var text: String { isString ? node?.text ?? "" : "" }

  var isString: Bool { unowned?.kind == .string }

  var number: Int64? { node?.int }

  var truth: Bool? { node?.bool }

  /// The number, 0 where there is none.
  var int: Int64 { number ?? 0 }

  /// The truth, false where there is none.
  var bool: Bool { truth ?? false }

  var count: Int { unowned?.count ?? 0 }

  var quantity: Quantity? {
    guard let unowned, unowned.isScalar, !unowned.isNull else { return nil }
    return unowned.withTextBytes { try? Quantity.parse($0).get() }
  }

  static func == (field: Field, string: String) -> Bool {
    guard let node = field.unowned else { return string.isEmpty }
    return node.kind == .string && node.hasText(string)
  }

  static func != (field: Field, string: String) -> Bool { !(field == string) }

  func isOne(of values: [String]) -> Bool {
    values.contains { self == $0 }
  }

  /// The elements of a list.
  var elements: some Sequence<Field> {
    (0..<(unowned?.isSequence == true ? count : 0)).lazy.map { self[$0] }
  }

  /// The texts of a list of strings.
  var texts: [String] { node?.elements.map(\.text) ?? [] }

  /// The entries of a map whose keys the user chooses.
  var entries: some Sequence<(name: String, value: Field)> {
    (node?.entries ?? Node.none.entries).lazy.map { entry in
      let name = entry.name
      let value = UnownedNode(entry.value)
      return (name, Field(value, unownedReport, at: place(.key(name))))
    }
  }

  /// Whether two fields say the same to the server: absent and empty lists and maps are equal,
  /// and so are quantities of one value, as `apiequality.Semantic` has it.
  func says(_ other: Field) -> Bool {
    SemanticEquality.equal(node, other.node)
  }
}

extension Node {
  fileprivate static let none = Document().root
}

// MARK: - Errors

extension Field {
  /// Whether rules find fault with the value, by itself. Its errors go nowhere.
  func isFaulted(by rules: (Field) -> Void) -> Bool {
    Report.reading { report in
      rules(Field(node, report, at: Report.root))
      return !report.errors.isEmpty
    }
  }

  func add(_ reason: FieldError.Reason, value: String?, _ detail: String = "") {
    report.errors.append(FieldError(reason, path, value: value, detail))
  }

  /// - Parameters:
  ///   - value: what to show as the offending value, as Go prints it; by default the field's own.
  ///   - absent: what Go prints of the zero value.
  func invalid(_ detail: String, value: String? = nil, absent: String = "\"\"") {
    add(.invalid, value: value ?? GoText.value(node, absent: absent), detail)
  }

  func required(_ detail: String = "") { add(.required, value: nil, detail) }

  func forbidden(_ detail: String) { add(.forbidden, value: nil, detail) }

  func duplicate(value: String? = nil) {
    add(.duplicate, value: value ?? GoText.value(node))
  }

  func notFound(_ detail: String = "") { add(.notFound, value: GoText.value(node), detail) }

  func notSupported(_ supported: [String], value: String? = nil) {
    report.errors.append(
      .notSupported(path, value ?? GoText.value(node), supported))
  }

  func tooLong(_ limit: Int, unit: String = "byte") {
    report.errors.append(.tooLong(path, limit: limit, unit: unit))
  }

  func tooMany(_ count: Int, limit: Int) {
    report.errors.append(.tooMany(path, count: count, limit: limit))
  }

  /// An error for each thing that a format finds wrong with the text.
  func check(_ format: Format) {
    if unowned?.withTextBytes({ format.accepts($0) }) == true { return }
    for problem in format.problems(of: node?.text ?? "") { invalid(problem) }
  }

  func checkEach(_ format: Format) {
    for element in elements { element.check(format) }
  }

  /// Nothing where the text is one of the values; else that it is required, or not supported.
  func expectOne(of values: [String], required detail: String = "") {
    if isOne(of: values) { return }
    if isEmpty { required(detail) } else { notSupported(values) }
  }

  func nonNegative() {
    if int < 0 { invalid("must be greater than or equal to 0") }
  }

  func range(_ bounds: ClosedRange<Int64>) {
    if !bounds.contains(int) {
      invalid(
        "must be between \(bounds.lowerBound) and \(bounds.upperBound), inclusive", absent: "0")
    }
  }
}
