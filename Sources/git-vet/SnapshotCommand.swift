import ArgumentParser
import Diagnostics
import Glibc
import Values
import Vetting

struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Import and look at snapshots of live state.",
    discussion: """
      A snapshot is a commit on refs/vet/live/ENVIRONMENT. Clones do not fetch it by themselves: \
      git fetch origin '+refs/vet/live/*:refs/vet/live/*'.
      """,
    subcommands: [Import.self, List.self, Show.self])

  struct Directory: ParsableArguments {
    @Option(name: .customShort("C"), help: "The directory of the repository.")
    var path = "."
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Import what kubectl get -o json or -o yaml prints.",
      discussion: """
        Reads lists and single objects, one after the other, from files or standard input:

          kubectl get KIND,KIND --all-namespaces -o json --show-managed-fields | \
        git vet snapshot import prod

        Values of Secrets never reach the repository. With a key, from the environment variable \
        GIT_VET_REDACTION_KEY or a file, their hashes do, so that a change can be told. An import \
        that fails leaves the snapshot as it was.
        """)

    @Argument(help: "The name of the environment.")
    var environment: String

    @Argument(help: "The files to read; - is standard input (default: standard input).")
    var files: [String] = []

    @OptionGroup var directory: Directory

    @Option(
      help: ArgumentHelp("A file with the key to hash secret values with.", valueName: "file"))
    var redactionKey: String?

    @Option(
      name: .customLong("kind"), parsing: .singleValue,
      help: ArgumentHelp(
        "A kind that was listed even if there is no object of it; may be repeated.",
        valueName: "group/kind"))
    var kinds: [String] = []

    @Flag(help: "Every kind was listed: what is not there does not exist.")
    var complete = false

    @Option(
      name: [.customShort("n"), .customLong("namespace")], parsing: .singleValue,
      help: "A namespace that was listed; may be repeated (default: all of them).")
    var namespaces: [String] = []

    @Option(help: "The version of the server, for the record.")
    var serverVersion: String?

    @Option(help: "When the listing was made (default: when the file was written, or now).")
    var capturedAt: String?

    @Option(help: "The time of the import (default: the clock).")
    var now: String?

    @Flag(name: .customLong("no-progress"), help: "Show no progress on the terminal.")
    var noProgress = false

    func run() throws {
      var request = Snapshots.ImportRequest(
        environment: environment, paths: files.isEmpty ? ["-"] : files,
        now: try SourceOptions.instant(now))
      request.keyFile = redactionKey
      request.kinds = kinds
      request.coversAllKinds = complete
      request.namespaces = namespaces
      request.serverVersion = serverVersion
      if let capturedAt {
        guard let instant = Instant(capturedAt) else {
          throw ValidationError(
            "--captured-at takes a time such as 2027-01-31T12:00:00Z, not '\(capturedAt)'.")
        }
        request.capturedAt = instant
      }
      let progress = ProgressLine(isWanted: !noProgress)
      do {
        let text = try Snapshots(in: directory.path).import(
          request, onProgress: progress.handler)
        progress.clear()
        Console.print(text)
      } catch {
        progress.clear()
        throw Failure(error)
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the snapshots.")

    @OptionGroup var directory: Directory

    func run() throws {
      do {
        let (text, problems) = try Snapshots(in: directory.path).list()
        Console.print(text)
        for problem in problems { Console.complain(DiagnosticText.render(problem)) }
        if text.isEmpty, problems.isEmpty { Console.complain("There are no snapshots.\n") }
        if !problems.isEmpty { throw ExitCode(2) }
      } catch let diagnostic as Diagnostic {
        throw Failure(diagnostic)
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a snapshot holds, or one object of it.")

    @Argument(help: "The name of the environment, or a whole ref.")
    var environment: String

    @Argument(help: "An object, as apps/Deployment/shop/web or core/Node/_/worker-1.")
    var object: String?

    @OptionGroup var directory: Directory

    func run() throws {
      do {
        let snapshots = try Snapshots(in: directory.path)
        if let object {
          Console.print(try snapshots.object(object, of: environment))
        } else {
          Console.print(try snapshots.show(environment))
        }
      } catch {
        throw Failure(error)
      }
    }
  }
}
