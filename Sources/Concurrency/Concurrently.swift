import Glibc
import Synchronization

/// Does jobs on all processors. Results come in the order of the jobs, whichever ends first, so that
/// nothing of a report depends on the number of processors.
///
/// - Parameter job: of the numbers from 0 to `count`; called from several threads.
package func concurrently<Outcome: Sendable>(
  _ count: Int, _ job: @escaping @Sendable (Int) -> Outcome
) -> [Outcome] {
  let width = min(count, processorCount)
  guard width > 1 else { return (0..<count).map(job) }
  let jobs = Jobs(count, job)
  // The thread that asks works too.
  let threads = (1..<width).compactMap { _ in WorkerThread { jobs.work() } }
  jobs.work()
  for thread in threads { thread.join() }
  return jobs.outcomes
}

/// Does a job on another processor while the body runs. Where there is no other, the job is left out:
/// it must be one that the body can do without.
package func alongside<Outcome, Failure: Error>(
  _ job: @escaping @Sendable () -> Void, _ body: () throws(Failure) -> Outcome
) throws(Failure) -> Outcome {
  let thread = processorCount > 1 ? WorkerThread(job) : nil
  defer { thread?.join() }
  return try body()
}

/// More threads than this wait for each other's memory more than they work.
private let processorCount: Int = min(8, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

private final class Jobs<Outcome: Sendable>: Sendable {
  private let count: Int
  private let job: @Sendable (Int) -> Outcome
  private let next = Atomic<Int>(0)
  private let done: Mutex<[(index: Int, outcome: Outcome)]> = Mutex([])

  init(_ count: Int, _ job: @escaping @Sendable (Int) -> Outcome) {
    self.count = count
    self.job = job
  }

  func work() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let outcome = job(index)
      done.withLock { $0.append((index, outcome)) }
    }
  }

  var outcomes: [Outcome] {
    done.withLock { $0 }.sorted { $0.index < $1.index }.map(\.outcome)
  }
}

/// A thread with as large a stack as the first one has, since the depth of documents is bounded for
/// that.
private struct WorkerThread {
  private let handle: pthread_t

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// nil where the system has no thread to give: the others do its work.
  init?(_ run: @escaping @Sendable () -> Void) {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    guard pthread_attr_init(attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(attributes) }
    guard pthread_attr_setstacksize(attributes, 16 << 20) == 0 else { return nil }
    let body = Unmanaged.passRetained(Body(run))
    var handle = pthread_t()
    let status = pthread_create(
      &handle, attributes,
      { context in
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      body.release()
      return nil
    }
    self.handle = handle
  }

  func join() { pthread_join(handle, nil) }
}
