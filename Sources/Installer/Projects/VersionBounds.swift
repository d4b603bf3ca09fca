/// Which versions `swuv add` allows when the user said nothing about them (`--bounds`), after the one that was locked.
package enum VersionBounds: String, Sendable, CaseIterable {
    /// `>=1.2.3`
    case lower
    /// `>=1.2.3,<2.0.0`; leading zeros are passed over: `>=0.1.2,<0.2.0`
    case major
    /// `>=1.2.3,<1.3.0`, `>=0.1.2,<0.1.3`
    case minor
    /// `==1.2.3`
    case exact

    /// Local versions name builds and not releases, so none is asked for.
    package func specifiers(around version: Version) -> VersionSpecifiers {
        let version = version.withoutLocal
        switch self {
        case .lower: return VersionSpecifiers([VersionSpecifier(.greaterOrEqual, version)])
        case .exact: return VersionSpecifiers([VersionSpecifier(.equal, version)])
        case .major, .minor:
            var release = version.release
            let first = release.firstIndex { $0 != 0 } ?? release.count - 1
            let place = self == .major ? first : first + 1
            while release.count <= place { release.append(0) }
            let (next, overflows) = release[place].addingReportingOverflow(1)
            guard !overflows else { return VersionBounds.lower.specifiers(around: version) }
            release[place] = next
            for index in (place + 1)..<max(release.count, place + 1) { release[index] = 0 }
            return VersionSpecifiers([
                VersionSpecifier(.greaterOrEqual, version),
                VersionSpecifier(.less, Version(epoch: version.epoch, release: release)),
            ])
        }
    }
}
