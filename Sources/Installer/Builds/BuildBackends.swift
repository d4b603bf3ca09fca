/// Backends of sources, each in an environment with everything that it asks for.
struct BuildBackends: Sendable {
    let interpreter: Interpreter
    let settings: BuildSettings
    let noBuild: PackageSelection
    let provisioner: any EnvironmentProvisioner
    /// The builds that these are for, outermost first.
    let chain: [BuildSubject]
    let gate: BuildGate
    let variables: [String: String]
    /// What builds that ask for it are told about the hardware (`HostProfile.buildVariables`).
    let hostVariables: [String: String]
    let reporter: any Reporter

    /// The user's own count before what a host profile says.
    func variables(for name: PackageName, asks: Bool) -> [String: String] {
        guard asks || settings.exports.contains(name) else { return variables }
        return variables.merging(hostVariables) { own, _ in own }
    }

    /// The backend with everything in its environment that it asks for.
    func backend(for file: IndexFile, _ source: UnpackedSource) throws -> BuildBackend {
        let subject = file.buildSubject
        let kind = file.buildKind
        if noBuild.contains(subject.name) {
            throw BuildFailure(
                subject.description,
                ["building it is forbidden (`--no-build`), and it is there only as source"])
        }
        if chain.contains(subject) {
            let path = (chain + [subject]).map { "`\($0)`" }.joined(separator: " needs ")
            throw BuildFailure(
                subject.description, ["to build it, it would have to be built first: \(path)"],
                hints: ["Allow a wheel of it, or of a package that needs it to be built"])
        }
        func backend(_ environment: BuildEnvironment) -> BuildBackend {
            BuildBackend(
                tree: source.tree, subject: subject.description, environment: environment,
                python: interpreter.shortVersion, configuration: settings.configuration(of: subject.name),
                timeout: settings.timeout,
                variables: variables(for: subject.name, asks: source.tree.asksForHost),
                scratch: source.scratch, reporter: reporter)
        }
        if settings.noIsolation.contains(subject.name) {
            return backend(BuildEnvironment(shared: interpreter))
        }
        return backend(
            try source.environment(kind) {
                let place = source.scratch / RandomName.make(prefix: "environment-")
                let environment = try provisioner.makeEnvironment(at: place, of: interpreter)
                let made = BuildEnvironment(environment)
                let requires =
                    source.tree.buildSystem.requires + (settings.extraRequirements[subject.name] ?? [])
                try provision(requires, environment, subject)
                let more = try gate.enter { try backend(made).requirements(for: kind) }
                if !more.isEmpty { try provision(requires + more, environment, subject) }
                return made
            })
    }

    private func provision(
        _ requirements: [Requirement], _ environment: Environment, _ subject: BuildSubject
    ) throws {
        let needed = requirements.filter { $0.marker?.evaluate(interpreter.markerEnvironment) ?? true }
        if needed.isEmpty { return }
        do {
            // A resolution waits for others' work on the pool.
            try WorkerPool.whileBlockedResult {
                try provisioner.install(needed, into: environment, for: chain + [subject])
            }
        } catch let error as BuildFailure {
            throw error
        } catch {
            let list = needed.map { "`\($0)`" }.joined(separator: ", ")
            let diagnostic = Diagnostic(describing: error)
            throw BuildFailure(
                subject.description,
                ["failed to set up its build environment with \(list)", diagnostic.message]
                    + diagnostic.causes,
                hints: diagnostic.hints)
        }
    }
}
