/// The arguments of a command that takes paths, when a shell has made thousands of a pattern.
///
/// swift-argument-parser takes a time that grows with the square of their number: a second for 7,600.
/// So it is given the first of a run of paths, and the others are put back behind it.
package struct PathArguments {
  /// What is left to parse.
  package let parsed: [String]
  /// Paths that belong behind the first one that is parsed.
  private let leading: [String]
  /// Paths that belong behind the last one.
  private let trailing: [String]

  /// - Parameter arguments: of the command, its name first.
  package init(_ arguments: [String]) {
    func isOption(_ argument: String) -> Bool { argument.hasPrefix("-") && argument != "-" }
    let firstOption = arguments.firstIndex(where: isOption) ?? arguments.endIndex
    // The argument behind an option may be its value; behind `--` every one is a path.
    let lastOption = arguments.firstIndex(of: "--") ?? arguments.lastIndex(where: isOption)
    let behind = lastOption.map { arguments[$0] == "--" ? $0 + 1 : $0 + 2 } ?? arguments.endIndex
    leading = Array(arguments[..<firstOption].dropFirst(2))
    trailing = Array(arguments.dropFirst(behind + 1))
    parsed = Array(
      arguments[..<firstOption].prefix(2)
        + arguments[firstOption...].prefix(max(0, behind + 1 - firstOption)))
  }

  /// The paths as they were written.
  package func restored(_ paths: [String]) -> [String] {
    Array(paths.prefix(1) + leading + paths.dropFirst() + trailing)
  }
}
