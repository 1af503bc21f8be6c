/// The names that `\p{…}` knows: general categories, their long names, and scripts.
enum UnicodeNames {
  enum Meaning {
    /// A general category, by its short name (`Lu`).
    case category(String)
    /// A script, by a name that PCRE2 knows.
    case script(String)
    case ranges(CodePointRanges)
    case unassigned(negated: Bool)
  }

  /// Case, underscores, hyphens and spaces do not count, but for a `^` behind a space.
  static func meaning(of name: some StringProtocol) -> Meaning? {
    let key = String(
      String.UnicodeScalarView(
        name.unicodeScalars.lazy.filter { $0 != "_" && $0 != "-" && $0 != " " }
          .map { scalar in
            ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
          }))
    switch key {
    case "any": return .ranges(.all)
    case "ascii": return .ranges(CodePointRanges([0...0x7F]))
    case "assigned": return .unassigned(negated: true)
    case "cn", "unassigned": return .unassigned(negated: false)
    default: break
    }
    if let category = categories[key] { return .category(category) }
    if let ranges = newerScripts[key] { return .ranges(ranges) }
    return scripts.contains(key) ? .script(key) : nil
  }

  /// Both the short names and the long ones, to the short.
  private static let categories: [String: String] = {
    var names: [String: String] = [:]
    for name in shortCategories.split(separator: " ") {
      names[name.lowercased()] = String(name)
    }
    for pair in longCategories.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let parts = pair.split(separator: "=")
      if let long = parts.first, let short = parts.last { names[String(long)] = String(short) }
    }
    return names
  }()

  private static let scripts = Set(
    scriptNames.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))

  /// Scripts that Unicode has had since 15.0 and that the library may be too old for.
  private static let newerScripts: [String: CodePointRanges] = [
    "kawi": CodePointRanges([0x11F00...0x11F10, 0x11F12...0x11F3A, 0x11F3E...0x11F5A]),
    "nagmundari": CodePointRanges([0x1E4D0...0x1E4F9]),
    "garay": CodePointRanges([0x10D40...0x10D65, 0x10D69...0x10D85, 0x10D8E...0x10D8F]),
    "gurungkhema": CodePointRanges([0x16100...0x16139]),
    "kiratrai": CodePointRanges([0x16D40...0x16D79]),
    "olonal": CodePointRanges([0x1E5D0...0x1E5FA, 0x1E5FF...0x1E5FF]),
    "sunuwar": CodePointRanges([0x11BC0...0x11BE1, 0x11BF0...0x11BF9]),
    "todhri": CodePointRanges([0x105C0...0x105F3]),
    "tulutigalari": CodePointRanges([
      0x11380...0x11389, 0x1138B...0x1138B, 0x1138E...0x1138E, 0x11390...0x113B5,
      0x113B7...0x113C0, 0x113C2...0x113C2, 0x113C5...0x113C5, 0x113C7...0x113CA,
      0x113CC...0x113D5, 0x113D7...0x113D8, 0x113E1...0x113E2,
    ]),
    "beriaerfe": CodePointRanges([0x16EA0...0x16EB8, 0x16EBB...0x16ED3]),
    "sidetic": CodePointRanges([0x10940...0x10959]),
    "taiyo": CodePointRanges([0x1E6C0...0x1E6DE, 0x1E6E0...0x1E6F5, 0x1E6FE...0x1E6FF]),
    "tolongsiki": CodePointRanges([0x11DB0...0x11DDB, 0x11DE0...0x11DE9]),
  ]

  private static let shortCategories =
    "C Cc Cf Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs"

  private static let longCategories = """
    casedletter=LC closepunctuation=Pe combiningmark=M connectorpunctuation=Pc control=Cc
    currencysymbol=Sc dashpunctuation=Pd decimalnumber=Nd enclosingmark=Me
    finalpunctuation=Pf format=Cf initialpunctuation=Pi letter=L letternumber=Nl
    lineseparator=Zl lowercaseletter=Ll mark=M mathsymbol=Sm modifierletter=Lm
    modifiersymbol=Sk nonspacingmark=Mn number=N openpunctuation=Ps other=C otherletter=Lo
    othernumber=No otherpunctuation=Po othersymbol=So paragraphseparator=Zp privateuse=Co
    punctuation=P separator=Z spaceseparator=Zs spacingmark=Mc surrogate=Cs symbol=S
    titlecaseletter=Lt uppercaseletter=Lu cntrl=Cc digit=Nd punct=P
    """

  private static let scriptNames = """
    adlam ahom anatolianhieroglyphs arabic armenian avestan balinese bamum bassavah batak
    bengali bhaiksuki bopomofo brahmi braille buginese buhid canadianaboriginal carian
    caucasianalbanian chakma cham cherokee chorasmian common coptic cuneiform cypriot
    cyprominoan cyrillic deseret devanagari divesakuru dogra duployan egyptianhieroglyphs
    elbasan elymaic ethiopic georgian glagolitic gothic grantha greek gujarati gunjalagondi
    gurmukhi han hangul hanifirohingya hanunoo hatran hebrew hiragana imperialaramaic
    inherited inscriptionalpahlavi inscriptionalparthian javanese kaithi kannada katakana
    kayahli kharoshthi khitansmallscript khmer khojki khudawadi lao latin lepcha limbu
    lineara linearb lisu lycian lydian mahajani makasar malayalam mandaic manichaean marchen
    masaramgondi medefaidrin meeteimayek mendekikakui meroiticcursive meroitichieroglyphs
    miao modi mongolian mro multani myanmar nabataean nandinagari newtailue newa nko nushu
    nyiakengpuachuehmong ogham olchiki oldhungarian olditalic oldnortharabian oldpermic
    oldpersian oldsogdian oldsoutharabian oldturkic olduyghur oriya osage osmanya
    pahawhhmong palmyrene paucinhau phagspa phoenician psalterpahlavi rejang runic samaritan
    saurashtra sharada shavian siddham signwriting sinhala sogdian sorasompeng soyombo
    sundanese sylotinagri syriac tagalog tagbanwa taile taitham taiviet takri tamil tangsa
    tangut telugu thaana thai tibetan tifinagh tirhuta toto ugaritic vai vithkuqi wancho
    warangciti yezidi yi zanabazarsquare
    """
}
