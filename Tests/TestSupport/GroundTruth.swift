public import Foundation

/// Answers recorded from real programs (an API server, kustomize, cel-go). They are not part of the
/// repository: tests that want them run where `VET_GROUND_TRUTH` names the directory, and say that
/// they skipped where it does not.
public enum GroundTruth {
  public static let directory: URL? = ProcessInfo.processInfo.environment["VET_GROUND_TRUTH"]
    .flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0, isDirectory: true) }

  public static var isPresent: Bool { directory != nil }

  /// The bytes of a recorded file.
  public static func data(_ path: String) throws -> Data {
    guard let directory else { throw CocoaError(.fileNoSuchFile) }
    return try Data(contentsOf: directory.appendingPathComponent(path))
  }

  /// The lines of a recorded file, each of them JSON.
  public static func lines(_ path: String) throws -> [Data] {
    try data(path).split(separator: UInt8(ascii: "\n")).map { Data($0) }
  }
}
