/// The profile that is safe on every host of these profiles: whatever is selected with it fits on all of them.
///
/// Paths start at the working directory. The first profile says what is preferred.
package func intersectProfiles(_ paths: [Path], in session: Session) throws -> HostProfile {
    let profiles = try paths.map(session.hostProfile)
    guard let first = profiles.first else {
        throw Diagnostic("there is no profile to intersect", exitCode: .usage)
    }
    let platforms = profiles.compactMap(\.platform)
    let machines = Set(platforms.map { "\($0.system) \($0.machine)" }).sorted()
    if machines.count > 1 {
        session.reporter.warning(
            Diagnostic(
                "the profiles are of different platforms (\(machines.joined(separator: ", "))); variants that fit all of them may still have no wheel for each"
            ))
    }
    return profiles.dropFirst().reduce(first) { $0.intersected(with: $1) }
}
