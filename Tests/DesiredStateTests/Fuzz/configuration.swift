import DesiredState
import Diagnostics
import Documents
import Values

#if FUZZING
  typealias FuzzedTarget = ConfigurationFuzz
#endif

/// A configuration is either read whole or refused with reasons, each of which says where; what is
/// read leaves the repository nowhere.
enum ConfigurationFuzz {
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let source = Source(path: Configuration.path)
    for document in YAML.read(input, from: source).documents {
      let (configuration, problems) = Configuration.read(document)
      precondition((configuration == nil) == !problems.isEmpty)
      for problem in problems {
        precondition(!problem.headline.isEmpty && problem.mark?.source == source)
      }
      guard let configuration else { continue }
      check(configuration)
      // What it says goes through JSON unharmed.
      let text = JSON.write(document.root, sortedKeys: false)
      let again = (try? JSON.read(text, from: source)).map { Configuration.read($0) }
      precondition(again?.0?.environments.map(\.name) == configuration.environments.map(\.name))
      precondition(again?.0?.policies == configuration.policies)
    }
  }

  private static func check(_ configuration: Configuration) {
    let environments = configuration.environments
    precondition(!environments.isEmpty)
    precondition(Set(environments.map(\.name)).count == environments.count)
    for environment in environments {
      precondition(!environment.name.isEmpty && !environment.roots.isEmpty)
      precondition(environment.live?.hasPrefix("refs/") ?? true)
      precondition(environment.maxSnapshotAge.map { $0 > 0 } ?? true)
      for root in environment.roots {
        precondition(!root.hasPrefix("/") && !root.split(separator: "/").contains(".."))
      }
    }
  }
}
