import CEL
import Foundation
import Values

/// Times of compiling and of evaluating expressions over one object, with cost accounting.
///
///     CELBenchmark EXPRESSIONS.json OBJECT.json [ITERATIONS]
///
/// The first file is a list of `{"id", "expr"}`; the object is bound to `object` and `oldObject`.

func node(_ value: Any, in document: inout Document) -> NodeID {
  switch value {
  case let map as [String: Any]:
    let id = document.addMapping()
    for (key, value) in map.sorted(by: { $0.key < $1.key }) {
      document.set(key, to: node(value, in: &document), in: id)
    }
    return id
  case let list as [Any]:
    let id = document.addSequence()
    for element in list { document.append(node(element, in: &document), to: id) }
    return id
  case let string as String: return document.add(string)
  case let number as NSNumber:
    let isBool = isBoolean(number)
    return isBool ? document.add(number.boolValue) : document.add(number.int64Value)
  default: return document.addNull()
  }
}

func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

func nanoseconds(_ count: Int, _ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  let elapsed = clock.measure { for _ in 0..<count { body() } }
  let (seconds, attoseconds) = elapsed.components
  return (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count)
}

let arguments = CommandLine.arguments
guard arguments.count >= 3,
  let expressions = try JSONSerialization.jsonObject(
    with: Data(contentsOf: URL(fileURLWithPath: arguments[1]))) as? [[String: Any]]
else { fatalError("usage: CELBenchmark EXPRESSIONS.json OBJECT.json [ITERATIONS]") }
let object = try JSONSerialization.jsonObject(
  with: Data(contentsOf: URL(fileURLWithPath: arguments[2])))
let iterations = arguments.count > 3 ? Int(arguments[3]) ?? 20_000 : 20_000

var document = Document()
document.rootID = node(object, in: &document)
var environment = Environment()
environment.add(.optionals())
environment.declare("object", .dyn)
environment.declare("oldObject", .dyn)
let activation = Activation([
  "object": Value(document.root), "oldObject": Value(document.root),
])

for entry in expressions {
  guard let id = entry["id"] as? String, let expression = entry["expr"] as? String else { continue }
  guard let program = try? environment.compile(expression) else {
    print("\(id): does not compile here")
    continue
  }
  var compile = Double.infinity
  for _ in 0..<iterations / 100 {
    compile = min(compile, nanoseconds(2) { _ = try? environment.compile(expression) })
  }
  var best = Double.infinity
  for _ in 0..<5 {
    best = min(
      best, nanoseconds(iterations) { _ = program.evaluate(activation, costLimit: 1_000_000) })
  }
  let outcome = program.evaluate(activation)
  print(
    "\(id): \(Int(best)) ns, cost \(outcome.cost), result \(outcome.value.bool ?? false), "
      + "compile \(Int(compile / 1000)) us")
}
