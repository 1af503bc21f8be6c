import Values

extension Pods {
  /// A PodTemplateSpec. As the server does it, the faults of its metadata are reported beside
  /// `metadata`, not in it.
  static func validateTemplate(_ template: Field, options: PodOptions = .template) {
    let (metadata, spec) = (template["metadata"], template["spec"])
    validateTemplateMetadata(template, options)
    validateSpec(spec, options: options)
    validateProfileAnnotations(metadata["annotations"], of: spec)
    if !spec["ephemeralContainers"].isEmpty {
      spec["ephemeralContainers"].forbidden("ephemeral containers not allowed in pod template")
    }
  }

  static func validateTemplateMetadata(_ template: Field, _ options: PodOptions) {
    let metadata = template["metadata"]
    Metadata.labels(template["labels"].beside(metadata["labels"].node))
    let annotations = template["annotations"].beside(metadata["annotations"].node)
    Metadata.annotations(annotations)
    validateAnnotations(annotations, of: template["spec"], options)
  }

  // MARK: - Annotations

  private static let seccompPod = "seccomp.security.alpha.kubernetes.io/pod"
  private static let seccompContainer = "container.seccomp.security.alpha.kubernetes.io/"
  private static let appArmor = "container.apparmor.security.beta.kubernetes.io/"
  private static let mirror = "kubernetes.io/config.mirror"

  /// Annotations that mean something to pods.
  static func validateAnnotations(
    _ annotations: Field, of spec: Field, _ options: PodOptions
  ) {
    guard let node = annotations.node else { return }
    for entry in node.entries {
      // Nearly all annotations mean nothing here.
      guard entry.key.withTextBytes({ $0.contains(UInt8(ascii: "k")) }) else { continue }
      let (key, text) = (entry.name, entry.value.text)
      let value = annotations.key(key)
      if key == mirror {
        if spec["nodeName"].isEmpty {
          value.invalid("must set spec.nodeName if mirror pod annotation is set")
        }
      } else if key == deletionCost {
        if !options.allowsAnyDeletionCost, !isDeletionCost(text) {
          value.invalid("must be a 32bit integer")
        }
      } else if key == seccompPod || key.hasPrefix(seccompContainer) {
        validateSeccompAnnotation(annotations[key], text)
      } else if key.hasPrefix(appArmor) {
        let name = String(key.dropFirst(appArmor.utf8.count))
        if !allContainers(spec).contains(where: { $0["name"] == name }) {
          value.invalid("container not found", value: GoText.quoted(name))
        }
        if !["", "runtime/default", "unconfined"].contains(text), !text.hasPrefix("localhost/") {
          value.invalid("invalid AppArmor profile name: \(GoText.quoted(text))")
        }
      }
    }
  }

  private static let deletionCost = "controller.kubernetes.io/pod-deletion-cost"

  private static func isDeletionCost(_ text: String) -> Bool {
    let isCanonical = text == "0" || (text.first.map { "-123456789".contains($0) } ?? false)
    return Int32(text) != nil && isCanonical
  }

  static func hasValidDeletionCost(_ annotations: Field) -> Bool {
    let cost = annotations.key(deletionCost)
    return !cost.exists || isDeletionCost(cost.text)
  }

  /// What a running pod is told by annotation stays as it is.
  static func validateAnnotationUpdate(_ new: Field, _ old: Field) {
    for name in Set((new.entries.map(\.name)) + old.entries.map(\.name)).sorted()
    where name == mirror || name.hasPrefix(appArmor) {
      let (now, before) = (new.key(name), old.key(name))
      if now.exists, before.exists, now.text == before.text { continue }
      let change = before.exists ? "remove or update" : "add"
      let what = name == mirror ? "mirror pod annotation" : "AppArmor annotations"
      now.forbidden("may not \(change) \(what)")
    }
  }

  private static func validateSeccompAnnotation(_ value: Field, _ text: String) {
    if ["runtime/default", "docker/default", "unconfined"].contains(text) { return }
    guard text.hasPrefix("localhost/") else {
      return value.invalid("must be a valid seccomp profile")
    }
    let path = String(text.dropFirst("localhost/".utf8.count))
    if path.hasPrefix("/") {
      value.invalid("must be a relative path", value: GoText.quoted(path))
    }
    if Paths.hasBacksteps(path) {
      value.invalid("must not contain '..'", value: GoText.quoted(path))
    }
  }

  /// Profiles that an annotation and a field name must be the same.
  static func validateProfileAnnotations(_ annotations: Field, of spec: Field) {
    guard let node = annotations.node else { return }
    let containers = allContainers(spec)
    let pod = spec["securityContext"]
    if let text = node[seccompPod]?.text {
      match(pod["seccompProfile"], text, "seccomp", ["runtime/default", "docker/default"])
    }
    for container in containers {
      let context = container["securityContext"]
      if let text = node[seccompContainer + container["name"].text]?.text {
        match(
          context["seccompProfile"], text, "seccomp", ["runtime/default", "docker/default"])
      }
    }
    guard spec["os"]["name"] != "windows" else { return }
    for container in containers {
      let own = container["securityContext"]["appArmorProfile"]
      let profile = own.exists ? own : own.beside(pod["appArmorProfile"].node)
      if let text = node[appArmor + container["name"].text]?.text {
        match(profile, text, "apparmor", ["runtime/default"])
      }
    }
  }

  private static func match(
    _ profile: Field, _ annotation: String, _ name: String, _ defaults: [String]
  ) {
    guard profile.exists else { return }
    let isSame: Bool =
      switch profile["type"].text {
      case "Unconfined": annotation == "unconfined"
      case "RuntimeDefault": defaults.contains(annotation)
      case "Localhost": annotation.hasPrefix("localhost/")
      default: true
      }
    if !isSame {
      profile["type"].forbidden("\(name) type in annotation and field must match")
    } else if profile["type"] == "Localhost",
      profile["localhostProfile"].text != annotation.dropFirst("localhost/".utf8.count)
    {
      profile["localhostProfile"].forbidden(
        "\(name) profile in annotation and field must match")
    }
  }
}
