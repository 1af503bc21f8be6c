package import Resources
package import Values

/// What an API server would make of applying one object.
package struct Predictor: Sendable {
  package let catalog: APICatalog
  package let options: ApplyOptions
  /// What admission adds to a new Pod between its defaults and its validation.
  var completesNewPods: (@Sendable (inout Document) -> Void)?

  package init(catalog: APICatalog = .newest, options: ApplyOptions = ApplyOptions()) {
    self.catalog = catalog
    self.options = options
  }

  package enum Action: String, Sendable {
    case create, update, unchanged, rejected
  }

  /// What came of it, as far as it can be told.
  package struct Outcome: Sendable {
    package var action: Action
    /// The object as it will be stored, without `managedFields` and without what only the server
    /// can choose; nil where it is rejected.
    package var object: Document?
    package var rejections: [Rejection] = []
    /// Nothing describes the kind: it was merged as a custom resource is, and not validated.
    package var isUnknownKind = false
    /// The live object is in a version that means other fields: nothing was merged.
    package var isOtherVersion = false
  }

  /// - Parameters:
  ///   - head: the manifest to apply.
  ///   - base: what was applied last. It speaks for the live object where that is unknown, and for
  ///     ownership where the live object does not tell.
  ///   - namespace: of an object whose manifest names none.
  package func predict(
    head: Document, base: Document? = nil, live: Lookup<Document>, namespace: String? = nil
  ) -> Outcome {
    let kind: AppliedKind
    switch AppliedKind.find(head.root, in: catalog) {
    case .success(let found): kind = found
    case .failure(let rejection): return Outcome(action: .rejected, rejections: [rejection])
    }
    var outcome: Outcome
    switch live {
    case .found(let live):
      let head = kind.placed(head, live: live.root, namespace)
      if let live = kind.converted(live) {
        outcome = update(kind, head, base: base, live: live)
      } else {
        outcome = create(kind, head)
        outcome.action = outcome.object == nil ? .rejected : .update
        outcome.isOtherVersion = true
      }
    case .unknown:
      let head = kind.placed(head, live: base?.root, namespace)
      if let base, let standIn = standIn(kind, kind.placed(base, live: nil, namespace)) {
        outcome = update(kind, head, base: base, live: standIn)
      } else {
        outcome = create(kind, head)
      }
    case .absent:
      outcome = create(kind, kind.placed(head, live: nil, namespace))
    }
    outcome.isUnknownKind = kind.resource == nil
    return outcome
  }

  /// The live object as it was after applying the base to nothing.
  private func standIn(_ kind: AppliedKind, _ base: Document) -> Document? {
    create(kind, base).object
  }
}

// MARK: - The two verbs

extension Predictor {
  private func create(_ kind: AppliedKind, _ head: Document) -> Outcome {
    switch options.mode {
    case .client:
      return kind.decode(LastApplied.annotated(head)).map {
        kind.create($0, completed: completesNewPods)
      }.outcome(.create)
    case .server:
      return kind.decode(head).map { head in
        let failures = TypedFieldSet.configuration(head.root, kind.schema).failures
        guard failures.isEmpty else {
          return .refused(ServerSideApply.Failure.invalid(failures).rejections)
        }
        return kind.create(head, completed: completesNewPods)
      }.outcome(.create)
    }
  }

  private func update(
    _ kind: AppliedKind, _ head: Document, base: Document?, live: Document
  ) -> Outcome {
    let stored = kind.withoutManagedFields(live)
    guard let merged = merge(kind, head, base: base, live: live) else {
      return Outcome(action: .unchanged, object: stored)
    }
    let result = merged.map { kind.update(kind.withoutManagedFields($0), from: stored) }
    var outcome = result.outcome(.update)
    if let object = outcome.object, Self.isUnchanged(object.root, stored.root) {
      outcome.action = .unchanged
    }
    return outcome
  }

  /// - Returns: nil where there is nothing to send.
  private func merge(
    _ kind: AppliedKind, _ head: Document, base: Document?, live: Document
  ) -> Judged? {
    switch options.mode {
    case .client:
      let apply = ClientSideApply(schema: kind.schema, isBuiltIn: kind.isBuiltIn)
      let last = LastApplied(of: live.root)
      do throws(MergeFailure) {
        return try apply.apply(
          LastApplied.annotated(head).root, to: live,
          original: last.flatMap { $0.configuration?.root }
        ).map { kind.decode($0) }
      } catch {
        // What the server would not read explains best why kubectl could not compute the patch.
        if case .refused(let rejections) = kind.decode(head) { return .refused(rejections) }
        return .refused([
          Rejection(
            reason: "PatchError", field: error.path.description, message: error.message)
        ])
      }
    case .server:
      let decoded = kind.decode(head)
      guard case .accepted(let head) = decoded else { return decoded }
      let apply = ServerSideApply(
        schema: kind.schema, fieldManager: options.fieldManager,
        forcesConflicts: options.forcesConflicts
      ) { catalog.resource(apiVersion: $0, kind: kind.kind) != nil }
      do throws(ServerSideApply.Failure) {
        let sent = kind.withoutStatus(head)
        return .accepted(try apply.apply(sent.root, to: live, base: base?.root))
      } catch {
        return .refused(error.rejections)
      }
    }
  }

  /// Whether storing the object changes nothing but the note of what was applied.
  private static func isUnchanged(_ object: Node, _ live: Node) -> Bool {
    if object == live { return true }
    guard object.count == live.count else { return false }
    for entry in object.entries {
      guard let other = live[entry.name] else { return false }
      if entry.key.hasText("metadata") {
        guard isSameMetadata(entry.value, other) else { return false }
      } else if entry.value != other {
        return false
      }
    }
    return true
  }

  private static func isSameMetadata(_ object: Node, _ live: Node) -> Bool {
    func differs(_ object: Node, _ other: Node, _ key: String, at name: String) -> Bool {
      object.entries.contains { entry in
        guard !entry.key.hasText(key) else { return false }
        guard let theirs = other[entry.name] else {
          return
            !(name == "metadata" && entry.key.hasText("annotations")
            && entry.value.entries.allSatisfy { $0.key.hasText(LastApplied.annotation) })
        }
        return entry.key.hasText("annotations") && name == "metadata"
          ? differs(entry.value, theirs, LastApplied.annotation, at: "annotations")
            || differs(theirs, entry.value, LastApplied.annotation, at: "annotations")
          : entry.value != theirs
      }
    }
    return !differs(object, live, "resourceVersion", at: "metadata")
      && !differs(live, object, "resourceVersion", at: "metadata")
  }
}

/// An object that the server takes further, or its reasons not to.
enum Judged {
  case accepted(Document)
  case refused([Rejection])

  func map(_ next: (Document) -> Judged) -> Judged {
    if case .accepted(let document) = self { next(document) } else { self }
  }

  func outcome(_ action: Predictor.Action) -> Predictor.Outcome {
    switch self {
    case .accepted(let document): Predictor.Outcome(action: action, object: document)
    case .refused(let rejections):
      Predictor.Outcome(action: .rejected, rejections: rejections)
    }
  }
}

extension ServerSideApply.Failure {
  var rejections: [Rejection] {
    switch self {
    case .conflicts(let conflicts):
      conflicts.map {
        Rejection(
          reason: "FieldManagerConflict", field: $0.path, message: "conflict with \($0.manager)")
      }
    case .invalid(let failures):
      failures.map {
        Rejection(
          reason: "BadRequest", field: $0.path.description,
          message: "failed to create typed patch object: \($0.message)")
      }
    }
  }
}
