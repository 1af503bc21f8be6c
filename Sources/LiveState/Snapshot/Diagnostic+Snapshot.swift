import Diagnostics

extension Diagnostic {
  static func missingSnapshot(_ reference: String) -> Diagnostic {
    let environment =
      reference.hasPrefix(SnapshotReference.prefix)
      ? String(reference.dropFirst(SnapshotReference.prefix.count)) : reference
    return Diagnostic(
      code: "snapshot-missing", "there is no snapshot at \(reference)",
      help:
        "fetch it: git fetch origin '+\(SnapshotReference.prefix)*:\(SnapshotReference.prefix)*'"
        + ", or make it: kubectl get KINDS -A -o json | git vet snapshot import \(environment) -")
  }

  static func corruptSnapshot(_ reference: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      code: "snapshot-corrupt", "the snapshot at \(reference) cannot be read: \(reason)",
      help: "import it again; git reflog \(reference) shows earlier ones")
  }

  static func foreignSnapshot(_ reference: String) -> Diagnostic {
    Diagnostic(
      code: "snapshot-foreign",
      "\(reference) is no snapshot that this version of git vet can read",
      help: "import the snapshot again, or name another ref")
  }
}
