import CEL

#if FUZZING
  typealias FuzzedTarget = CELFuzz
#endif

/// The input is an expression: it is parsed, checked and evaluated, and once more without checking.
enum CELFuzz {
  private static let environment: Environment = {
    var environment = Environment()
    for library in Library.extensions { environment.add(library) }
    environment.declare("d", .dyn)
    environment.declare("list", .list(.int))
    return environment
  }()

  private static var activation: Activation {
    Activation([
      "d": .map(
        MapValue(entries: [
          .init(key: .string("a"), value: .int(1)),
          .init(key: .string("b"), value: .list([.string("x"), .double(2.5), .null])),
        ])),
      "list": .list([.int(3), .int(1), .int(2)]),
    ])
  }

  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    let text = String(decoding: input.prefix(2000), as: UTF8.self)
    run(text) { text throws(CompileError) in try environment.compile(text) }
    run(text) { text throws(CompileError) in try environment.compileUnchecked(text) }
  }

  private static func run(_ text: String, _ compile: (String) throws(CompileError) -> Program) {
    do throws(CompileError) {
      let program = try compile(text)
      let outcome = program.evaluate(activation, costLimit: 100_000, tracingReads: true)
      if case .error(let error) = outcome.value {
        precondition(!program.render(error).isEmpty)
      }
      // The same expression gives the same value at the same cost.
      let again = program.evaluate(activation, costLimit: 100_000)
      precondition(again.cost == outcome.cost)
    } catch {
      precondition(!error.issues.isEmpty && !error.description.isEmpty)
    }
  }
}
