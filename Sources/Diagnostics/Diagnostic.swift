public import Values

public enum Severity: String, Sendable, Comparable, CaseIterable {
  case info, warning, error

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// Something that a person must know: what is wrong, where, and what to do. It says nothing of how
/// it is shown.
public struct Diagnostic: Error, Hashable, Sendable {
  /// A place in a source with what is to be said of it.
  public struct Span: Hashable, Sendable {
    public var mark: Mark
    public var label: String?

    public init(_ mark: Mark, label: String? = nil) {
      self.mark = mark
      self.label = label
    }
  }

  /// Further facts, each with a place of its own where it has one.
  public struct Note: Hashable, Sendable {
    public var message: String
    public var span: Span?

    public init(_ message: String, at span: Span? = nil) {
      self.message = message
      self.span = span
    }
  }

  /// Kebab-case, names the pattern that it flags, unique and never reused: `duplicate-key`.
  public var code: String
  public var severity: Severity
  /// One line, sufficient alone.
  public var headline: String
  /// The first is the primary one.
  public var spans: [Span]
  public var notes: [Note]
  /// What the reader should do about it.
  public var help: String?

  public init(
    _ severity: Severity = .error, code: String, _ headline: String, at mark: Mark? = nil,
    label: String? = nil, notes: [Note] = [], help: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.headline = headline
    spans = mark.map { [Span($0, label: label)] } ?? []
    self.notes = notes
    self.help = help
  }

  public var mark: Mark? { spans.first?.mark }
}

extension Diagnostic: CustomStringConvertible {
  /// `path:line:column: error: headline [code]`, for logs and tests; reports render their own.
  public var description: String {
    let place = mark.map { "\($0): " } ?? ""
    return "\(place)\(severity.rawValue): \(headline) [\(code)]"
  }
}
