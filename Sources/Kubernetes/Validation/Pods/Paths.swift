/// Paths within volumes and hosts.
enum Paths {
  /// Relative, and without a step back.
  static func validateDescending(_ path: Field) {
    if path.text.hasPrefix("/") { path.invalid("must be a relative path") }
    validateNoBacksteps(path)
  }

  static func validateNoBacksteps(_ path: Field) {
    if hasBacksteps(path.text) { path.invalid("must not contain '..'") }
  }

  static func hasBacksteps(_ path: String) -> Bool {
    path.split(separator: "/").contains("..")
  }

  /// Descending, and not the name of what the kubelet itself writes.
  static func validateUnreserved(_ path: Field) {
    validateDescending(path)
    if path.text.hasPrefix(".."), !path.text.hasPrefix("../") {
      path.invalid("must not start with '..'")
    }
  }

  static func validateMode(_ mode: Field) {
    if mode.exists, !(0...0o777).contains(mode.int) {
      mode.invalid("must be a number between 0 and 0777 (octal), both inclusive")
    }
  }
}
