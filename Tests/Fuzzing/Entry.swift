/// What the fuzzer calls with each input. `FuzzedTarget` is declared by the file of the one target
/// that `make fuzz TARGET=…` builds.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzedTarget.run(UnsafeBufferPointer(start: data, count: count))
  return 0
}
