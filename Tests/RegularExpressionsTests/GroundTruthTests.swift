import Foundation
import TestSupport
import Testing

@testable import RegularExpressions

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
    for answer in answers {
      do {
        let expression = try RegularExpression(answer.pattern)
        let found = try grid.subjects.indices.filter {
          try expression.matches(in: grid.subjects[$0])
        }
        searches += grid.subjects.count
        #expect(found == answer.match, "\(answer.pattern.prefix(80))")
        let program = try Program(Parser.parse(answer.pattern).tree)
        let byProgram = try grid.subjects.indices.filter { index in
          var subject = grid.subjects[index]
          return try subject.withUTF8 { bytes throws in
            var machine = try Machine(program, bytes, groupCount: nil)
            return try machine.search(from: 0) != nil
          }
        }
        #expect(byProgram == answer.match, "\(answer.pattern.prefix(80)) as a program")
        #expect(answer.error == nil, "\(answer.pattern.prefix(80)) is accepted")
      } catch let error {
        errors += 1
        #expect("\(error)" == answer.error ?? "", "\(answer.pattern.prefix(80))")
      }
    }
    print("regex: \(answers.count) patterns, \(errors) refused, \(searches) searches")
    #expect(!answers.isEmpty)
  }
}
