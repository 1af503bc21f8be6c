extension Library {
  /// `proto.getExt(message, name)` and `proto.hasExt(message, name)` (extension `protos`): the
  /// fields of a message that another package declares, by their full names.
  public static let protos = Library(
    "protos",
    macros: [
      Macro("getExt", argumentCount: 2, isMember: true) {
        (expansion, target, arguments) throws(MacroFailure) in
        guard let target, expansion.name(of: target) == "proto" else { return nil }
        let name = try expansion.extensionName(arguments[1])
        return expansion.select(arguments[0], field: name)
      },
      Macro("hasExt", argumentCount: 2, isMember: true) {
        (expansion, target, arguments) throws(MacroFailure) in
        guard let target, expansion.name(of: target) == "proto" else { return nil }
        let name = try expansion.extensionName(arguments[1])
        return expansion.presenceTest(arguments[0], field: name)
      },
    ])
}

extension MacroExpansion {
  fileprivate func extensionName(_ operand: Operand) throws(MacroFailure) -> String {
    guard case .select = kind(of: operand), let name = qualifiedName(of: operand) else {
      throw failure("invalid extension field", at: operand)
    }
    return name
  }
}
