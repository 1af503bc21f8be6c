import Resources
import Synchronization
import Values

/// A live state that counts how often objects of each kind are looked up.
final class CountedLookups: LiveView {
  private let live: NamespacedObjects
  private let counts = Mutex<[String: Int]>([:])

  init(_ live: NamespacedObjects) { self.live = live }

  func count(of kind: String) -> Int { counts.withLock { $0[kind, default: 0] } }

  func object(_ identity: ResourceIdentity) -> Lookup<Document> {
    counts.withLock { $0[identity.kind, default: 0] += 1 }
    return live.object(identity)
  }

  func objects(_ query: LiveQuery) -> Lookup<[ResourceIdentity]> { live.objects(query) }
}
