import Concurrency
import Synchronization
import Testing

@Suite struct ConcurrentlyTests {
  @Test func resultsComeInTheOrderOfTheJobs() {
    let results = concurrently(200) { index in
      // Later jobs end sooner.
      (0..<(200 - index) * 50).reduce(index) { sum, _ in sum }
    }
    #expect(results == Array(0..<200))
  }

  @Test func everyJobIsDoneOnce() {
    let done = Mutex<[Int: Int]>([:])
    _ = concurrently(1000) { index in done.withLock { $0[index, default: 0] += 1 } }
    #expect(done.withLock { $0.count } == 1000)
    #expect(done.withLock { $0.values.allSatisfy { $0 == 1 } })
  }

  @Test func noJobsGiveNoResults() {
    #expect(concurrently(0) { $0 }.isEmpty)
  }
}
