import Documents
import Values

func document(_ json: String, from path: String = "file.json") throws -> Document {
  try JSON.read(json, from: Source(path: path))
}

func text(_ node: Node) -> String { JSON.write(node, sortedKeys: true) }
