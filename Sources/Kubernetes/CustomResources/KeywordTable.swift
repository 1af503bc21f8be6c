/// What keywords of a schema stand for, told apart by their length before anything is compared: of
/// the many keys of a definition nearly all are a few short ones.
struct KeywordTable<Meaning: Sendable>: Sendable {
  private var byLength: [[(keyword: [UInt8], meaning: Meaning)]] = []

  init(_ keywords: [(String, Meaning)]) {
    for (keyword, meaning) in keywords {
      let bytes = Array(keyword.utf8)
      while byLength.count <= bytes.count { byLength.append([]) }
      byLength[bytes.count].append((bytes, meaning))
    }
  }

  subscript(key: UnsafeBufferPointer<UInt8>) -> Meaning? {
    guard key.count < byLength.count else { return nil }
    return byLength[key.count].first { $0.keyword.elementsEqual(key) }?.meaning
  }
}
