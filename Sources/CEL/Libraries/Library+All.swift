extension Library {
  /// The extension libraries in their newest versions.
  public static let extensions: [Library] = [
    .optionals(), .bindings, .block, .encoders, .math(), .strings(), .lists(), .sets, .regex,
    .twoVariableComprehensions, .network(), .protos,
  ]
}
