/// By what a release's files are judged: the options, what the user's requirements allow beyond them,
/// and the target. The same for all packages and all forks.
struct CandidateRules: Sendable {
    var options: ResolutionOptions
    /// Versions that a root requirement pins, which may be yanked ones.
    var pinned: [PackageName: VersionRanges] = [:]
    /// Packages whose root requirement names a pre-release.
    var askedPrereleases: Set<PackageName> = []
    var hashes: [PackageName: [Hash]] = [:]
    /// Packages given by an archive, which is not judged as an index's file would be.
    var archives: Set<PackageName> = []
    /// nil: universal.
    var tags: PlatformTags?
    /// Universal: the Pythons of the target; wheels that none of them can run do not count.
    var pythons = VersionRanges.full { didSet { runnable = RunnableTags(pythons) } }
    var runnable: RunnableTags?
    /// The release part of the target Python's version; nil: universal.
    var python: Version?
    /// How variant wheels are taken; nil: not at all.
    var variants: VariantPreferences?
    /// The versions that variants built against these packages are held against, whatever is chosen (V-238).
    var abiOverrides: [PackageName: Version] = [:]

    /// How the file may be used.
    enum Verdict {
        /// Less is better.
        case wheel(rank: Int)
        /// A variant wheel; whether its properties fit is another question.
        case variant(VariantLabel, rank: Int)
        case source
        case excluded(Exclusion)
    }

    func judge(_ file: IndexFile, of name: PackageName) -> Verdict {
        if let limit = options.excludeNewer, !archives.contains(name) {
            guard let time = file.uploadTime else { return .excluded(.noUploadTime) }
            if time >= limit { return .excluded(.tooNew) }
        }
        if let reason = file.yanked, pinned[name]?.contains(file.version) != true {
            return .excluded(.yanked(reason))
        }
        if let python, let required = file.requiresPython, !Self.accepts(required, python) {
            return .excluded(.requiresPython(required.description))
        }
        if let allowed = hashes[name], !Self.matches(file.hashes, allowed) {
            return .excluded(.hashMismatch)
        }
        switch file.filename {
        case .wheel(let wheel):
            if options.noBinary.contains(name), !archives.contains(name) {
                return .excluded(.binaryForbidden)
            }
            let rank: Int
            if let tags {
                guard let place = tags.rank(of: wheel) else {
                    return .excluded(.noMatchingWheel([wheel.compatibilityText]))
                }
                rank = place
            } else {
                if let runnable, !runnable.contains(wheel) {
                    return .excluded(.noMatchingPython([wheel.compatibilityText]))
                }
                rank = wheel.platformTag == "any" ? 0 : 1
            }
            if let text = wheel.variantLabel {
                // Never by their tags alone, as if they were ordinary (V-016).
                guard variants != nil, let label = VariantLabel(text) else { return .excluded(.onlyVariants) }
                return .variant(label, rank: rank)
            }
            if let wanted = wantedLabel(of: name) { return .excluded(.missingVariant(wanted)) }
            return .wheel(rank: rank)
        case .source:
            if let wanted = wantedLabel(of: name) { return .excluded(.missingVariant(wanted)) }
            if options.noBuild.contains(name) || options.onlyBinary.contains(name) {
                return .excluded(.buildForbidden)
            }
            return options.buildsSources ? .source : .excluded(.needsBuild)
        }
    }

    /// Of `requires-python` only the lower bound counts: upper bounds are guesses about the future.
    static func accepts(_ required: VersionSpecifiers, _ python: Version) -> Bool {
        guard let lowest = required.ranges.lowestPlace else { return true }
        return python >= lowest
    }

    /// The variant of the package that the user asked for by its label.
    func wantedLabel(of name: PackageName) -> VariantLabel? {
        guard let labels = variants?.labels, !labels.isEmpty else { return nil }
        return labels[name]
    }

    /// 0 when the file has a hash that the requirements name, or they name none; else 1 (V-097).
    func hashClass(of file: IndexFile, _ name: PackageName) -> Int {
        guard let allowed = hashes[name] else { return 0 }
        return file.hashes.contains { allowed.contains($0) } ? 0 : 1
    }

    /// Files without hashes pass here; what is downloaded is held against the requirement's anyway.
    private static func matches(_ published: [Hash], _ allowed: [Hash]) -> Bool {
        if published.isEmpty { return true }
        let algorithms = Set(allowed.map(\.algorithm))
        let comparable = published.filter { algorithms.contains($0.algorithm) }
        return comparable.isEmpty || comparable.contains { allowed.contains($0) }
    }

    func allowsPrereleases(of name: PackageName) -> Bool {
        switch options.prerelease {
        case .disallow: archives.contains(name)
        case .explicit: askedPrereleases.contains(name) || archives.contains(name)
        case .allow, .ifNecessary, .ifNecessaryOrExplicit: true
        }
    }
}

extension VersionRanges {
    /// Where the set begins; nil when it has no lower end.
    var lowestPlace: Version? { startsInside ? nil : places.first }
}

extension WheelFilename {
    /// `cp312-cp312-manylinux_2_17_x86_64`
    var compatibilityText: String { "\(pythonTag)-\(abiTag)-\(platformTag)" }
}
