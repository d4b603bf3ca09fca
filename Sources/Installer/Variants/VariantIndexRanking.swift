internal import VariantProviders

/// Several ways to meet the same need, held against a host: which of them it supports, best first, and why it does
/// not support the others.
///
/// They are ordered as variants of a release are (PEP 825, "Variant ordering"; V-094), with the namespaces of the map;
/// where properties do not decide, the first one comes first.
package struct VariantIndexRanking: Sendable {
    package let fits: [Fit]
    /// In their order.
    package let rejected: [Misfit]
    /// What the host supports of the namespaces in question.
    package let supported: SupportedProperties

    package struct Fit: Sendable {
        /// Among the options that were ranked.
        package let place: Int
        package let option: VariantOption
        package let match: VariantMatch
        /// Counts from 0; options with the same number weigh the same, and their order alone decides.
        package let tier: Int
    }

    package struct Misfit: Sendable {
        package let place: Int
        package let option: VariantOption
        package let rejection: VariantRejection
    }

    package var best: Fit? { fits.first }

    /// - Parameters:
    ///   - packages: those that the options are about; a label that the user asked for of any of them is the one.
    ///   - environment: options whose marker does not hold there are rejected. nil: markers do not count.
    init(
        _ options: [VariantOption], namespaces: [String], supported: SupportedProperties,
        preferences: VariantPreferences, wanted: VariantLabel?, environment: MarkerEnvironment?
    ) {
        self.supported = supported
        let asked = options.map { Self.asked(of: $0.properties, supported) }
        let ranks = VariantRanks(
            VariantMetadata(schema: "", namespaces: namespaces, variants: [:]), variants: asked,
            supported: supported, preferences: preferences, versions: [:])
        var narrowing = preferences
        narrowing.takesNone = false
        let judge = VariantJudge(
            ranks: ranks, abiNamespaces: [], versions: [:], preferences: narrowing, wanted: wanted)
        var found: [(place: Int, match: VariantMatch)] = []
        var rejected: [Misfit] = []
        for (place, option) in options.enumerated() {
            func reject(_ reason: VariantRejection.Reason) {
                rejected.append(
                    Misfit(
                        place: place, option: option,
                        rejection: VariantRejection(
                            label: option.label, properties: option.properties, reason: reason)))
            }
            if let environment, let marker = option.marker, !marker.evaluate(environment) {
                reject(.otherEnvironment(marker))
                continue
            }
            switch judge.verdict(on: option.label, asked[place]) {
            case .rejected(let reason): reject(reason)
            case .fits(let key, _):
                if let selector = preferences.excluded.first(where: option.properties.declares) {
                    reject(.excluded(selector))
                } else if preferences.takesNone, !option.properties.isEmpty {
                    reject(.turnedOff)
                } else {
                    found.append(
                        (
                            place,
                            VariantMatch(
                                label: option.label, properties: option.properties, key: key, abi: [],
                                ranks: ranks)
                        ))
                }
            }
        }
        found.sort { a, b in
            VariantKey.isBetter(a.match.key, than: b.match.key) ?? (a.place < b.place)
        }
        var fits: [Fit] = []
        for (place, match) in found {
            let isNew = fits.last.map { $0.match.key != match.key } ?? false
            fits.append(
                Fit(
                    place: place, option: options[place], match: match,
                    tier: (fits.last?.tier ?? 0) + (isNew ? 1 : 0)))
        }
        self.fits = fits
        self.rejected = rejected
    }

    /// What is held against the host: a feature that its answer for the namespace does not name at all is left
    /// out, as long as it names another one. People write profiles with the version of the driver alone. Where devices
    /// differ, `FEATURE_lowest` says what the least of them has, and the option has to be for that one too.
    private static func asked(
        of properties: VariantProperties, _ supported: SupportedProperties
    ) -> VariantProperties {
        var result: [String: [String: [String]]] = [:]
        for (namespace, features) in properties.namespaces {
            let known = Set((supported.features[namespace] ?? []).map(\.name))
            var named = features.filter { known.contains($0.key) }
            for (feature, values) in named where known.contains(feature + "_lowest") {
                named[feature + "_lowest"] = values
            }
            result[namespace] = named.isEmpty ? features : named
        }
        return VariantProperties(result)
    }
}

extension VariantHost {
    /// Ranks options that no metadata describes: the labels of a variant index, or extras that exclude each other.
    /// Blocks until the providers of the namespaces that come into question have answered.
    ///
    /// The user's preferences count as among the variants of a release. Options without properties fit every host,
    /// even where no variant may be taken.
    ///
    /// - Parameters:
    ///   - packages: those that the options are about.
    ///   - environment: options whose marker does not hold there are rejected. nil: the caller has left them out
    ///     already, and markers do not count.
    /// - Throws: when the user asked for two labels of these packages, and what a provider or `providers.d` is at
    ///   fault with.
    package func rank(
        _ options: [VariantOption], namespaces: [String], packages: Set<PackageName>,
        environment: MarkerEnvironment? = nil
    ) throws -> VariantIndexRanking {
        let candidates = options.filter { option in
            environment.map { option.marker?.evaluate($0) ?? true } ?? true
        }
        let used = Set(candidates.flatMap { $0.properties.namespaces.keys })
        return VariantIndexRanking(
            options, namespaces: namespaces, supported: try supported(namespaces: used).wait(),
            preferences: preferences, wanted: try wantedLabel(of: packages), environment: environment)
    }

    /// The same for options about one package.
    package func rank(
        _ options: [VariantOption], namespaces: [String], package: PackageName,
        environment: MarkerEnvironment? = nil
    ) throws -> VariantIndexRanking {
        try rank(options, namespaces: namespaces, packages: [package], environment: environment)
    }

    /// The label that the user asked for, of any of the packages.
    private func wantedLabel(of packages: Set<PackageName>) throws -> VariantLabel? {
        let wanted = preferences.labels.filter { packages.contains($0.key) }.sorted { $0.key < $1.key }
        if let first = wanted.first, let other = wanted.first(where: { $0.value != first.value }) {
            throw Diagnostic(
                "`\(first.key)=\(first.value)` and `\(other.key)=\(other.value)` were asked for, and these packages carry one label together",
                exitCode: .usage)
        }
        return wanted.first?.value
    }
}
