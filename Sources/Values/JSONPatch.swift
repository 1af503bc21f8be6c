/// A list of edits, after RFC 6902.
public struct JSONPatch: Sendable {
  public enum Operation: Sendable {
    case add(JSONPointer, Node)
    case remove(JSONPointer)
    case replace(JSONPointer, Node)
    case move(from: JSONPointer, to: JSONPointer)
    case copy(from: JSONPointer, to: JSONPointer)
    case test(JSONPointer, Node)
  }

  /// Why a patch is none, or cannot be applied.
  public struct Failure: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
      case patchIsNoList
      case operationIsNoMapping
      case missingMember(String)
      case memberIsNoString(String)
      case unknownOperation(String)
      case invalidPointer(String)
      case noSuchPlace(JSONPointer)
      case invalidIndex(String, JSONPointer)
      case indexOutOfBounds(Int, JSONPointer)
      case parentIsScalar(JSONPointer)
      case testFailed(JSONPointer)
      case moveIntoItself(JSONPointer)
      case removalOfDocument
      case tooLarge
    }

    /// The number of the operation, from 0; nil where the patch as a whole is meant.
    public var operation: Int?
    public var reason: Reason
    /// Where the operation is written.
    public var mark: Mark?
  }

  /// With the marks of the places where they are written.
  public var operations: [(operation: Operation, mark: Mark?)]

  /// Reads a patch from the value of a document.
  public init(_ node: Node) throws(Failure) {
    guard node.isSequence else {
      throw Failure(operation: nil, reason: .patchIsNoList, mark: node.mark)
    }
    operations = []
    for (index, element) in node.elements.enumerated() {
      do throws(Reason) {
        operations.append((try Self.operation(element), element.mark))
      } catch {
        throw Failure(operation: index, reason: error.reason, mark: element.mark)
      }
    }
  }

  struct Reason: Error {
    var reason: Failure.Reason

    init(_ reason: Failure.Reason) {
      self.reason = reason
    }
  }

  private static func operation(_ node: Node) throws(Reason) -> Operation {
    guard node.isMapping else { throw Reason(.operationIsNoMapping) }
    func text(_ member: String) throws(Reason) -> String {
      guard let value = node[member] else { throw Reason(.missingMember(member)) }
      guard let text = value.string else { throw Reason(.memberIsNoString(member)) }
      return text
    }
    func pointer(_ member: String) throws(Reason) -> JSONPointer {
      let text = try text(member)
      guard let pointer = JSONPointer(text) else { throw Reason(.invalidPointer(text)) }
      return pointer
    }
    func value() throws(Reason) -> Node {
      guard let value = node["value"] else { throw Reason(.missingMember("value")) }
      return value
    }
    let name = try text("op")
    let path = try pointer("path")
    switch name {
    case "add": return .add(path, try value())
    case "remove": return .remove(path)
    case "replace": return .replace(path, try value())
    case "move": return .move(from: try pointer("from"), to: path)
    case "copy": return .copy(from: try pointer("from"), to: path)
    case "test": return .test(path, try value())
    default: throw Reason(.unknownOperation(name))
    }
  }
}

extension JSONPatch.Failure: CustomStringConvertible {
  public var description: String {
    let place = operation.map { "operation \($0): " } ?? ""
    return place + reason.description
  }
}

extension JSONPatch.Failure.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .patchIsNoList: "a JSON patch is a list of operations"
    case .operationIsNoMapping: "an operation is a mapping with 'op' and 'path'"
    case .missingMember(let name): "'\(name)' is missing"
    case .memberIsNoString(let name): "'\(name)' is not a string"
    case .unknownOperation(let name): "'\(name)' is no operation of a JSON patch"
    case .invalidPointer(let text): "'\(text)' is no JSON pointer"
    case .noSuchPlace(let pointer): "there is no value at '\(pointer)'"
    case .invalidIndex(let token, let pointer): "'\(token)' is no index of the list at '\(pointer)'"
    case .indexOutOfBounds(let index, let pointer):
      "the index \(index) is out of bounds of the list at '\(pointer)'"
    case .parentIsScalar(let pointer): "the value at '\(pointer)' has no members"
    case .testFailed(let pointer): "the value at '\(pointer)' is not the expected one"
    case .moveIntoItself(let pointer): "the value at '\(pointer)' cannot be moved into itself"
    case .removalOfDocument: "the whole document cannot be removed"
    case .tooLarge: "the result is too large or nested too deep"
    }
  }
}
