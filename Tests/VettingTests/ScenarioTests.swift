import Foundation
import TestSupport
import Testing
import Vetting

@Suite struct ScenarioTests {
  @Test(arguments: Scenario.all)
  func printsWhatIsExpected(scenario: Scenario) throws {
    let result = try scenario.run()
    for (format, file) in [
      (ReportFormat.text, "expected.txt"), (.markdown, "expected.md"), (.json, "expected.json"),
    ] {
      let golden = scenario.directory.appendingPathComponent(file)
      let difference = try Golden.difference(result.rendered(as: format), from: golden)
      #expect(difference == nil)
    }
  }

  @Test(arguments: Scenario.all)
  func jsonFitsThePublishedSchema(scenario: Scenario) throws {
    let schema = Scenario.directory.deletingLastPathComponent()
      .appendingPathComponent("Documentation/report.schema.json")
    let validator = try SchemaValidator(Data(contentsOf: schema))
    let report = Data(try scenario.run().rendered(as: .json).utf8)
    #expect(try validator.problems(of: report) == [])
  }

  @Test(arguments: Scenario.all)
  func textFitsATerminal(scenario: Scenario) throws {
    let text = try scenario.run().rendered(as: .text)
    let long = text.split(separator: "\n").filter { $0.count > 80 && $0.contains(" ") }
      .filter { line in line.split(separator: " ").allSatisfy { $0.count < 60 } }
    #expect(long.isEmpty)
  }

  @Test func thereAreScenariosForWhatMatters() {
    #expect(Scenario.all.count >= 15)
  }
}

@Suite struct ReadmeTests {
  @Test func itShowsTheReportOfTheSample() throws {
    let top = Scenario.directory.deletingLastPathComponent()
    let readme = try String(contentsOf: top.appendingPathComponent("README.md"), encoding: .utf8)
    let report = try String(
      contentsOf: Scenario.directory.appendingPathComponent("sample-pull-request/expected.txt"),
      encoding: .utf8)
    #expect(readme.contains(report))
  }
}
