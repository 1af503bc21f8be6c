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
    /// Why the live object could not be told in the version that is applied: nothing was merged.
    package var obstacle: ConversionObstacle?
    /// Why what is owned in another version could not be told in the one that is applied: it was
    /// taken by the names of its fields.
    package var ownershipObstacle: ConversionObstacle?
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
      switch catalog.convert(live, to: kind.apiVersion) {
      case .success(let live): outcome = update(kind, head, base: base, live: live)
      case .failure(let obstacle): outcome = replace(kind, head, beside: obstacle)
      }
    case .unknown:
      let head = kind.placed(head, live: base?.root, namespace)
      switch base.map({ standIn($0, for: kind, namespace) }) {
      case .success(let live?)?: outcome = update(kind, head, base: base, live: live)
      case .failure(let obstacle)?: outcome = replace(kind, head, beside: obstacle)
      case .success(nil)?, nil: outcome = create(kind, head)
      }
    case .absent:
      outcome = create(kind, kind.placed(head, live: nil, namespace))
    }
    outcome.isUnknownKind = kind.resource == nil
    return outcome
  }

  /// The live object as it was after applying the base to nothing, in the version of `kind`; nil
  /// where the server would not take the base.
  private func standIn(
    _ base: Document, for kind: AppliedKind, _ namespace: String?
  ) -> Result<Document?, ConversionObstacle> {
    if case .success(let own) = AppliedKind.find(base.root, in: catalog),
      let object = create(own, own.placed(base, live: nil, namespace)).object
    {
      return catalog.convert(object, to: kind.apiVersion).map { $0 }
    }
    return catalog.convert(base, to: kind.apiVersion).map {
      create(kind, kind.placed($0, live: nil, namespace)).object
    }
  }

  /// What can be told of an object that is there and cannot be merged with.
  private func replace(
    _ kind: AppliedKind, _ head: Document, beside obstacle: ConversionObstacle
  ) -> Outcome {
    var outcome = create(kind, head)
    outcome.action = outcome.object == nil ? .rejected : .update
    outcome.obstacle = obstacle
    return outcome
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
      return kind.configuration(head).map {
        kind.create($0, completed: completesNewPods)
      }.outcome(.create)
    }
  }

  private func update(
    _ kind: AppliedKind, _ head: Document, base: Document?, live: Document
  ) -> Outcome {
    let stored = kind.withoutManagedFields(live)
    let base = base.flatMap { try? catalog.convert($0, to: kind.apiVersion).get() }
    var obstacle: ConversionObstacle?
    guard let merged = merge(kind, head, base: base, live: live, &obstacle) else {
      return Outcome(action: .unchanged, object: stored)
    }
    let result = merged.map { kind.update(kind.withoutManagedFields($0), from: stored) }
    var outcome = result.outcome(.update)
    outcome.ownershipObstacle = obstacle
    if let object = outcome.object, Self.isUnchanged(object.root, stored.root) {
      outcome.action = .unchanged
    }
    return outcome
  }

  /// - Parameter obstacle: becomes what stood in the way of what is owned in another version.
  /// - Returns: nil where there is nothing to send.
  private func merge(
    _ kind: AppliedKind, _ head: Document, base: Document?, live: Document,
    _ obstacle: inout ConversionObstacle?
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
      let configuration = kind.configuration(head)
      guard case .accepted(let head) = configuration else { return configuration }
      var apply = ServerSideApply(
        schema: kind.schema, fieldManager: options.fieldManager,
        forcesConflicts: options.forcesConflicts, versions: versions(of: kind))
      let sent = kind.withoutStatus(head)
      do throws(ServerSideApply.Failure) {
        do throws(ServerSideApply.Failure) {
          return .accepted(try apply.apply(sent.root, to: live, base: base?.root))
        } catch {
          guard case .unconverted(let reason) = error else { throw error }
          obstacle = reason
          apply.versions = apply.versions.byName(kind.schema)
          return .accepted(try apply.apply(sent.root, to: live, base: base?.root))
        }
      } catch {
        return .refused(error.rejections)
      }
    }
  }

  private func versions(of kind: AppliedKind) -> ServerSideApply.Versions {
    ServerSideApply.Versions(
      apiVersion: kind.apiVersion,
      serves: { catalog.resource(apiVersion: $0, kind: kind.kind) != nil },
      schema: { catalog.schema(apiVersion: $0, kind: kind.kind) },
      convert: { catalog.convert($0, to: $1) })
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
    case .unconverted: []
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
