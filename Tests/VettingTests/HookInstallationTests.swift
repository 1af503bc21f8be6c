import Diagnostics
import Foundation
import Git
import TestSupport
import Testing

@testable import Vetting

/// Installs the hook into real repositories and pushes, with a `git-vet` that writes down what it
/// is given and exits as it is told.
@Suite struct HookInstallationTests {
  let scratch: ScratchRepository
  let remote: ScratchRepository
  let programs: URL

  init() throws {
    remote = try ScratchRepository("--bare")
    scratch = try ScratchRepository()
    try scratch.git("remote", "add", "origin", remote.path)
    try scratch.commit(["a.yaml": "a: 1\n"])
    programs = scratch.directory.appendingPathComponent(".git/programs")
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    try script(
      "git-vet",
      "echo \"$@\" >>\"$GIT_VET_LOG\"; cat >>\"$GIT_VET_LOG\"; exit ${GIT_VET_CODE:-0}")
  }

  private var log: URL { scratch.directory.appendingPathComponent(".git/log") }

  private var logged: [String] {
    guard let data = try? Data(contentsOf: log) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func script(_ name: String, _ body: String, in directory: URL? = nil) throws {
    let file = (directory ?? programs).appendingPathComponent(name)
    try Data("#!/bin/sh\n\(body)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  private func installation(
    _ hook: HookRun.Hook = .prePush, _ repository: ScratchRepository? = nil
  ) throws -> HookInstallation {
    try HookInstallation(
      hook,
      in: Repository.open(at: (repository ?? scratch).path, environment: Environment()))
  }

  private func push(_ arguments: String..., code: Int = 0) throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    try scratch.git(
      ["push", "--quiet", "origin"] + arguments,
      environment: [
        "PATH": "\(programs.path):\(path)", "GIT_VET_LOG": log.path, "GIT_VET_CODE": "\(code)",
      ])
  }

  @Test func runsOnAPush() throws {
    let installation = try installation()
    #expect(try installation.present() == .nothing)
    try installation.install()
    #expect(try installation.present() == .ours)
    try installation.install()
    let id = try scratch.git("rev-parse", "HEAD")
    try push("main")
    let zero = String(repeating: "0", count: 40)
    #expect(
      logged == [
        "hook pre-push origin \(remote.path)", "refs/heads/main \(id) refs/heads/main \(zero)",
      ])
    try scratch.commit(["a.yaml": "a: 2\n"])
    #expect(throws: ScratchRepository.Failure.self) { try push("main", code: 1) }
    #expect(try remote.git("rev-parse", "main") == id)
    try push("--no-verify", "main", code: 1)
  }

  @Test func chainsAnotherHook() throws {
    let hooks = scratch.directory.appendingPathComponent(".git/hooks")
    try FileManager.default.createDirectory(at: hooks, withIntermediateDirectories: true)
    try script("pre-push", "echo other >>\"$GIT_VET_LOG\"; cat >>\"$GIT_VET_LOG\"", in: hooks)
    let installation = try installation()
    #expect(try installation.present() == .another)
    #expect {
      try installation.install()
    } throws: { ($0 as? Diagnostic)?.code == "hook-present" }
    try installation.install(.chain)
    try push("main")
    #expect(logged.count == 4)
    #expect(logged.first == "other")
    #expect(logged.dropFirst().first == logged.last)
    // A chained hook that fails stops the push before git vet runs.
    try script("pre-push.chained", "exit 3", in: hooks)
    try scratch.commit(["a.yaml": "a: 2\n"])
    #expect(throws: ScratchRepository.Failure.self) { try push("main") }
    #expect(logged.count == 4)
  }

  @Test func replacesAnotherHook() throws {
    let hooks = scratch.directory.appendingPathComponent(".git/hooks")
    try FileManager.default.createDirectory(at: hooks, withIntermediateDirectories: true)
    try script("pre-push", "exit 1", in: hooks)
    try installation().install(.replace)
    try push("main")
    #expect(logged.first?.hasPrefix("hook pre-push") == true)
  }

  @Test func honoursHooksPath() throws {
    try scratch.git("config", "core.hooksPath", "tools/hooks")
    try FileManager.default.createDirectory(
      at: scratch.directory.appendingPathComponent("tools"), withIntermediateDirectories: true)
    let installation = try installation()
    #expect(installation.path == scratch.path + "/tools/hooks/pre-push")
    try installation.install()
    try push("main")
    #expect(logged.count == 2)
  }

  @Test func stopsWithoutTheProgram() throws {
    try installation().install()
    #expect {
      try scratch.git("push", "--quiet", "origin", "main")
    } throws: { "\($0)".contains("git-vet is not on the PATH") }
  }

  @Test func runsInABareRepository() throws {
    try installation(.preReceive, remote).install()
    let id = try scratch.git("rev-parse", "HEAD")
    try push("main")
    let zero = String(repeating: "0", count: 40)
    #expect(logged == ["hook pre-receive", "\(zero) \(id) refs/heads/main"])
    try scratch.commit(["a.yaml": "a: 2\n"])
    #expect(throws: ScratchRepository.Failure.self) { try push("main", code: 4) }
  }
}
