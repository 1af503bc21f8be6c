import CPCRE2

/// A pattern compiled by PCRE2, with its JIT where there is one. Immutable; the memory that a
/// search writes to is the thread's own (`Workspace`).
final class PCRE2Code: @unchecked Sendable {
  let pointer: OpaquePointer
  let hasJIT: Bool
  let groupCount: Int

  /// nil where PCRE2 refuses the pattern, as it does one that is too large for its format.
  init?(_ pattern: String) {
    var error: Int32 = 0
    var offset = 0
    var pattern = pattern
    let options =
      PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C | PCRE2_ALT_CIRCUMFLEX
      | PCRE2_DOLLAR_ENDONLY
    guard let context = pcre2_compile_context_create_8(nil) else { return nil }
    defer { pcre2_compile_context_free_8(context) }
    // Room for the groups that the emitter adds to those of the greatest tree.
    pcre2_set_parens_nest_limit_8(context, UInt32(3 * Parser.maximumHeight))
    pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
    let compiled = pattern.withUTF8 { bytes in
      pcre2_compile_8(
        bytes.baseAddress ?? UnsafePointer(Self.emptyText), bytes.count, options, &error, &offset,
        context)
    }
    guard let compiled else { return nil }
    pointer = compiled
    hasJIT = pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE)) == 0
    var count: UInt32 = 0
    pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    groupCount = Int(count)
  }

  deinit {
    pcre2_code_free_8(pointer)
  }

  /// PCRE2 wants a pointer even where there is nothing to point to.
  nonisolated(unsafe) static let emptyText = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

  enum Outcome {
    case match
    case noMatch
    /// A limit was hit; the answer must come from elsewhere.
    case limit
  }

  /// Whether valid UTF-8 has a match.
  func matches(_ subject: UnsafeBufferPointer<UInt8>) -> Outcome {
    Workspace.withCurrent { workspace in
      guard let data = workspace.matchData(pairs: 1) else { return .limit }
      // A positive status would count groups; zero says that they found no room.
      return outcome(run(subject, from: 0, data, workspace))
    }
  }

  /// Searches valid UTF-8 from an offset on. Where the outcome is a match, `ranges` is called with
  /// the bounds of the match and of each group (`PCRE2_UNSET` for a group that took no part).
  func search(
    _ subject: UnsafeBufferPointer<UInt8>, from start: Int = 0,
    ranges: (UnsafeBufferPointer<Int>) -> Void
  ) -> Outcome {
    Workspace.withCurrent { workspace in
      guard let data = workspace.matchData(pairs: groupCount + 1) else { return .limit }
      let result = outcome(run(subject, from: start, data, workspace))
      if case .match = result, let vector = pcre2_get_ovector_pointer_8(data) {
        ranges(UnsafeBufferPointer(start: vector, count: 2 * (groupCount + 1)))
      }
      return result
    }
  }

  @inline(__always)
  private func outcome(_ status: Int32) -> Outcome {
    status >= 0 ? .match : status == PCRE2_ERROR_NOMATCH ? .noMatch : .limit
  }

  @inline(__always)
  private func run(
    _ subject: UnsafeBufferPointer<UInt8>, from start: Int, _ data: OpaquePointer,
    _ workspace: Workspace
  ) -> Int32 {
    let text = subject.baseAddress ?? UnsafePointer(Self.emptyText)
    return hasJIT
      ? pcre2_jit_match_8(pointer, text, subject.count, start, 0, data, workspace.context)
      : pcre2_match_8(
        pointer, text, subject.count, start, PCRE2_NO_UTF_CHECK, data, workspace.context)
  }
}
