/// Puts the facts at the ends of a derivation into words: what requires what, which versions do not
/// exist or cannot be used, and why.
struct ReportFacts {
    let names: ReportNames
    private var derivation: Derivation { names.derivation }

    init(_ derivation: Derivation) { names = ReportNames(derivation: derivation) }

    /// - Parameter terms: what the fact has come to say, if more than its own: a requirement of some
    ///   versions of a package may stand for all of them when no other versions exist.
    func sentence(_ cause: IncompatibilityCause, _ terms: [Term]) -> String {
        switch cause {
        case .root: return "you have requirements"
        case .dependency(let dependent, let versions, let dependency, let allowed):
            if dependent == .root { return "you require \(requirement(dependency, allowed))" }
            let object = names.object(dependency, derivation.sets[allowed])
            let term = terms.first { $0.package == dependent && $0.isPositive }
            let subject = names.subject(dependent, derivation.sets[term?.set ?? versions])
            return "\(subject.text) \(subject.verb("depends", "depend")) on \(object)"
        case .restriction(let package, let allowed, let note):
            let object = names.object(package, derivation.sets[allowed])
            let origin = derivation.restrictions[Int(note)].origin.map { " (\($0))" } ?? ""
            return "you constrain \(object)\(origin)"
        case .noVersions(let package, let set): return missing(package, derivation.sets[set])
        case .unavailable(let package, let set, let note):
            return excluded(package, derivation.sets[set], derivation.exclusions[Int(note)])
        case .sameVersion(let extra, let package):
            return "\(names.name(extra)) has the version of \(names.name(package))"
        case .binding(let build, let versions, let dependency, let allowed):
            let term = terms.first { $0.package == build && $0.isPositive }
            let subject = names.subject(build, derivation.sets[term?.set ?? versions])
            let object = names.object(dependency, derivation.sets[allowed])
            return "\(subject.text) \(subject.verb("is", "are")) built for \(object)"
        case .derived: return ""
        }
    }

    /// A requirement of the user, as written.
    private func requirement(_ package: PackageID, _ allowed: VersionSetID) -> String {
        let node = derivation.nodes[package]
        let set = derivation.sets[allowed]
        let written = derivation.rootEdges.first { edge in
            edge.name == node?.name && edge.allowed == set
                && (node?.extra.map { edge.extras.contains($0) } ?? true)
        }
        guard let written, !written.text.isEmpty else { return names.object(package, set) }
        return written.text
    }

    /// The visible versions in the set with why each cannot be used, put together where it is the same.
    func exclusions(_ package: PackageID, _ set: VersionRanges) -> [(
        runs: [Range<Int>], exclusion: Exclusion
    )] {
        guard let list = names.list(package), let runs = names.runs(package, set) else { return [] }
        var groups: [(runs: [Range<Int>], exclusion: Exclusion)] = []
        for run in runs {
            for index in run {
                let release = list.release(index)
                guard let exclusion = release.exclusion, !exclusion.isInvisible else { continue }
                if let place = groups.firstIndex(where: { Self.isAlike($0.exclusion, exclusion) }) {
                    // Of variants the newest say most.
                    if case .unsupportedVariants = exclusion { groups[place].exclusion = exclusion }
                    if let last = groups[place].runs.last, last.upperBound == index {
                        groups[place].runs[groups[place].runs.count - 1] = last.lowerBound..<index + 1
                    } else {
                        groups[place].runs.append(index..<index + 1)
                    }
                } else {
                    groups.append(([index..<index + 1], exclusion))
                }
            }
        }
        return groups
    }

    /// Wheels for other platforms are one reason, whatever their tags, and variants for other hosts are one.
    private static func isAlike(_ first: Exclusion, _ second: Exclusion) -> Bool {
        switch (first, second) {
        case (.noMatchingWheel, .noMatchingWheel), (.noMatchingPython, .noMatchingPython),
            (.unsupportedVariants, .unsupportedVariants):
            true
        default: first == second
        }
    }

    private func missing(_ package: PackageID, _ set: VersionRanges) -> String {
        if names.isBuild(package) { return "\(names.subject(package, set).text) do not fit" }
        let name = names.name(package)
        let groups = exclusions(package, set)
        if !groups.isEmpty, let list = names.list(package) {
            let whole = names.runs(package, set) == groups.flatMap(\.runs)
            let reasons = groups.prefix(6).map { group in
                let isAll = whole && groups.count == 1
                return excluded(
                    isAll
                        ? names.subject(package, set)
                        : ReportNames.Subject(
                            text: ReportNames.enumeration(
                                group.runs.map { names.phrase(name, $0, list) }, "and"),
                            isPlural: group.runs.count > 1),
                    group.exclusion)
            }
            return ReportNames.enumeration(reasons, "and")
        }
        if set.isFull { return "there are no versions of \(name)" }
        if let version = set.singleVersion { return "there is no version of \(name)==\(version)" }
        if let list = names.list(package), let rest = names.runs(package, set.complement), rest.count == 1 {
            let run = rest[0]
            let isAll = run == 0..<list.count
            let phrase =
                isAll && list.count > 1
                ? "\(name)>=\(list.version(0)),<=\(list.version(list.count - 1))"
                : names.phrase(name, run, list)
            return "only \(phrase) is available"
        }
        return "there is no version of \(names.object(package, set))"
    }

    private func excluded(_ package: PackageID, _ set: VersionRanges, _ exclusion: Exclusion) -> String {
        switch exclusion {
        case .notFound: "\(names.name(package)) was not found in the package index"
        case .offline: "\(names.name(package)) was not found in the cache"
        default: excluded(names.subject(package, set), exclusion)
        }
    }

    private func excluded(_ subject: ReportNames.Subject, _ exclusion: Exclusion) -> String {
        let (text, isPlural) = (subject.text, subject.isPlural)
        switch exclusion {
        case .notFound: return "\(text) \(isPlural ? "were" : "was") not found in the package index"
        case .offline: return "\(text) \(isPlural ? "were" : "was") not found in the cache"
        case .tooNew: return "\(text) \(isPlural ? "are" : "is") newer than `--exclude-newer` allows"
        case .noUploadTime: return "\(text) \(isPlural ? "have" : "has") no upload time"
        case .prerelease: return "\(text) \(isPlural ? "are pre-releases" : "is a pre-release")"
        case .yanked(let reason):
            return "\(text) \(isPlural ? "were" : "was") yanked"
                + (reason.isEmpty ? "" : " (reason: \(reason))")
        case .requiresPython(let required):
            let target = derivation.rules.python.map { " and the target is Python \($0)" } ?? ""
            return "\(text) \(isPlural ? "need" : "needs") Python \(required)\(target)"
        case .noMatchingWheel:
            return "\(text) \(isPlural ? "have" : "has") no wheel for this platform"
        case .noMatchingPython:
            return "\(text) \(isPlural ? "have" : "has") no wheel for a Python of the target"
        case .needsBuild:
            return "\(text) \(isPlural ? "have" : "has") no usable wheel and cannot be built from source yet"
        case .buildForbidden:
            return "\(text) \(isPlural ? "have" : "has") no usable wheel and building from source is disabled"
        case .binaryForbidden:
            return
                "\(text) \(isPlural ? "have" : "has") nothing to build from source and using wheels is disabled"
        case .hashMismatch:
            return "\(text) \(isPlural ? "have" : "has") no file with a hash that the requirements allow"
        case .noMetadataOffline: return "\(text) \(isPlural ? "are" : "is") not in the cache"
        case .badMetadata(let why): return "\(text) \(isPlural ? "have" : "has") invalid metadata (\(why))"
        case .foreignURL(let name, let url):
            return "\(text) \(isPlural ? "require" : "requires") \(name.text) from `\(url)`, which you do not"
        case .onlyVariants: return "\(text) \(isPlural ? "have" : "has") only variant wheels"
        case .unsupportedVariants:
            return "\(text) \(isPlural ? "have" : "has") only unsupported wheel variants"
        case .missingVariant(let label): return "\(text) \(isPlural ? "have" : "has") no variant `\(label)`"
        case .badVariants(let why):
            return "\(text) \(isPlural ? "have" : "has") variant metadata that cannot be used (\(why))"
        case .unboundVariant(let name):
            return
                "\(text) \(isPlural ? "are" : "is") built for versions of \(name.text), which nothing requires"
        case .noFiles: return "\(text) \(isPlural ? "have" : "has") no files"
        }
    }

    /// What a conclusion says.
    func conclusion(_ terms: [Term]) -> String {
        let isAboutRoot = terms.contains { $0.package == .root }
        let selected = terms.filter { $0.package != .root && $0.isPositive }
        // An extra speaks for its package, and so does the choice among its files.
        let positive = selected.filter { term in
            guard let node = derivation.nodes[term.package], node.extra == nil, !node.isBuild else {
                return true
            }
            return !selected.contains {
                guard let other = derivation.nodes[$0.package] else { return false }
                return other.name == node.name && (other.extra != nil || other.isBuild)
            }
        }
        let negative = terms.filter { !$0.isPositive }
        let required = negative.map { names.object($0.package, derivation.sets[$0.set]) }
        let subjects = positive.map { names.subject($0.package, derivation.sets[$0.set]) }
        let objects = ReportNames.enumeration(required, "or")
        switch (subjects.count, required.isEmpty) {
        case (0, true): return "your requirements are unsatisfiable"
        case (0, false): return isAboutRoot ? "you require \(objects)" : "\(objects) is required"
        case (1, true):
            return isAboutRoot
                ? "your requirements and \(subjects[0].text) are incompatible"
                : "\(subjects[0].text) cannot be used"
        case (1, false):
            return "\(subjects[0].text) \(subjects[0].verb("depends", "depend")) on \(objects)"
        case (_, true):
            let all = (isAboutRoot ? ["your requirements"] : []) + subjects.map(\.text)
            return "\(ReportNames.enumeration(all, "and")) are incompatible"
        default: return "\(ReportNames.enumeration(subjects.map(\.text), "and")) depend on \(objects)"
        }
    }
}
