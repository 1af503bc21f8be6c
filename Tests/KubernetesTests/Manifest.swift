import Documents
import Testing
import Values

/// The one document of a YAML text.
func manifest(_ text: String) throws -> Document {
  let reading = YAML.read(Array(text.utf8), from: Source(path: "test.yaml"))
  try #require(reading.diagnostics.isEmpty)
  return try #require(reading.documents.first)
}
