internal import VariantProviders

extension Session {
    /// What answers the resolver's questions about variants, for an interpreter and the platform that files are
    /// chosen for. Nothing is detected before somebody asks; the profile is read here.
    ///
    /// - Parameters:
    ///   - platform: the one that the user named (`--python-platform`). Nothing of this machine counts for
    ///     it (V-193).
    ///   - tellsLeftOut: false where the answers are shown anyway.
    package func variantHost(
        _ request: VariantRequest, interpreter: Interpreter, platform: TargetPlatform?,
        tellsLeftOut: Bool = true
    ) throws -> VariantHost {
        VariantHost(
            registry: providers.registry, system: system(for: platform, interpreter),
            profile: try request.profile.map(hostProfile), preferences: request.preferences,
            markers: interpreter.markerEnvironment, pool: pool, reporter: reporter,
            tellsLeftOut: tellsLeftOut)
    }

    /// Reads a host profile; a relative path starts at the working directory.
    func hostProfile(at path: Path) throws -> HostProfile {
        let path = path.absolute(in: workingDirectory)
        guard let bytes = try File.readIfPresent(path, limit: HostProfile.maxSize) else {
            throw Diagnostic("the host profile `\(shown(path))` does not exist", exitCode: .usage)
        }
        return try HostProfile(parsing: bytes, file: shown(path))
    }

    private func system(
        for platform: TargetPlatform?, _ interpreter: Interpreter
    ) -> @Sendable () -> any SystemProbe {
        let environment = environment
        guard let platform else { return { HostSystem(environment: environment) } }
        let markers = platform.adapting(interpreter.markerEnvironment)
        let target = ProbeTarget(
            system: markers.platformSystem.lowercased(), machine: markers.platformMachine,
            isThisMachine: false)
        return { HostSystem(environment: environment, target: target) }
    }
}
