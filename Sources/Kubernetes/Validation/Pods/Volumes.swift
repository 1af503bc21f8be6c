extension Pods {
  /// - Returns: the volumes without fault by name, for those who mount them.
  static func validateVolumes(
    _ volumes: Field, podName: String, options: PodOptions
  ) -> [String: Field] {
    guard volumes.exists else { return [:] }
    var valid: [String: Field] = [:]
    let created =
      podName.isEmpty
      ? []
      : Set(
        volumes.elements.filter { $0["ephemeral"].exists }.map { "\(podName)-\($0["name"].text)" })
    for volume in volumes.elements {
      let before = volume.report.errors.count
      validateSource(of: volume, podName: podName, options)
      let name = volume["name"]
      if name.isEmpty { name.required() } else { name.check(.dns1123Label) }
      if valid[name.text] != nil { name.duplicate() }
      if volume.report.errors.count == before { valid[name.text] = volume }
      let claim = volume["persistentVolumeClaim"]["claimName"]
      if claim.exists, created.contains(claim.text) {
        claim.invalid("must not reference a PVC that gets created for an ephemeral volume")
      }
    }
    return valid
  }

  private static func validateSource(
    of volume: Field, podName: String, _ options: PodOptions
  ) {
    var count = 0
    for source in VolumeSource.all where volume[source.name].exists {
      count += 1
      if count > 1, source.name != "emptyDir" {
        volume[source.nameInConflict].forbidden("may not specify more than 1 volume type")
      } else {
        source.validate(volume[source.name], at: volume[source.nameInErrors])
      }
    }
    if count == 0 { volume.required("must specify a volume type") }
    let iscsi = volume["iscsi"]
    if iscsi["initiatorName"].exists {
      let length = volume["name"].text.utf8.count + 1 + iscsi["targetPortal"].text.utf8.count
      if length > 64 {
        volume["name"].invalid(
          "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if "
            + "iscsi.initiatorName is specified.")
      }
    }
    if !options.allowsAnyTokenPath { ProjectedVolume.validateTokenPaths(volume["projected"]) }
    if options.isPod, volume["image"].exists, volume["image"]["reference"].isEmpty {
      volume["image"]["reference"].required()
    }
    if volume["ephemeral"].exists, !podName.isEmpty, !volume["name"].isEmpty {
      let claim = "\(podName)-\(volume["name"].text)"
      for problem in Format.dns1123Subdomain.problems(of: claim) {
        volume["name"].invalid("PVC name \(GoText.quoted(claim)): \(problem)")
      }
    }
  }
}
