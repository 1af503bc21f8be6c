import Diagnostics
import Documents
package import Git
package import Resources
package import Values

/// Reads manifests, each blob once: the same contents at base and head, or at two paths, are
/// parsed a single time.
package final class ManifestReader {
  private let platform: any Platform
  private var readings: [ObjectID: Reading] = [:]

  package init(platform: any Platform) {
    self.platform = platform
  }

  /// What a file without a kustomization says.
  package func state(of entry: FileEntry, in tree: any FileTree) -> DesiredState {
    var state = DesiredState()
    let source = Source(path: entry.path.text)
    let reading: Reading
    do {
      reading = try read(entry, from: source, in: tree)
    } catch {
      var diagnostic = error.diagnostic
      diagnostic.spans = [.init(Mark(source: source, line: 1, column: 1))]
      state.diagnostics.append(diagnostic)
      state.unreadable.insert(source.path)
      return state
    }
    for document in reading.documents { add(document, to: &state) }
    // Only a file of manifests is held to be one: others may be broken as they like.
    for diagnostic in reading.diagnostics {
      if diagnostic.code == "unrendered-template" {
        state.gaps.append(
          Gap(
            diagnostic.headline, remedy: diagnostic.help ?? "commit what the template renders to",
            at: diagnostic.mark))
      } else {
        state.diagnostics.append(diagnostic)
      }
    }
    if reading.diagnostics.contains(where: { $0.severity == .error }) {
      state.unreadable.insert(source.path)
    }
    if state.resources.isEmpty, state.gaps.isEmpty, state.diagnostics.isEmpty {
      state.otherFiles += 1
    }
    return state
  }

  private func read(
    _ entry: FileEntry, from source: Source, in tree: any FileTree
  ) throws(GitError) -> Reading {
    if let id = entry.id, var known = readings[id] {
      if known.documents.first?.source != source {
        known.documents = known.documents.map { $0.relocated(to: source) }
        known.diagnostics = known.diagnostics.map { $0.relocated(to: source) }
      }
      return known
    }
    let bytes = try tree.contents(of: entry)
    let reading = YAML.read(bytes, from: source, dialect: .yaml11)
    if let id = entry.id { readings[id] = reading }
    return reading
  }

  /// Expands lists as `kubectl` does and leaves out what is no object.
  private func add(_ document: Document, to state: inout DesiredState) {
    let root = document.root
    if root["kind"]?.string?.hasSuffix("List") == true, root["apiVersion"]?.string != nil,
      let items = root["items"], items.isSequence
    {
      for item in items.elements where item.isMapping { add(item.document, to: &state) }
      return
    }
    if let resource = Resource(document, platform: platform) { state.resources.append(resource) }
  }
}

extension Resource {
  /// The resource that a document holds, with the namespace that the platform gives it; nil where
  /// it is no object of a platform, or one of the tool's own kinds.
  package init?(_ document: Document, platform: any Platform) {
    guard let apiVersion = document.root["apiVersion"]?.string,
      !apiVersion.hasPrefix("git-vet/")
    else { return nil }
    self.init(document) { apiVersion, kind, namespace in
      let group = ResourceIdentity.group(ofAPIVersion: apiVersion)
      switch platform.isNamespaced(group: group, kind: kind) {
      case true?: return namespace ?? "default"
      case false?: return nil
      case nil: return namespace
      }
    }
  }
}

extension Diagnostic {
  fileprivate func relocated(to source: Source) -> Diagnostic {
    var copy = self
    copy.spans = spans.map { span in
      var span = span
      span.mark.source = source
      return span
    }
    return copy
  }
}

extension FileEntry {
  /// Whether the name is one that manifests have.
  package var isManifest: Bool {
    guard kind.isFile || kind == .symbolicLink else { return false }
    let name = path.name
    return [".yaml", ".yml", ".json"].contains { suffix in
      name.count > suffix.utf8.count && name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
  }
}
