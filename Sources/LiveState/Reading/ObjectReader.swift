package import Diagnostics
import Documents
package import Values

/// Reads the objects of what `kubectl get -o json` or `-o yaml` prints: a list, several of them, or
/// objects one after the other. Memory holds one object at a time.
package struct ObjectReader {
  private enum Format {
    case json(JSONSplitter)
    case yaml(YAMLSplitter)
  }

  package let source: Source
  private var format: Format?
  /// How many objects there were.
  package private(set) var count = 0
  /// White space before the text that tells the format.
  private var leading: [UInt8] = []
  /// A list says of itself that it is a part of one.
  private var isPage = false
  /// What seems to be JSON, until an object of it was read.
  private var doubtful: [UInt8]?
  /// What failed last was not written in the format, whatever it says.
  private var isForeign = false
  /// What is wrong with the input as JSON, while it is tried as YAML.
  private var refusal: Diagnostic?

  package init(source: Source) {
    self.source = source
  }

  /// Takes the next bytes of the input and calls `body` with every object that is complete.
  package mutating func take(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (Document) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    if format == nil {
      guard let first = bytes.first(where: { $0 > UInt8(ascii: " ") }) else {
        leading += bytes
        guard leading.count <= ListingError.limit else {
          throw .listing(.tooLarge(line: 1), in: source)
        }
        return
      }
      let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
      format = isJSON ? .json(JSONSplitter()) : .yaml(YAMLSplitter())
      if isJSON { doubtful = [] }
      // They count as lines, and not all of them may stand there.
      let former = leading
      leading = []
      try feed(former, body)
    }
    doubtful?.append(contentsOf: bytes)
    // No object is as large.
    if doubtful?.count ?? 0 > 2 * ListingError.limit { doubtful = nil }
    do {
      try split(body) { splitter throws(ListingError) in try splitter.take(bytes) }
    } catch {
      try retry(after: error, body)
    }
  }

  /// Says that the input has ended. Throws where it is empty, cut off, or a part of a list.
  package mutating func finish(
    _ body: (Document) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    func end(_ reader: inout ObjectReader) throws(Diagnostic) {
      try reader.split(body) { splitter throws(ListingError) in try splitter.finish() }
    }
    do {
      try end(&self)
    } catch {
      try retry(after: error, body)
      do {
        try end(&self)
      } catch {
        throw refusal ?? error
      }
    }
    guard count > 0 else { throw .emptyListing(source) }
    guard !isPage else { throw .pageOfListing(source) }
  }

  /// What opens as JSON does may be YAML in flow style: it is read again from its beginning where not
  /// even its first object is JSON.
  private mutating func retry(
    after error: Diagnostic, _ body: (Document) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard isForeign, let text = doubtful else { throw refusal ?? error }
    doubtful = nil
    isForeign = false
    let opening = text.first {
      $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "[")
    }
    // Where it is neither, it says most to tell what is wrong with what it seems to be.
    if opening == UInt8(ascii: "\"") { refusal = error }
    format = .yaml(YAMLSplitter())
    do {
      try feed(text, body)
    } catch {
      throw refusal ?? error
    }
  }

  private mutating func feed(
    _ text: [UInt8], _ body: (Document) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    doubtful?.append(contentsOf: text)
    try split(body) { splitter throws(ListingError) in
      var failure: ListingError?
      text.withUnsafeBufferPointer { bytes in
        do throws(ListingError) {
          try splitter.take(bytes)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
    }
  }

  private mutating func split(
    _ body: (Document) throws(Diagnostic) -> Void,
    _ step: (inout any ListingSplitter) throws(ListingError) -> Void
  ) throws(Diagnostic) {
    guard let format else { return }
    var splitter: any ListingSplitter =
      switch format {
      case .json(let splitter): splitter
      case .yaml(let splitter): splitter
      }
    // Held twice, its buffers would be copied.
    self.format = nil
    var failure: ListingError?
    do throws(ListingError) {
      try step(&splitter)
    } catch {
      failure = error
    }
    let parts = splitter.completed()
    if let splitter = splitter as? JSONSplitter {
      self.format = .json(splitter)
    } else if let splitter = splitter as? YAMLSplitter {
      self.format = .yaml(splitter)
    }
    for part in parts { try read(part, body) }
    if let failure {
      isForeign = true
      throw .listing(failure, in: source)
    }
  }

  private mutating func read(
    _ part: ObjectText, _ body: (Document) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    for document in try documents(of: part) {
      if part.role == .envelope, document.root.isMapping {
        try readEnvelope(document.root)
      } else if part.role == .envelope {
        // An array of objects: its elements came as items.
        guard document.root.isSequence else { throw .foreignListing(document.root, source) }
      } else if document.root.isSequence {
        for object in document.root.elements { try readObject(object, body) }
      } else {
        try readObject(document.root, body)
      }
    }
  }

  private mutating func documents(of part: ObjectText) throws(Diagnostic) -> [Document] {
    do throws(Diagnostic) {
      if case .json = format {
        return [try JSON.read(part.bytes, from: source, firstLine: part.line)]
      }
      let reading = YAML.read(part.bytes, from: source, firstLine: part.line)
      if let problem = reading.diagnostics.first { throw problem }
      return reading.documents
    } catch {
      isForeign = true
      throw error
    }
  }

  private mutating func readEnvelope(_ list: Node) throws(Diagnostic) {
    guard let kind = list["kind"]?.string, kind.hasSuffix("List") else {
      throw .foreignListing(list, source)
    }
    if let token = list["metadata", "continue"]?.string, !token.isEmpty { isPage = true }
  }

  private mutating func readObject(
    _ object: Node, _ body: (Document) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard let kind = object["kind"]?.string, !kind.isEmpty,
      let apiVersion = object["apiVersion"]?.string, !apiVersion.isEmpty
    else { throw .foreignListing(object, source) }
    if kind == "Status", apiVersion == "v1" { throw .listingIsAnError(object, source) }
    if kind.hasSuffix("List"), let items = object["items"], items.isSequence || items.isNull {
      try readEnvelope(object)
      for item in items.elements { try readObject(item, body) }
      return
    }
    guard let name = object["metadata", "name"]?.string, !name.isEmpty else {
      throw .foreignListing(object, source)
    }
    count += 1
    doubtful = nil
    refusal = nil
    try body(object.document)
  }
}
