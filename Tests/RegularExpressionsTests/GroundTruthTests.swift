import Foundation
import RegularExpressions
import TestSupport
import Testing

/// Every pattern of the recorded grid on every subject, as Go answers.
@Suite(.enabled(if: GroundTruth.isPresent))
struct GroundTruthTests {
  struct Grid: Decodable {
    let subjects: [String]
  }

  struct Answer: Decodable {
    let pattern: String
    let error: String?
    let match: [Int]
  }

  @Test func answersAsGo() throws {
    let decoder = JSONDecoder()
    let grid = try decoder.decode(Grid.self, from: GroundTruth.data("cel/regex/grid.json"))
    let answers = try GroundTruth.lines("cel/regex/go-re2.jsonl").map {
      try decoder.decode(Answer.self, from: $0)
    }
    var errors = 0
    var searches = 0
    var limits = 0
    for answer in answers {
      do {
        let expression = try RegularExpression(answer.pattern)
        let found = try grid.subjects.indices.filter {
          try expression.matches(in: grid.subjects[$0])
        }
        searches += grid.subjects.count
        #expect(found == answer.match, "\(answer.pattern.prefix(80))")
        #expect(answer.error == nil, "\(answer.pattern.prefix(80)) is accepted")
      } catch RegularExpressionError.limit {
        limits += 1
      } catch let error {
        errors += 1
        #expect("\(error)" == answer.error ?? "", "\(answer.pattern.prefix(80))")
      }
    }
    print("regex: \(answers.count) patterns, \(errors) refused, \(searches) searches, \(limits) limits")
    #expect(!answers.isEmpty)
  }
}
