import CPCRE2
import Glibc

/// What a search writes to: a thread has one, and keeps it for its next search.
final class Workspace {
  /// Bounds on one search. When PCRE2 reaches one of them the search is done over in linear time,
  /// so they bound what is lost and not what is found.
  enum Limits {
    static let matches: UInt32 = 1_000_000
    static let depth: UInt32 = 100_000
    static let heapKibibytes: UInt32 = 16 << 10
    static let stackBytes = 512 << 10
  }

  let context: OpaquePointer?
  private let stack: OpaquePointer?
  private var data: OpaquePointer?
  private var pairs = 0

  private init() {
    context = pcre2_match_context_create_8(nil)
    stack = pcre2_jit_stack_create_8(32 << 10, Limits.stackBytes, nil)
    pcre2_set_match_limit_8(context, Limits.matches)
    pcre2_set_depth_limit_8(context, Limits.depth)
    pcre2_set_heap_limit_8(context, Limits.heapKibibytes)
    if let stack { pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_jit_stack_free_8(stack)
  }

  /// Room for the bounds of a match and its groups; nil where memory ran out.
  @inline(__always)
  func matchData(pairs wanted: Int) -> OpaquePointer? {
    if wanted <= pairs { return data }
    return grow(to: wanted)
  }

  private func grow(to wanted: Int) -> OpaquePointer? {
    pcre2_match_data_free_8(data)
    data = pcre2_match_data_create_8(UInt32(clamping: wanted), nil)
    pairs = data == nil ? 0 : wanted
    return data
  }

  /// Calls the body with the thread's own. Nothing is retained: a thread has it to its end.
  @inline(__always)
  static func withCurrent<Result>(_ body: (Workspace) -> Result) -> Result {
    if let known = pthread_getspecific(key) {
      return Unmanaged<Workspace>.fromOpaque(known)._withUnsafeGuaranteedRef(body)
    }
    let workspace = Unmanaged.passRetained(Workspace())
    pthread_setspecific(key, workspace.toOpaque())
    return workspace._withUnsafeGuaranteedRef(body)
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key) { pointer in
      guard let pointer else { return }
      Unmanaged<Workspace>.fromOpaque(pointer).release()
    }
    return key
  }()
}
