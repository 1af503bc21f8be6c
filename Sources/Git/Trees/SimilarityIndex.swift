/// How much two files have in common, measured as Git measures it for renames (diffcore-delta):
/// the bytes of lines, or of pieces of 64 bytes of longer lines, that stand in both, wherever.
struct SimilarityIndex {
  private struct Piece {
    var hash: UInt64
    var bytes: Int
  }

  /// Sorted by hash, each once.
  private var pieces: [Piece] = []
  private let size: Int

  init(_ contents: [UInt8]) {
    size = contents.count
    let isText = !contents.prefix(8000).contains(0)
    let start: UInt64 = 0xcbf2_9ce4_8422_2325
    var found: [Piece] = []
    var piece = Piece(hash: start, bytes: 0)
    for (index, byte) in contents.enumerated() {
      // A line has the same hash with either line ending.
      if isText, byte == UInt8(ascii: "\r"), index + 1 < contents.count,
        contents[index + 1] == UInt8(ascii: "\n")
      {
        continue
      }
      piece.hash = (piece.hash ^ UInt64(byte)) &* 0x100_0000_01b3
      piece.bytes += 1
      if piece.bytes == 64 || byte == UInt8(ascii: "\n") {
        found.append(piece)
        piece = Piece(hash: start, bytes: 0)
      }
    }
    if piece.bytes > 0 { found.append(piece) }
    found.sort { $0.hash < $1.hash }
    for piece in found {
      if let last = pieces.indices.last, pieces[last].hash == piece.hash {
        pieces[last].bytes += piece.bytes
      } else {
        pieces.append(piece)
      }
    }
  }

  /// Parts of `SimilarityScore.whole`: the common bytes over the size of the larger.
  func score(against other: SimilarityIndex) -> Int {
    let larger = max(size, other.size)
    guard larger > 0 else { return 0 }
    var common = 0
    var mine = 0
    var theirs = 0
    while mine < pieces.count, theirs < other.pieces.count {
      let left = pieces[mine]
      let right = other.pieces[theirs]
      if left.hash == right.hash {
        common += min(left.bytes, right.bytes)
        mine += 1
        theirs += 1
      } else if left.hash < right.hash {
        mine += 1
      } else {
        theirs += 1
      }
    }
    return common * SimilarityScore.whole / larger
  }
}

enum SimilarityScore {
  static let whole = 60000
  /// From here on a deleted and an added file count as one that was renamed.
  static let rename = whole / 2
  /// The same for two that alone have their file name, before all are compared with all.
  static let sameName = whole * 3 / 4
}
