import Diagnostics
import Glibc
import Values
import Vetting

/// Checks pull requests that standard input names, one `<base> <head>` a line, and writes for each
/// a line `<seconds> <peak memory in KiB> <bytes>` and so many bytes of JSON: the report, or
/// `{"error": …}`. `.ci/replay` feeds it.
///
///     replay <repository> <time of evaluation> [--live]
@main
struct ReplayCommand {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let now = Instant(arguments[2]) else {
      print("usage: replay <repository> <time of evaluation> [--live]")
      exit(2)
    }
    let replay = Replay(
      directory: arguments[1], carriesLiveState: arguments.dropFirst(3).contains("--live"),
      now: now)
    while let line = readLine() {
      let names = line.split(separator: " ").map(String.init)
      guard names.count == 2 else { continue }
      answer(replay, base: names[0], head: names[1])
    }
  }

  private static func answer(_ replay: Replay, base: String, head: String) {
    let clock = ContinuousClock()
    var start = clock.now
    var text: String
    do {
      // What the operator did meanwhile is no part of the check.
      try replay.apply(base)
      start = clock.now
      text = try replay.check(base: base, head: head).rendered(as: .json)
    } catch {
      text = "{\"error\": \(quoted(DiagnosticText.render(error)))}\n"
    }
    let elapsed = clock.now - start
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    print("\(seconds) \(peakMemory) \(text.utf8.count)")
    print(text, terminator: "")
    fflush(nil)
  }

  private static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
