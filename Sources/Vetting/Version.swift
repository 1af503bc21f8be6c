/// The version of the tool, which its reports name.
public enum ToolVersion {
  public static let current = "0.1.0"
}
