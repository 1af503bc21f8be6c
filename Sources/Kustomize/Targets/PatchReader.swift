import Diagnostics
import Documents
import Values

/// Makes transformers of the patches of a kustomization.
struct PatchReader {
  let target: Target

  init(_ target: Target) {
    self.target = target
  }

  private func failure(_ headline: String, _ patch: Patch) -> Diagnostic {
    Diagnostic(code: "kustomize-patch", headline, at: patch.mark ?? target.mark)
  }

  /// The text of a patch, and where it stands.
  private struct Content {
    var bytes: [UInt8]
    var file: SourceFile
    /// Where it is written in the kustomization; nil for a file of its own.
    var inline: Text?
  }

  /// An entry of `patches`, which may hold either kind.
  func transformers(_ patch: Patch) throws(Diagnostic) -> [any Transformer] {
    let content = try content(of: patch)
    let strategic = strategic(content)
    let json = jsonDocument(content)
    if case .success(let manifests) = strategic {
      if !manifests.isEmpty, let json, (try? JSON6902(json.root)) != nil, json.root.count > 0 {
        throw failure("illegally qualifies as both an SM and JSON patch", patch)
      }
      return try strategicTransformers(manifests, patch)
    }
    guard let json, json.root.isSequence else {
      // A list can only be meant as a JSON patch, an object only as a strategic merge patch.
      var error = failure("unable to parse SM or JSON patch", patch)
      if case .failure(let reason) = strategic {
        error.headline += ": \(reason.headline)"
        if let mark = reason.mark { error.spans = [.init(mark)] }
      }
      throw error
    }
    guard let selector = patch.target else {
      throw failure("must specify a target for JSON patch", patch)
    }
    return [
      JSONPatchTransformer(
        patch: try JSON6902(json.root), target: selector, remembersIdentity: true,
        mark: patch.mark)
    ]
  }

  private func strategicTransformers(
    _ manifests: [Manifest], _ patch: Patch
  ) throws(Diagnostic) -> [any Transformer] {
    let patches = manifests.map { manifest in
      var manifest = manifest
      if patch.allowsNameChange { manifest.allowsNameChange = true }
      if patch.allowsKindChange { manifest.allowsKindChange = true }
      return manifest
    }
    guard let selector = patch.target else {
      return patches.map {
        OwnTargetPatchTransformer(patch: $0, normalizes: false, mark: patch.mark)
      }
    }
    guard patches.count <= 1 else {
      throw failure(
        "Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set "
          + "`patches.target` field", patch)
    }
    return patches.map {
      SelectedPatchTransformer(patch: $0, target: selector, mark: patch.mark)
    }
  }

  /// An entry of `patchesJson6902`.
  func json6902(_ patch: Patch) throws(Diagnostic) -> any Transformer {
    guard let selector = patch.target, !selector.name.isEmpty else {
      throw failure("must specify the target name", patch)
    }
    var patch = patch
    if let text = patch.patch, text.value.isEmpty { patch.patch = nil }
    if patch.path != nil, patch.patch != nil {
      throw failure("must specify a file path or jsonOp, not both", patch)
    }
    guard patch.path?.value.isEmpty == false || patch.patch != nil else {
      throw failure("empty file path and empty jsonOp", patch)
    }
    let content = try content(of: patch)
    guard let document = jsonDocument(content), document.root.count > 0 else {
      throw failure("patch appears to be empty or no list of operations", patch)
    }
    return JSONPatchTransformer(
      patch: try JSON6902(document.root), target: selector, remembersIdentity: false,
      mark: patch.mark)
  }

  private func content(of patch: Patch) throws(Diagnostic) -> Content {
    let text = patch.patch.map { Text(Self.trimmed($0.value), at: $0.mark) }
    let path = patch.path.flatMap { $0.value.isEmpty ? nil : $0 }
    if let text, !text.value.isEmpty {
      guard path == nil else {
        throw failure("patch and path can't be set at the same time", patch)
      }
      return Content(bytes: Array(text.value.utf8), file: target.file, inline: text)
    }
    guard let path else { throw failure("must specify one of patch and path", patch) }
    do {
      let file = try target.loader.load(path)
      return Content(bytes: try file.bytes(), file: file)
    } catch {
      var error = error
      error.headline =
        "failed to get the patch file from path(\(path.value)): \(error.headline)"
      throw error
    }
  }

  private static func trimmed(_ text: String) -> String {
    guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(text[...last].drop(while: \.isWhitespace))
  }

  private func strategic(_ content: Content) -> Result<[Manifest], Diagnostic> {
    Result { () throws(Diagnostic) in
      if let inline = content.inline {
        return try ManifestReader.read(inline: inline, content.file)
      }
      return try target.context.cache.manifests(of: content.file)
    }
  }

  /// The value of a JSON patch: JSON where the text begins so, else YAML.
  private func jsonDocument(_ content: Content) -> Document? {
    var document: Document?
    if content.bytes.first == UInt8(ascii: "[") {
      document = try? JSON.read(content.bytes, from: content.file.source)
    } else {
      document = try? ConfigurationReader.document(content.bytes, from: content.file.source)
    }
    if let inline = content.inline, var moved = document {
      InlineMarks(inline, content.file).move(&moved)
      document = moved
    }
    return document
  }
}
