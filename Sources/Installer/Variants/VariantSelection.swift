internal import VariantProviders

/// Which variants of one release fit a host, and in which order they are taken (PEP 825, "Variant ordering";
/// V-091…V-099, V-236, V-237).
///
/// Pure: everything it needs is handed in. It knows variants and not files; ordinary wheels come after every
/// variant (V-095), and platform tags order the wheels of one label (V-096).
package struct VariantSelection: Sendable {
    /// What fits, best first. Variants that are bound to the version of a dependency which is not in `versions`
    /// are among them.
    package let ranked: [VariantMatch]
    /// The rest, by label.
    package let rejected: [VariantRejection]

    /// - Parameters:
    ///   - labels: those of the release's wheels that are left after platform tags.
    ///   - supported: the host lists, at least for the namespaces that these labels use.
    ///   - versions: of other packages, as far as they are decided or installed.
    package init(
        _ metadata: VariantMetadata, labels: Set<VariantLabel>, supported: SupportedProperties,
        preferences: VariantPreferences = .none, package: PackageName, versions: [PackageName: Version] = [:]
    ) {
        var known: [(label: VariantLabel, properties: VariantProperties)] = []
        var rejected: [VariantRejection] = []
        for label in labels {
            // The reserved label means the empty set also where the metadata leaves it out.
            if let properties = metadata.variants[label] ?? (label == .null ? VariantProperties() : nil) {
                known.append((label, properties))
            } else {
                rejected.append(
                    VariantRejection(label: label, properties: VariantProperties(), reason: .unlisted))
            }
        }
        let ranks = VariantRanks(
            metadata, variants: known.lazy.map(\.properties), supported: supported, preferences: preferences,
            versions: versions)
        let judge = VariantJudge(
            ranks: ranks, abiNamespaces: supported.abiNamespaces, versions: versions,
            preferences: preferences, wanted: preferences.labels[package])
        var ranked: [VariantMatch] = []
        for (label, properties) in known {
            switch judge.verdict(on: label, properties) {
            case .fits(let key, let abi):
                ranked.append(
                    VariantMatch(label: label, properties: properties, key: key, abi: abi, ranks: ranks))
            case .rejected(let reason):
                rejected.append(VariantRejection(label: label, properties: properties, reason: reason))
            }
        }
        self.ranked = ranked.sorted { a, b in VariantKey.isBetter(a.key, than: b.key) ?? (a.label < b.label) }
        self.rejected = rejected.sorted { $0.label < $1.label }
    }
}

/// Judges one variant at a time.
struct VariantJudge {
    let ranks: VariantRanks
    let abiNamespaces: Set<String>
    let versions: [PackageName: Version]
    let preferences: VariantPreferences
    /// The label that was asked for.
    let wanted: VariantLabel?

    enum Verdict {
        case fits([VariantKey], [AbiRequirement])
        case rejected(VariantRejection.Reason)
    }

    /// Compatibility comes first, so that a preference can only narrow what is compatible (V-098).
    func verdict(on label: VariantLabel, _ properties: VariantProperties) -> Verdict {
        var keys: [VariantKey] = []
        var unsupported: [UnsupportedFeature] = []
        var abi: [AbiRequirement] = []
        var badABI: [String] = []
        for declared in properties.features {
            let isABI = abiNamespaces.contains(declared.namespace)
            if isABI {
                do throws(AbiError) {
                    abi.append(try AbiRequirement(feature: declared.name, values: declared.values))
                } catch {
                    badABI.append(error.reason)
                }
            }
            if let best = ranks.best(declared) {
                keys.append(best.key)
            } else if !isABI {
                unsupported.append(
                    UnsupportedFeature(
                        namespace: declared.namespace, feature: declared.name, values: declared.values))
            }
        }
        if let reason = badABI.min() { return .rejected(.badAbi(reason)) }
        if !unsupported.isEmpty { return .rejected(.unsupported(unsupported.sorted())) }
        abi.sort { $0.dependency < $1.dependency }
        for requirement in abi {
            if let version = versions[requirement.dependency], !requirement.allows(version) {
                return .rejected(.abiMismatch(requirement, version: version))
            }
        }
        if preferences.takesNone { return .rejected(.turnedOff) }
        if let selector = preferences.excluded.first(where: properties.declares) {
            return .rejected(.excluded(selector))
        }
        if let wanted, wanted != label { return .rejected(.notTheLabel(wanted)) }
        return .fits(keys.sorted(), abi)
    }
}

extension VariantProperties {
    /// Whether a property of this namespace, of this feature, or this property is among them.
    package func declares(_ selector: VariantSelector) -> Bool {
        switch selector {
        case .namespace(let name): namespaces[name] != nil
        case .feature(let namespace, let feature): namespaces[namespace]?[feature] != nil
        case .property(let property):
            namespaces[property.namespace]?[property.feature]?.contains(property.value) ?? false
        }
    }
}
