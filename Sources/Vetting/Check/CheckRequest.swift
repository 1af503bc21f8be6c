public import Values

/// What to check, and by what.
public struct CheckRequest: Sendable {
  /// Where the repository is found: a directory in it, or a bare repository.
  public var directory: String
  /// The revision to merge into; nil for the one that continuous integration or the branch's
  /// upstream gives.
  public var base: String?
  /// The revision to merge; nil for `HEAD`.
  public var head: String?
  /// Whether the head is merged into the base, as the forge will do, or stands for the result.
  public var mergesHead: Bool
  /// Whether policies are evaluated; without them it is a mere difference.
  public var judges: Bool
  /// Snapshots that win over the configuration's: a file, or a ref (`refs/…`), for one environment
  /// or, under "", for all.
  public var live: [String: String]
  /// Directories of policies on this machine, and packs, in place of the configuration's.
  public var policies: [String]?
  /// A configuration on this machine in place of the base's.
  public var configuration: String?
  public var kubernetesVersion: String?
  /// Files of custom resource definitions on this machine.
  public var definitions: [String]
  /// Where JSON schemas of further kinds are: directories, or templates of paths.
  public var schemaLocations: [String] = []
  /// Schemas that refuse unknown fields are preferred there.
  public var prefersStrictSchemas = false
  /// Objects of kinds that nothing describes do not make the report incomplete.
  public var ignoresMissingSchemas = false
  /// Told now and then how far it is.
  public var onProgress: ProgressHandler?
  /// The time at which waivers and snapshots are looked at.
  public var now: Instant

  public init(
    directory: String = ".", base: String? = nil, head: String? = nil, mergesHead: Bool = true,
    judges: Bool = true, live: [String: String] = [:], policies: [String]? = nil,
    configuration: String? = nil, kubernetesVersion: String? = nil, definitions: [String] = [],
    now: Instant
  ) {
    self.directory = directory
    self.base = base
    self.head = head
    self.mergesHead = mergesHead
    self.judges = judges
    self.live = live
    self.policies = policies
    self.configuration = configuration
    self.kubernetesVersion = kubernetesVersion
    self.definitions = definitions
    self.now = now
  }
}
