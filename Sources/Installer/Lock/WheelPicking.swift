/// Picks one of the wheels that a lock lists for a release: the best variant that fits the host, else an ordinary
/// wheel; of those by platform tags, then by build number (V-095, V-096).
///
/// It knows the names of files and not where they lie; what it has to ask is handed in.
struct WheelPicking {
    let package: PackageName
    let tags: PlatformTags
    let preferences: VariantPreferences
    /// Of all other packages that are or will be there (V-235).
    let versions: [PackageName: Version]
    let supported: (VariantMetadata, Set<String>) throws -> SupportedProperties

    enum Outcome {
        /// The place of the wheel among those given.
        case wheel(Int, ChosenVariant?)
        /// No wheel passes the platform tags; why, of the first few.
        case noneFits([String])
        /// Some pass, and are variants that cannot be taken; why, outermost first.
        case noVariant([String])
    }

    /// What is known of the variants.
    enum Knowledge {
        case metadata(VariantMetadata)
        /// None of them can be taken (V-060); why.
        case unusable([String])
    }

    /// A wheel whose tags fit.
    private struct Wheel {
        let place: Int
        let name: WheelFilename
        let rank: Int

        func isBetter(than other: Wheel) -> Bool {
            rank == other.rank ? name.hasLaterBuild(than: other.name) : rank < other.rank
        }
    }

    /// - Parameter metadata: asked once, with the places of the variant wheels that pass the tags, and only where
    ///   there are such.
    func pick(
        among names: [WheelFilename], metadata: ([Int]) throws -> Knowledge
    ) throws -> Outcome {
        var fitting: [Wheel] = []
        for (place, name) in names.enumerated() {
            if let rank = tags.rank(of: name) { fitting.append(Wheel(place: place, name: name, rank: rank)) }
        }
        if fitting.isEmpty { return .noneFits(mismatches(of: names)) }
        let variants = fitting.filter(\.name.isVariant)
        var reasons: [String] = []
        if !variants.isEmpty, !preferences.takesNone {
            switch try metadata(variants.map(\.place)) {
            case .metadata(let metadata):
                let selection = try selection(metadata, variants)
                for match in selection.ranked where isBound(match) {
                    let wheels = variants.filter { $0.name.variantLabel == match.label.text }
                    guard let wheel = Self.best(wheels) else { continue }
                    let variant = ChosenVariant(
                        match: match, metadata: metadata, ranked: selection.ranked,
                        rejected: selection.rejected)
                    return .wheel(wheel.place, variant)
                }
                reasons = Self.reasons(selection, versions)
            case .unusable(let why): reasons = why
            }
        }
        if let wanted = preferences.labels[package] {
            return .noVariant(["no wheel of the variant `\(wanted)` fits"] + reasons)
        }
        if let wheel = Self.best(fitting.filter { !$0.name.isVariant }) { return .wheel(wheel.place, nil) }
        if preferences.takesNone {
            reasons.append("there are only variant wheels, and those are turned off")
        }
        return .noVariant(["no variant fits", reasons.joined(separator: "; ")])
    }

    private func mismatches(of names: [WheelFilename]) -> [String] {
        names.lazy.compactMap { name in
            tags.mismatch(of: name).map { "`\(name.text)`: \(tags.explanation(of: $0))" }
        }.prefix(5).map(\.self)
    }

    private static func best(_ wheels: [Wheel]) -> Wheel? { wheels.min { $0.isBetter(than: $1) } }

    private func selection(_ metadata: VariantMetadata, _ wheels: [Wheel]) throws -> VariantSelection {
        let labels = Set(wheels.compactMap { $0.name.variantLabel.flatMap(VariantLabel.init) })
        let namespaces = Set(labels.flatMap { metadata.variants[$0]?.namespaces.keys.map(\.self) ?? [] })
        let supported = namespaces.isEmpty ? SupportedProperties() : try supported(metadata, namespaces)
        return VariantSelection(
            metadata, labels: labels, supported: supported, preferences: preferences, package: package,
            versions: versions)
    }

    /// Whether the versions that it was built for are here: nothing else will be installed (V-235, A-07).
    private func isBound(_ match: VariantMatch) -> Bool {
        match.abi.allSatisfy { versions[$0.dependency].map($0.allows) ?? false }
    }

    private static func reasons(
        _ selection: VariantSelection, _ versions: [PackageName: Version]
    ) -> [String] {
        let missing = selection.ranked.compactMap { match in
            match.abi.first { versions[$0.dependency] == nil }.map {
                "`\(match.label)` was built for \($0), which is neither locked nor installed"
            }
        }
        let rejected = selection.rejected.map { "`\($0.label)`: \($0.reason.text)" }
        let all = missing + rejected
        return Array(all.prefix(5)) + (all.count > 5 ? ["and \(all.count - 5) more"] : [])
    }
}
