// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of the house. `Documentation/Modules.md` says what each is for; a module may depend
/// only on modules above it in the list below, which `make modules` checks.
func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name)] + dependencies,
    swiftSettings: strict)
}

let collections = Target.Dependency.product(
  name: "OrderedCollections", package: "swift-collections")

let package = Package(
  name: "git-vet",
  products: [
    .executable(name: "git-vet", targets: ["git-vet"]),
    .library(name: "GitVet", targets: ["Vetting"]),
    .library(name: "CEL", targets: ["CEL"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),

    .target(name: "CKubernetesSchemas", exclude: ["generate.py", "schemas.bin"]),

    .target(name: "CPolicyPacks"),

    .target(name: "CNoTrustStore"),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),

    module("Concurrency"),
    module("RegularExpressions", "CPCRE2"),
    module("Values"),
    module("Diagnostics", "Values"),
    module("Documents", "CYAML", "Diagnostics", "Values"),
    module("Git", "CGit2", "CNoTrustStore", "Diagnostics"),
    module("CEL", "RegularExpressions", "Values"),
    module("Resources", "Diagnostics", "Documents", "Values"),
    module(
      "Kubernetes", "CKubernetesSchemas", "CEL", "Diagnostics", "Documents",
      "RegularExpressions", "Resources", "Values"),
    module(
      "Kustomize", "Diagnostics", "Documents", "Git", "RegularExpressions", "Resources", "Values",
      collections),
    module(
      "DesiredState", "Concurrency", "Diagnostics", "Documents", "Git", "Kustomize", "Resources",
      "Values"),
    module("LiveState", "Diagnostics", "Documents", "Git", "Resources", "Values"),
    module("Simulation", "Diagnostics", "Resources", "Values"),
    module(
      "Policy", "CEL", "CPolicyPacks", "Diagnostics", "Documents", "Resources", "Simulation",
      "Values"),
    module(
      "Reporting", "Diagnostics", "Documents", "Policy", "Resources", "Simulation", "Values"),
    module(
      "Vetting", "CEL", "Concurrency", "DesiredState", "Diagnostics", "Documents", "Git",
      "Kubernetes", "Kustomize", "LiveState", "Policy", "Reporting", "Resources", "Simulation",
      "Values"),
    .executableTarget(
      name: "git-vet",
      dependencies: [
        "Diagnostics", "Values", "Vetting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // A tool of the developers, which is not installed.
    .executableTarget(
      name: "replay", dependencies: ["Diagnostics", "Values", "Vetting"], swiftSettings: strict),

    tests(of: "Concurrency"),
    tests(of: "RegularExpressions", "TestSupport"),
    tests(of: "Values", "Documents", "TestSupport"),
    tests(of: "Diagnostics", "TestSupport"),
    tests(of: "Documents", "TestSupport", "Values"),
    tests(of: "Git", "TestSupport"),
    tests(of: "CEL", "Documents", "TestSupport", "Values"),
    tests(of: "Resources", "Documents", "TestSupport", "Values"),
    tests(
      of: "Kubernetes", "CEL", "Diagnostics", "Documents", "Resources", "TestSupport", "Values"),
    tests(of: "Kustomize", "Diagnostics", "Documents", "Git", "TestSupport", "Values"),
    tests(
      of: "DesiredState", "Diagnostics", "Documents", "Git", "Resources", "TestSupport", "Values"),
    tests(
      of: "LiveState", "Diagnostics", "Documents", "Git", "Resources", "TestSupport", "Values"),
    tests(of: "Simulation", "Documents", "Kubernetes", "Resources", "TestSupport", "Values"),
    tests(
      of: "Policy", "Diagnostics", "Documents", "Resources", "Simulation", "TestSupport",
      "Values"),
    tests(
      of: "Reporting", "Diagnostics", "Documents", "Policy", "Resources", "Simulation",
      "TestSupport", "Values"),
    tests(
      of: "Vetting", "DesiredState", "Diagnostics", "Documents", "Git", "Kubernetes", "LiveState",
      "Policy", "Reporting", "Resources", "Simulation", "TestSupport", "Values"),
  ],
  swiftLanguageModes: [.v6]
)

// `GIT_VET_ONLY=CEL swift test` builds and tests one module (or several, by comma) with what it
// depends on, and nothing else.
if let only = Context.environment["GIT_VET_ONLY"] {
  var wanted = Set(only.split(separator: ",").flatMap { ["\($0)", "\($0)Tests"] })
  var size = 0
  while wanted.count > size {
    size = wanted.count
    for target in package.targets where wanted.contains(target.name) {
      for dependency in target.dependencies {
        switch dependency {
        case .targetItem(let name, _), .byNameItem(let name, _): wanted.insert(name)
        default: break
        }
      }
    }
  }
  package.targets.removeAll { !wanted.contains($0.name) }
  package.products = []
}

// `GIT_VET_FUZZ=regex` leaves one fuzz target and the module that it is about. A target is a file
// `Tests/<Module>Tests/Fuzz/<name>.swift`, which the tests of the module compile too.
let fuzzTargets = [
  "cel": "CEL",
  "check": "Vetting",
  "configuration": "DesiredState",
  "json": "Documents",
  "kustomize": "Kustomize",
  "limits": "Kubernetes",
  "listing": "LiveState",
  "manifest": "Kubernetes",
  "policies": "Vetting",
  "regex": "RegularExpressions",
  "snapshot": "LiveState",
  "yaml": "Documents",
]
/// What a target shares with the other tests of its module.
let fuzzSupport = ["limits": ["KubernetesTests/Admission/NamespacedObjects.swift"]]
if let name = Context.environment["GIT_VET_FUZZ"], let module = fuzzTargets[name] {
  package.targets.removeAll {
    $0.type == .test || $0.type == .executable || $0.name == "TestSupport"
  }
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [.target(name: module)],
      path: "Tests",
      sources: [
        "Fuzzing", "TestSupport/FileListing.swift", "TestSupport/Fragments.swift",
        "\(module)Tests/Fuzz/\(name).swift",
      ] + fuzzSupport[name, default: []],
      swiftSettings: strict + [.define("FUZZING")]))
  package.products = []
}
