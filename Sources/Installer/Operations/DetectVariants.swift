internal import VariantProviders

/// What `swuv variants detect` found.
package struct DetectionReport: Sendable {
    /// In the order of the registry.
    package var detections: [Detection]

    package var profile: HostProfile { HostProfile(detections, platform: .ofThisMachine) }
}

/// Asks every provider that is registered and on. Touches neither network nor cache, unless a provider of
/// `providers.d` does.
///
/// - Parameter disabled: namespaces that are not asked about.
package func detectVariants(
    disabled: Set<String> = [], in session: Session
) throws -> DetectionReport {
    let call = ProviderCall(
        registry: try session.providers.detectors(), system: HostSystem(environment: session.environment),
        reporter: session.reporter)
    return DetectionReport(detections: try call.detections(without: disabled, on: session.pool))
}

extension HostProfile.Platform {
    /// The machine that this process runs on.
    package static var ofThisMachine: HostProfile.Platform {
        let machine = HostSystem.thisMachine
        let libc = RunningSystem.library()
        return HostProfile.Platform(
            system: machine.system, machine: machine.machine, libc: libc.isEmpty ? nil : libc)
    }
}
