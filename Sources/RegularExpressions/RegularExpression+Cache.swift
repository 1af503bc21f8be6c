import Synchronization

extension RegularExpression {
  /// The expression for a pattern, compiled before if it was among the last few hundred that this
  /// was asked for. For patterns that are computed again and again.
  public static func cached(_ pattern: String) throws(RegularExpressionError) -> Self {
    if let known = cache.withLock({ $0[pattern] }) { return known }
    let compiled = try RegularExpression(pattern)
    cache.withLock { cache in
      if cache.count >= cacheSize { cache.removeAll(keepingCapacity: true) }
      cache[pattern] = compiled
    }
    return compiled
  }

  private static let cacheSize = 256
  private static let cache = Mutex<[String: RegularExpression]>([:])
}
