import CGit2

/// The merge of three versions of a text, line by line.
enum ContentMerge {
  case clean([UInt8])
  /// With the conflicting lines of both sides between markers.
  case conflict([UInt8])
  case notText

  /// Texts beyond it are not merged: both sides changed something too large to be a manifest.
  static let largest = 16 << 20

  static func merge(
    base: [UInt8], ours: [UInt8], theirs: [UInt8]
  ) throws(GitError) -> ContentMerge {
    for version in [base, ours, theirs] {
      // As Git tells text from other files.
      if version.prefix(8000).contains(0) { return .notText }
    }
    try Library.start()
    return try withInput(base) { base throws(GitError) in
      try withInput(ours) { ours throws(GitError) in
        try withInput(theirs) { theirs throws(GitError) in
          var base = base
          var ours = ours
          var theirs = theirs
          var result = git_merge_file_result()
          guard git_merge_file(&result, &base, &ours, &theirs, nil) == 0 else {
            throw .inputOutput(path: "merge", reason: Library.lastError().message)
          }
          defer { git_merge_file_result_free(&result) }
          let bytes = Array(UnsafeRawBufferPointer(start: result.ptr, count: result.len))
          return result.automergeable == 1 ? .clean(bytes) : .conflict(bytes)
        }
      }
    }
  }

  private static func withInput(
    _ bytes: [UInt8],
    _ body: (git_merge_file_input) throws(GitError) -> ContentMerge
  ) throws(GitError) -> ContentMerge {
    var outcome: Result<ContentMerge, GitError> = .success(.notText)
    // The library takes no nil for an empty text.
    (bytes + [0]).withUnsafeBufferPointer { buffer in
      var input = git_merge_file_input()
      git_merge_file_input_init(&input, UInt32(GIT_MERGE_FILE_INPUT_VERSION))
      input.size = bytes.count
      buffer.withMemoryRebound(to: CChar.self) { input.ptr = $0.baseAddress }
      do throws(GitError) {
        outcome = .success(try body(input))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }
}
