public import Foundation

/// The inputs that a fuzzer found worth keeping, in `Tests/Corpus/<target>`: each of them must be
/// survived by every later build.
public enum Corpus {
  public static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpus")

  /// Runs a target on all inputs that are kept for it, of which there must be some.
  public static func replay(
    _ target: String, _ run: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws {
    let inputs = try FileManager.default.contentsOfDirectory(
      at: directory.appendingPathComponent(target), includingPropertiesForKeys: nil)
    guard !inputs.isEmpty else { throw CocoaError(.fileNoSuchFile) }
    for input in inputs.sorted(by: { $0.path < $1.path }) {
      [UInt8](try Data(contentsOf: input)).withUnsafeBufferPointer(run)
    }
  }
}
