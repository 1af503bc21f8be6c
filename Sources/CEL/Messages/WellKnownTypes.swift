/// The messages of `google.protobuf` that CEL knows without a descriptor ("Protocol buffer data
/// conversion").
struct WellKnownTypes: TypeProvider {
  static let shared = WellKnownTypes()

  func type(named name: String) -> Type? { nil }

  func field(_ field: String, of message: String) -> Type? { nil }
}
