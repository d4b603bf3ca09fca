/// The choices that hardware makes where users do not (design §1): among the labels of variant indexes, and among
/// extras that exclude each other and take packages from indexes that stand for hardware.
struct LockChoices {
    let inputs: LockInputs
    /// Asked only when an extra that is in conflict with another names an index.
    let maps: () throws -> [VariantIndex]

    /// The extras of one member that exclude each other, and what is known of each before anything is resolved.
    fileprivate struct Candidate {
        let member: PackageName
        var extras: [(name: ExtraName, meaning: Meaning?)]
    }

    /// What an extra stands for.
    fileprivate enum Meaning {
        /// It fits every host.
        case anywhere
        case variant(VariantIndex.Variant, of: VariantIndex)
        case properties(VariantProperties, VariantLabel)
    }

    private static let anywhere = VariantLabel("cpu")!

    // MARK: Before

    /// Where none of the extras of a set is in force though one of them fits every host: one is always chosen, so
    /// that case need not be resolved.
    func excluded(_ roots: LockRoots) throws -> MarkerSet {
        var excluded = MarkerSet.never
        for candidate in try candidates() {
            guard candidate.isChoice, candidate.extras.contains(where: { $0.meaning?.fitsEverywhere == true })
            else { continue }
            var none = roots.conditions[LockRoots.Place(candidate.member, .dependencies)] ?? .always
            for extra in candidate.extras {
                let condition = roots.conditions[LockRoots.Place(candidate.member, .extra(extra.name))]
                none = none.and((condition ?? .never).not)
            }
            excluded = excluded.or(none)
        }
        return excluded
    }

    private func candidates() throws -> [Candidate] {
        var found: [Candidate] = []
        for set in inputs.conflicts {
            guard let first = set.items.first,
                let member = inputs.members.first(where: { $0.name == first.member })
            else { continue }
            var names: [ExtraName] = []
            for item in set.items where item.member == member.name {
                if case .extra(let name) = item.kind { names.append(name) }
            }
            guard names.count == set.items.count, names.count > 1 else { continue }
            let isDescribed = names.contains { member.hardware[$0] != nil || !member.pins(of: $0).isEmpty }
            guard isDescribed else { continue }
            let extras = try names.map { (name: $0, meaning: try meaning(of: $0, member)) }
            found.append(Candidate(member: member.name, extras: extras))
        }
        return found
    }

    private func meaning(of extra: ExtraName, _ member: LockInputs.Member) throws -> Meaning? {
        let pins = member.pins(of: extra)
        switch member.hardware[extra] {
        case .properties(let properties)?:
            let label = VariantLabel(String(extra.text.map { $0 == "-" ? "_" : $0 }))
            return .properties(properties, label ?? Self.anywhere)
        case .label(let label)?:
            if label == Self.anywhere { return .anywhere }
            if let meaning = try self.meaning(of: label, pins.map(\.package)) { return meaning }
            for map in try maps() {
                if let variant = map.variants.first(where: { $0.option.label == label }) {
                    return .variant(variant, of: map)
                }
            }
            throw Diagnostic(
                "No variant index has the label `\(label)` that `[tool.swuv.extras]` gives the extra `\(extra)` "
                    + "of `\(member.name)`",
                hints: ["Say `properties = { … }` in place of `label`"])
        case nil: break
        }
        for pin in pins {
            for map in try maps() {
                let variant = map.variants.first {
                    $0.url.withoutTrailingSlash == pin.url.withoutTrailingSlash
                }
                if let variant {
                    return variant.option.label == Self.anywhere ? .anywhere : .variant(variant, of: map)
                }
            }
        }
        for pin in pins {
            guard let label = pin.url.lastLabel else { continue }
            if label == Self.anywhere { return .anywhere }
            if let meaning = try self.meaning(of: label, [pin.package]) { return meaning }
        }
        return nil
    }

    /// The label of a map that has one of the packages.
    private func meaning(of label: VariantLabel, _ packages: [PackageName]) throws -> Meaning? {
        if label == Self.anywhere { return .anywhere }
        for map in try maps() where packages.contains(where: map.packages.contains) {
            if let variant = map.variants.first(where: { $0.option.label == label }) {
                return .variant(variant, of: map)
            }
        }
        return nil
    }

    // MARK: After

    /// - Parameter labels: of each variant index (by name) those that have a solution.
    func choices(
        for lock: Lock, labels: [String: [VariantLabel]], _ places: LockPlaces
    ) throws -> [LockedChoice] {
        var choices: [LockedChoice] = []
        for (name, labels) in labels.sorted(by: { $0.key < $1.key }) where !labels.isEmpty {
            guard let map = try maps().first(where: { $0.name == name }) else { continue }
            let packages = Set(lock.packages.map(\.name)).intersection(map.packages)
            var options: [LockedChoice.Option] = []
            for variant in map.variants where labels.contains(variant.option.label) {
                let versions = lock.versions(from: places.index(variant.url), of: map.packages)
                let rewrites = lock.rewrites(of: variant, from: places.index(variant.url))
                options += variant.options(at: versions).map {
                    LockedChoice.Option($0, rewrites: rewrites)
                }
            }
            choices.append(
                LockedChoice(
                    subject: .index(name, packages: packages.sorted()),
                    namespaces: map.namespaces, options: options))
        }
        for candidate in try candidates() {
            if let choice = try choice(candidate, lock, places), !choices.contains(choice) {
                choices.append(choice)
            }
        }
        return choices
    }

    private func choice(_ candidate: Candidate, _ lock: Lock, _ places: LockPlaces) throws -> LockedChoice? {
        guard let member = inputs.members.first(where: { $0.name == candidate.member }) else { return nil }
        var namespaces: [String] = []
        var options: [LockedChoice.Option] = []
        var order: [ExtraName: Int] = [:]
        var described = 0
        for extra in candidate.extras {
            guard let meaning = try extra.meaning ?? meaning(of: extra.name, member, lock, places) else {
                continue
            }
            described += 1
            switch meaning {
            case .anywhere:
                options.append(LockedChoice.Option(extra: extra.name, VariantOption(label: Self.anywhere)))
            case .properties(let properties, let label):
                options.append(
                    LockedChoice.Option(
                        extra: extra.name, VariantOption(label: label, properties: properties)))
                namespaces += properties.namespaces.keys.sorted().filter { !namespaces.contains($0) }
            case .variant(let variant, let map):
                order[extra.name] = map.variants.firstIndex(of: variant)
                var versions: [PackageName: Version] = [:]
                for pin in member.pins(of: extra.name) {
                    let here = lock.versions(from: places.index(pin.url), of: [pin.package])
                    versions.merge(here) { first, _ in first }
                }
                let rewrites = lock.rewrites(of: variant, from: places.index(variant.url))
                options += variant.options(at: versions).map {
                    LockedChoice.Option(extra: extra.name, $0, rewrites: rewrites)
                }
                namespaces += map.namespaces.filter { !namespaces.contains($0) }
            }
        }
        guard described > 1 else { return nil }
        // What weighs the same stands as in the map, however the project lists its extras.
        options = options.enumerated().sorted { a, b in
            let (one, other) = (a.element.extra.flatMap { order[$0] }, b.element.extra.flatMap { order[$0] })
            return (one ?? .max, a.offset) < (other ?? .max, b.offset)
        }.map(\.element)
        return LockedChoice(
            subject: .extras(of: candidate.member), namespaces: namespaces, options: options)
    }

    /// By the local version of what was locked from the index of the extra: `2.9.0+cu126`.
    private func meaning(
        of extra: ExtraName, _ member: LockInputs.Member, _ lock: Lock, _ places: LockPlaces
    ) throws -> Meaning? {
        for pin in member.pins(of: extra) {
            let index = places.index(pin.url)
            for package in lock.packages where package.name == pin.package && package.source == .index(index)
            {
                guard let local = package.version?.description.split(separator: "+").dropFirst().first,
                    let label = VariantLabel(String(local))
                else { continue }
                if let meaning = try meaning(of: label, [pin.package]) { return meaning }
            }
        }
        return nil
    }
}

extension LockChoices.Candidate {
    /// At least two of them can be told apart.
    fileprivate var isChoice: Bool { extras.count { $0.meaning != nil } > 1 }
}

extension LockChoices.Meaning {
    fileprivate var fitsEverywhere: Bool {
        switch self {
        case .anywhere: true
        case .variant(let variant, _):
            variant.option.properties.isEmpty && variant.option.marker == nil
                && variant.builds.isEmpty
        case .properties(let properties, _): properties.isEmpty
        }
    }
}

extension LockInputs.Member {
    /// The indexes that requirements of an extra name, without those that it takes from other extras.
    fileprivate func pins(of extra: ExtraName) -> [(package: PackageName, url: String)] {
        (extras[extra] ?? []).compactMap { item in
            if case .index(_, let url) = item.source { (item.requirement.name, url) } else { nil }
        }
    }
}

extension Lock {
    /// Those that a wheel from the index makes use of.
    fileprivate func rewrites(of variant: VariantIndex.Variant, from index: String) -> [RequirementRewrite] {
        variant.rewrites.filter { rewrite in
            packages.contains { package in
                package.source == .index(index)
                    && package.dependencies.contains {
                        $0.name == rewrite.package && $0.extras.contains(rewrite.extra)
                    }
            }
        }
    }

    fileprivate func versions(from index: String, of names: Set<PackageName>) -> [PackageName: Version] {
        var versions: [PackageName: Version] = [:]
        for package in packages where names.contains(package.name) {
            if package.source == .index(index), let version = package.version {
                versions[package.name] = version
            }
        }
        return versions
    }
}

extension String {
    fileprivate var withoutTrailingSlash: String { hasSuffix("/") ? String(dropLast()) : self }

    /// The last component of a URL or path, if it can be a label.
    fileprivate var lastLabel: VariantLabel? { VariantLabel(Path(withoutTrailingSlash).name) }
}
