import Diagnostics
import Documents
import Values

let file = Source(path: "file.yaml")

/// The documents of a YAML text as compact JSON with sorted keys.
func json(_ text: String, _ dialect: Dialect = .yaml11) -> [String] {
  YAML.read(text, from: file, dialect: dialect).documents.map {
    JSON.write($0.root, sortedKeys: true)
  }
}

func problems(
  _ text: String, _ dialect: Dialect = .yaml11, _ limits: Limits = .standard
) -> [String] {
  YAML.read(text, from: file, dialect: dialect, limits: limits).diagnostics.map(\.description)
}
