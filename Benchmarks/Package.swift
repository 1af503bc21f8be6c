// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "git-vet", path: "..")],
  targets: [
    .executableTarget(
      name: "CELBenchmark", dependencies: [.product(name: "CEL", package: "git-vet")])
  ],
  swiftLanguageModes: [.v6]
)
