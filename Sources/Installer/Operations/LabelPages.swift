/// What the labels of a map have of a package for one environment.
struct LabelPages: Sendable {
    let source: any DistributionSource
    /// Of the target and the request.
    let rules: ReleaseJudgement.Rules

    /// A release of a label and its best wheel.
    struct Release: Sendable {
        var version: Version
        var file: IndexFile
    }

    /// What came of asking a label's index.
    enum Answer: Sendable {
        case page(PackagePage)
        /// The server is not there at all.
        case unreachable(Diagnostic)
        /// It answered, but not with a page.
        case failed
    }

    /// Asks all labels at a time.
    func answers(_ name: PackageName, _ variants: [VariantIndex.Variant]) -> [Answer] {
        variants.map { source.page(for: name, from: $0.url) }.map { future in
            do {
                return .page(try future.wait())
            } catch let error as TransferError
                where error.kind == .unreachable || error.kind == .timedOut
            {
                return .unreachable(error.diagnostic)
            } catch {
                return .failed
            }
        }
    }

    /// The newest release of a page that the specifiers and the label's versions admit and that has a wheel for the
    /// environment.
    func newest(
        of page: PackagePage, _ specifiers: VersionSpecifiers, _ variant: VariantIndex.Variant?
    ) -> Release? {
        let narrowing = variant?.versions[page.name] ?? .any
        let mayBePrerelease =
            specifiers.asksForPrereleases || rules.options.prerelease == .allow
        var rules = rules
        rules.package = page.name
        var fallback: Release?
        for index in (0..<page.versionCount).reversed() {
            let version = page.version(index)
            guard specifiers.contains(version), narrowing.contains(version) else { continue }
            if version.isPrerelease && !mayBePrerelease && fallback != nil { continue }
            let wheels = page.files(index).filter { $0.wheel != nil && rules.exclusion(of: $0) == nil }
            let best = wheels.min {
                (rules.tags.rank(of: $0.wheel!) ?? .max) < (rules.tags.rank(of: $1.wheel!) ?? .max)
            }
            guard let best else { continue }
            let release = Release(version: version, file: best)
            if version.isStable || mayBePrerelease { return release }
            fallback = release
        }
        return fallback
    }
}

extension ReleaseJudgement.Rules {
    /// Of no package in particular.
    init(_ target: TargetEnvironment, options: ResolutionOptions) {
        self.init(
            package: PackageName("none")!, tags: target.tags,
            python: Version(target.markers.pythonFullVersion).map { Version(release: $0.release) }
                ?? Version(release: [3]), options: options)
    }
}
