/// How the user wants sources to be built.
package struct BuildSettings: Sendable, Hashable {
    /// Packages whose builds see the environment that is installed into, instead of one of their own.
    package var noIsolation: PackageSelection
    /// They narrow what build environments hold.
    package var constraints: [Requirement]
    /// Passed to backends as they are (PEP 517, `config_settings`); several values of a key in their order.
    package var configuration: [String: [String]]
    /// Of one package; what it says of a key counts alone.
    package var packageConfiguration: [PackageName: [String: [String]]] = [:]
    /// What builds of a package need beside what its project says.
    package var extraRequirements: [PackageName: [Requirement]] = [:]
    /// Packages whose builds are told about the hardware of `profile`, beside those that ask for it themselves.
    package var exports: PackageSelection = .none
    /// A host profile, for which hardware is compiled.
    package var profile: Path?
    /// Each call of a backend ends after this time at the latest.
    package var timeout: Duration
    /// Calls of backends at a time.
    package var concurrency: Int

    package init(
        noIsolation: PackageSelection = .none, constraints: [Requirement] = [],
        configuration: [String: [String]] = [:], timeout: Duration = .seconds(7200),
        concurrency: Int = WorkerPool.processorCount
    ) {
        self.noIsolation = noIsolation
        self.constraints = constraints
        self.configuration = configuration
        self.timeout = timeout
        self.concurrency = max(1, concurrency)
    }

    func configuration(of name: PackageName) -> [String: [String]] {
        configuration.merging(packageConfiguration[name] ?? [:]) { _, own in own }
    }
}
