import Values

enum VolumeDefaults {
  /// Fields of a volume that say nothing of its type.
  private static let common: Set<String> = ["name"]

  static func apply(to document: inout Document, volume: NodeID) {
    let hasSource = document[volume].entries.contains {
      !common.contains($0.name) && !$0.value.isNull
    }
    if !hasSource { _ = document.mapping(at: "emptyDir", in: volume) }
    for name in ["secret", "configMap", "downwardAPI", "projected"] {
      if let source = document.mapping(name, of: volume) {
        document.setDefault("defaultMode", 0o644, in: source)
      }
    }
    if let source = document.mapping("downwardAPI", of: volume) {
      applyToItems(&document, of: source)
    }
    if let projected = document.mapping("projected", of: volume) {
      for source in document.elements("sources", of: projected) {
        if let part = document.mapping("downwardAPI", of: source) {
          applyToItems(&document, of: part)
        }
        if let token = document.mapping("serviceAccountToken", of: source) {
          document.setDefault("expirationSeconds", 3600, in: token)
        }
        if let certificate = document.mapping("podCertificate", of: source) {
          document.setDefault("maxExpirationSeconds", 86400, in: certificate)
        }
      }
    }
    if let ephemeral = document.mapping("ephemeral", of: volume),
      let template = document.mapping("volumeClaimTemplate", of: ephemeral),
      let spec = document.mapping("spec", of: template)
    {
      applyToClaim(&document, spec: spec)
    }
    if let image = document.mapping("image", of: volume),
      !document.has("pullPolicy", in: image)
    {
      let isLatest = ImageReference.isLatest(document.text("reference", of: image))
      document.set("pullPolicy", to: isLatest ? "Always" : "IfNotPresent", in: image)
    }
    applyToSources(&document, of: volume)
  }

  private static func applyToItems(_ document: inout Document, of source: NodeID) {
    for item in document.elements("items", of: source) {
      PodDefaults.applyToReference(&document, in: item)
    }
  }

  static func applyToClaim(_ document: inout Document, spec: NodeID) {
    document.setPointer("volumeMode", "Filesystem", in: spec)
    guard let resources = document.mapping("resources", of: spec) else { return }
    for name in ["limits", "requests"] {
      if let list = document.mapping(name, of: resources) {
        PodDefaults.round(&document, list)
      }
    }
  }

  /// Sources that volumes of pods and persistent volumes share.
  static func applyToSources(_ document: inout Document, of volume: NodeID) {
    let texts: [(source: String, field: String, value: String)] = [
      ("iscsi", "iscsiInterface", "default"), ("rbd", "pool", "rbd"), ("rbd", "user", "admin"),
      ("rbd", "keyring", "/etc/ceph/keyring"), ("scaleIO", "storageMode", "ThinProvisioned"),
      ("scaleIO", "fsType", "xfs"),
    ]
    for text in texts {
      if let source = document.mapping(text.source, of: volume) {
        document.setDefault(text.field, text.value, in: source)
      }
    }
    if let source = document.mapping("azureDisk", of: volume) {
      document.setPointer("cachingMode", "ReadWrite", in: source)
      document.setPointer("kind", "Shared", in: source)
      document.setPointer("fsType", "ext4", in: source)
      document.setDefault("readOnly", false, in: source)
    }
    if let source = document.mapping("hostPath", of: volume),
      document[source]["type"]?.isNull ?? true
    {
      document.set("type", to: "", in: source)
    }
  }
}
