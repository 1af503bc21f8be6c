/// A file, or anything else with a name, that values come from: a path in the repository, a file
/// of the command line, or the live snapshot (`live:apps/Deployment/prod/web`).
public struct Source: Hashable, Sendable {
  public var path: String

  public init(path: String) {
    self.path = path
  }
}

/// The place where a person wrote a value. Lines and columns count from 1, columns in characters
/// (Unicode scalars).
public struct Mark: Hashable, Sendable {
  public var source: Source
  public var line: Int
  public var column: Int

  public init(source: Source, line: Int, column: Int) {
    self.source = source
    self.line = line
    self.column = column
  }
}

extension Mark: CustomStringConvertible {
  /// `path:line:column`, as compilers and editors write it.
  public var description: String { "\(source.path):\(line):\(column)" }
}

extension Mark: Comparable {
  public static func < (left: Mark, right: Mark) -> Bool {
    (left.source.path, left.line, left.column) < (right.source.path, right.line, right.column)
  }
}
