/// The code points that are another case of a letter of a category, themselves outside of it.
enum CaseVariants {
  /// Keyed by `Lu`, `Ll`, `Lt`. Few patterns want this, and working it out takes some milliseconds.
  static let byCategory: [String: CodePointRanges] = {
    var members: [UInt32: [(scalar: UInt32, category: String)]] = [:]
    for value in firstFolded...lastFolded {
      guard let scalar = Unicode.Scalar(value), scalar != "ı",
        scalar.properties.changesWhenCaseMapped
      else { continue }
      let category =
        switch scalar.properties.generalCategory {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        default: ""
        }
      members[fold(scalar).value, default: []].append((value, category))
    }
    var variants: [String: [ClosedRange<UInt32>]] = [:]
    for group in members.values where group.count > 1 {
      for category in Set(group.map(\.category)) {
        for member in group where member.category != category {
          variants[category, default: []].append(member.scalar...member.scalar)
        }
      }
    }
    return variants.mapValues { CodePointRanges($0) }
  }()

  /// The bounds of all code points that have another case (Go's `minFold` and `maxFold`).
  private static let firstFolded: UInt32 = 0x41
  private static let lastFolded: UInt32 = 0x1E943

  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    return single(upper.properties.lowercaseMapping) ?? upper
  }

  private static func single(_ text: String) -> Unicode.Scalar? {
    text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
  }
}
