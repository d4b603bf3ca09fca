/// What a user can do about a resolution that failed, from the facts that made it fail.
struct ReportHints {
    private let derivation: Derivation
    private let facts: ReportFacts

    init(_ derivation: Derivation) {
        self.derivation = derivation
        facts = ReportFacts(derivation)
    }

    /// Each once, at most a handful.
    var hints: [String] {
        var hints: [String] = []
        func add(_ hint: String?) {
            if let hint, !hints.contains(hint), hints.count < 6 { hints.append(hint) }
        }
        for leaf in derivation.leaves {
            switch leaf {
            case .noVersions(let package, let set):
                let ranges = derivation.sets[set]
                add(prereleases(package, ranges))
                for group in facts.exclusions(package, ranges) { add(hint(package, group.exclusion)) }
                add(tooNew(package, ranges))
                add(skipped(package))
                add(notAsked(package))
            case .unavailable(let package, _, let note):
                add(hint(package, derivation.exclusions[Int(note)]))
            case .binding(let build, _, let dependency, _):
                add(
                    "Variants of `\(name(build))` are built for certain versions of `\(name(dependency))`; "
                        + "`swuv variants explain \(name(build))` shows them")
            default: continue
            }
        }
        return hints
    }

    private func name(_ package: PackageID) -> String { derivation.nodes[package]?.name.text ?? "" }

    private func prereleases(_ package: PackageID, _ set: VersionRanges) -> String? {
        guard let node = derivation.nodes[package], !derivation.rules.allowsPrereleases(of: node.name),
            let list = facts.names.list(package)
        else { return nil }
        for range in list.indices(in: set).reversed() {
            for index in range.reversed() where list.version(index).isPrerelease {
                return "Pre-releases of `\(node.name.text)` are available in the requested range "
                    + "(such as \(list.version(index))), but they are not enabled (try `--prerelease allow`)"
            }
        }
        return nil
    }

    private func tooNew(_ package: PackageID, _ set: VersionRanges) -> String? {
        guard derivation.rules.options.excludeNewer != nil, let list = facts.names.list(package) else {
            return nil
        }
        for range in list.indices(in: set).reversed() {
            for index in range.reversed() {
                switch list.release(index).exclusion {
                case .tooNew:
                    return "`\(name(package))` has versions in the requested range (such as "
                        + "\(list.version(index))) that `--exclude-newer` leaves out"
                case .noUploadTime:
                    return "The index does not tell when \(list.version(index)) of `\(name(package))` was "
                        + "uploaded, so `--exclude-newer` leaves it out"
                default: continue
                }
            }
        }
        return nil
    }

    private func skipped(_ package: PackageID) -> String? {
        let skipped = facts.names.list(package)?.skipped.filter { !Self.isBygone($0.basename) } ?? []
        guard let first = skipped.first else { return nil }
        let more = skipped.count > 1 ? ", and \(skipped.count - 1) more files" : ""
        return "`\(first.basename)` of `\(name(package))` was passed over because \(first.reason)\(more)"
    }

    /// Forms of distributions that indexes once took and no installer uses: worth no word.
    private static func isBygone(_ basename: String) -> Bool {
        [".exe", ".egg", ".msi", ".rpm", ".deb", ".dmg", ".tar.bz2", ".tar.Z"].contains {
            basename.hasSuffix($0)
        }
    }

    private func notAsked(_ package: PackageID) -> String? {
        guard let list = facts.names.list(package), !list.notAsked.isEmpty else { return nil }
        let indexes = ReportNames.enumeration(list.notAsked.map { "`\($0)`" }, "and")
        return "`\(name(package))` comes from the first index that has it, so \(indexes) "
            + "\(list.notAsked.count == 1 ? "was" : "were") not asked; "
            + "if you trust all of them equally, use `--index-strategy unsafe-best-match`"
    }

    private func hint(_ package: PackageID, _ exclusion: Exclusion) -> String? {
        let name = name(package)
        switch exclusion {
        case .notFound: return notFound(package)
        case .offline:
            return "The network is not used because of `--offline`; without it, `\(name)` may be found"
        case .noMetadataOffline:
            return "The network is not used because of `--offline`; without it, more versions of `\(name)` "
                + "can be looked at"
        case .yanked:
            return "A yanked version of `\(name)` is used only if you require it by `==`"
        case .requiresPython(let required):
            let target = derivation.rules.python.map { "Python \($0)" } ?? "every Python of the project"
            return "`\(name)` needs Python \(required), which \(target) does not meet; "
                + "choose another with `--python` or another version of `\(name)`"
        case .noMatchingWheel(let tags):
            let shown = ReportNames.enumeration(tags.map { "`\($0)`" }, "and")
            let own = derivation.rules.tags?.all.first.map {
                ", while this environment takes wheels up to `\($0)`"
            }
            return "`\(name)` has wheels for \(shown)\(own ?? "")"
        case .noMatchingPython(let tags):
            let shown = ReportNames.enumeration(tags.map { "`\($0)`" }, "and")
            return
                "`\(name)` has wheels for \(shown), while the target has Python \(derivation.rules.pythons)"
        case .needsBuild:
            return
                "`\(name)` offers only a source distribution here, and no Python was found that could build it"
        case .buildForbidden:
            return
                "Wheels of `\(name)` do not fit, and `--no-build` or `--only-binary` keeps it from being built"
        case .binaryForbidden: return "`--no-binary` keeps the wheels of `\(name)` from being used"
        case .hashMismatch: return "The hashes given for `\(name)` are not those of any of its files"
        case .foreignURL(let required, _):
            return
                "Requirements by URL count only as your own; require `\(required.text)` by its URL yourself"
        case .onlyVariants:
            return "`\(name)` has only variant wheels here, and `--no-variants` keeps them from being used"
        case .unsupportedVariants(let rejections):
            let told = rejections.prefix(4).map { "`\($0.label)` (\($0.reason.text))" }
            let more = rejections.count > 4 ? ", and \(rejections.count - 4) more" : ""
            return "No variant of `\(name)` fits here: \(told.joined(separator: ", "))\(more); "
                + "`swuv variants explain \(name)` tells more"
        case .missingVariant(let label):
            return "The variant `\(label)` of `\(name)` was asked for by name; "
                + "`swuv variants explain \(name)` shows which there are"
        case .unboundVariant(let dependency):
            return "Variants built for versions of `\(dependency.text)` are taken only beside it; "
                + "require `\(dependency.text)` too"
        case .badMetadata, .badVariants, .tooNew, .noUploadTime, .prerelease, .noFiles: return nil
        }
    }

    private func notFound(_ package: PackageID) -> String? {
        let name = name(package)
        switch facts.names.list(package)?.absence {
        case .noIndex:
            return "`--no-index` is set, and `\(name)` is not in a `--find-links` location"
        case .unknown(let indexes) where !indexes.isEmpty, .empty(let indexes) where !indexes.isEmpty:
            return
                "`\(name)` was looked for in \(ReportNames.enumeration(indexes.map { "`\($0)`" }, "and")); "
                + "check the name, or add an index with `--index`"
        default: return nil
        }
    }
}
