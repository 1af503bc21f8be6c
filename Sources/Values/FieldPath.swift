/// A way from an object to one of its fields, written as the Kubernetes API server writes it:
/// `spec.template.spec.containers[0].image`, `metadata.annotations[team/owner]`.
public struct FieldPath: Hashable, Sendable {
  public enum Step: Hashable, Sendable {
    /// A field that the schema names: `.name`.
    case field(String)
    /// A key of a map that the user names: `[key]`.
    case key(String)
    /// An element of a list: `[0]`.
    case index(Int)
  }

  public var steps: [Step]

  public init(_ steps: [Step] = []) {
    self.steps = steps
  }

  public static let root = FieldPath()

  public func field(_ name: String) -> FieldPath { appending(.field(name)) }
  public func key(_ key: String) -> FieldPath { appending(.key(key)) }
  public func index(_ index: Int) -> FieldPath { appending(.index(index)) }

  public func appending(_ step: Step) -> FieldPath {
    var path = self
    path.steps.append(step)
    return path
  }

  /// The step to an entry of a mapping, where no schema tells fields from keys: the maps of
  /// strings that every object has, and names that cannot be a field's, are keys.
  public func entry(_ name: String) -> FieldPath {
    if case .field(let parent)? = steps.last, Self.stringMaps.contains(parent),
      !(parent == "selector" && name.hasPrefix("match"))
    {
      return key(name)
    }
    return name.utf8.allSatisfy(Self.isFieldCharacter) ? field(name) : key(name)
  }

  private static let stringMaps: Set<String> = [
    "annotations", "binaryData", "data", "hard", "labels", "limits", "matchLabels",
    "nodeSelector", "requests", "selector", "stringData",
  ]

  private static func isFieldCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "$"):
      true
    default: false
    }
  }
}

extension FieldPath: CustomStringConvertible {
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .field(let name): text += text.isEmpty ? name : ".\(name)"
      case .key(let key): text += "[\(key)]"
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}

extension Node {
  /// The node at the end of a path; nil where the way ends before.
  public subscript(path: FieldPath) -> Node? {
    var node = self
    for step in path.steps {
      let next: Node? =
        switch step {
        case .field(let name), .key(let name): node[name]
        case .index(let index): node[index]
        }
      guard let next else { return nil }
      node = next
    }
    return node
  }
}
