import Diagnostics
import Values

extension Diagnostic {
  static func template(at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "unrendered-template", "this is a template that has not been rendered", at: mark,
      help: "render it first (helm template, ansible) and check what comes out; quote the value "
        + "where the braces are meant literally")
  }

  static func tab(at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "tab-indentation", "a tab stands where YAML allows only spaces", at: mark,
      help: "indent with spaces")
  }

  static func keyIsNoScalar(_ kind: Kind, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "unsupported-key", "a \(kind) cannot be a key", at: mark,
      help: "use a string as the key; quote the value where braces or brackets are meant literally")
  }

  static func unsupportedKey(
    _ text: UnsafeBufferPointer<UInt8>, _ what: String, at mark: Mark
  ) -> Diagnostic {
    let text = String(decoding: text.prefix(40), as: UTF8.self)
    return Diagnostic(
      code: "unsupported-key", "\(what) cannot be a key", at: mark,
      help: "quote the key: \"\(text)\"")
  }

  static func duplicateKey(_ key: String, at mark: Mark, first: Mark) -> Diagnostic {
    Diagnostic(
      code: "duplicate-key", "the key '\(key.prefix(100))' is already set in this mapping",
      at: mark, notes: [Note("first set here", at: Span(first))],
      help: "keep one of the two; tools that accept both take the last")
  }

  static func notFinite(_ text: String, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "number-not-finite", "\(text.prefix(40)) is a number that JSON cannot hold", at: mark,
      help: "quote it where text is meant")
  }

  /// Does not name it: what begins with a star may be a password without quotes.
  static func unknownAnchor(at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "unknown-anchor", "no anchor of this name precedes the alias", at: mark,
      help: "define the anchor earlier in the same document, or quote the value")
  }

  static func anchorContainsItself(_ name: String, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "recursive-alias", "the anchor '\(name.prefix(100))' contains itself", at: mark,
      help: "write out the value that is meant")
  }

  static func mergeOfNoMapping(at mark: Mark?) -> Diagnostic {
    Diagnostic(
      code: "invalid-merge", "the merge key << needs a mapping or a list of mappings", at: mark,
      help: "refer to a mapping, or quote \"<<\" where it is a plain key")
  }

  static func wrongTag(_ tag: String, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "wrong-tag", "the value is no !!\(tag)", at: mark,
      help: "remove the tag or correct the value")
  }

  static func binaryIsNoText(at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "binary-value", "the !!binary value is no base64 of UTF-8 text", at: mark,
      help: "put binary content into a field that takes base64, without the tag")
  }

  static func encoding(_ problem: String, at mark: Mark) -> Diagnostic {
    if let known = YAMLProblem.known[problem] {
      return Diagnostic(code: "control-character", known.headline, at: mark, help: known.help)
    }
    return Diagnostic(
      code: "not-utf8", "the file is not UTF-8", at: mark,
      help: "save it as UTF-8, for example with: iconv -f latin1 -t utf-8")
  }

  static func syntax(
    _ failure: YAMLEvents.Failure, at mark: Mark, context: Mark
  ) -> Diagnostic {
    let known = YAMLProblem.known[failure.problem]
    var notes: [Note] = []
    if let text = failure.context, context != mark, text.hasPrefix("while ") {
      notes.append(Note(text, at: Span(context)))
    }
    return Diagnostic(
      code: "invalid-yaml", known?.headline ?? failure.problem, at: mark, notes: notes,
      help: known?.help)
  }
}

// MARK: - Limits

extension Diagnostic {
  static func tooLarge(_ limit: Int, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "file-too-large", "the file is larger than \(limit) bytes", at: mark,
      help: "split the file")
  }

  static func scalarTooLarge(_ limit: Int, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "value-too-large", "the value is larger than \(limit) bytes", at: mark,
      help: "keep content of this size outside manifests")
  }

  static func tooDeep(_ limit: Int, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "nesting-too-deep", "values are nested more than \(limit) deep", at: mark,
      help: "flatten the value")
  }

  static func tooMuchNesting(at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "nesting-too-costly", "too many values stand inside deeply nested brackets", at: mark,
      help: "write block style, or JSON without a comment; the file is not read on from here")
  }

  static func tooManyNodes(_ limit: Int, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "too-many-values", "the document has more than \(limit) values", at: mark,
      help: "split the document")
  }

  static func tooManyAliases(_ limit: Int, at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "alias-expansion", "the aliases of the document expand to more than \(limit) values",
      at: mark, help: "write out the values, or split the document")
  }

  static func binary(at mark: Mark) -> Diagnostic {
    Diagnostic(
      code: "binary-file", "the file is binary, not text", at: mark,
      help: "leave it out of the directories that hold manifests")
  }
}
