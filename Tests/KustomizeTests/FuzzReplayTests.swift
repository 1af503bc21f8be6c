import Foundation
import TestSupport
import Testing

@Suite struct FuzzReplayTests {
  @Test func kustomize() throws { try Corpus.replay("kustomize", KustomizeFuzz.run) }

  /// A short walk through neighbours of the kept inputs, with a generator of its own.
  @Test func survivesMutations() throws {
    var seed: UInt64 = 1
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return bound == 0 ? 0 : Int((seed >> 33) % UInt64(bound))
    }
    let rounds = ProcessInfo.processInfo.environment["KUSTOMIZE_MUTATIONS"].flatMap(Int.init) ?? 3
    let files = try FileManager.default.contentsOfDirectory(
      at: Corpus.directory.appendingPathComponent("kustomize"), includingPropertiesForKeys: nil)
    for file in files.sorted(by: { $0.path < $1.path }) {
      let original = [UInt8](try Data(contentsOf: file))
      for _ in 0..<rounds {
        var bytes = original
        for _ in 0..<(1 + next(4)) where !bytes.isEmpty {
          let place = next(bytes.count)
          switch next(4) {
          case 0: bytes[place] = UInt8(truncatingIfNeeded: next(256))
          case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + next(20)))
          case 2:
            let from = next(bytes.count)
            bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + next(60))], at: place)
          default: bytes[place] = Array("{}[]:-\n #&*!|>'\"%@`,?0~$".utf8)[next(24)]
          }
        }
        bytes.withUnsafeBufferPointer(KustomizeFuzz.run)
      }
    }
  }
}
