/// What `provisionEnvironment` is asked to make: an environment of its own for a plugin.
package struct ProvisionRequest: Sendable {
    /// Of an index, never by URL.
    package var requirements: [Requirement]
    /// The packages that may be in it (V-184, V-271).
    package var trusted: [TrustedPlugin]
    /// The environment's Python is that of the command's own environment.
    package var target: EnvironmentTarget
    package var access: IndexAccess

    package init(
        requirements: [Requirement], trusted: [TrustedPlugin], target: EnvironmentTarget, access: IndexAccess
    ) {
        self.requirements = requirements
        self.trusted = trusted
        self.target = target
        self.access = access
    }
}

/// An environment that is ready, and stays while this value lives.
package struct ProvisionedEnvironment: Sendable {
    package let root: Path
    /// Its `bin/python`.
    package let interpreter: Path
    /// Where its programs are.
    package let scripts: Path
    /// What is in it: `nvidia-variant-provider==0.0.2`, sorted.
    package let packages: [String]
    /// Keeps other processes from cleaning the cache, in which it lies.
    private let use: FileLock

    init(_ environment: Environment, packages: [String], use: FileLock) {
        root = environment.root
        interpreter = environment.interpreter.executable
        scripts = environment.scripts
        self.packages = packages
        self.use = use
    }
}

/// Packages that would have to be in an environment of plugins, and may not.
package struct UntrustedPackages: Diagnosable, Hashable {
    /// Sorted.
    package let names: [PackageName]
    /// Versions and hashes that trust does not cover, in words; empty when it is about names.
    package var details: [String] = []

    package var diagnostic: Diagnostic {
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            names.count == 1 ? "the package \(list) is not trusted" : "the packages \(list) are not trusted",
            causes: details,
            hints: [
                "To let \(names.count == 1 ? "it" : "them") be installed and run as part of a provider plugin, "
                    + "name \(names.count == 1 ? "it" : "each") in a `[[trust]]` table of a file in `~/.config/swuv/providers.d`"
            ])
    }
}
