internal import Installer
internal import VariantProviders

/// The options about variant wheels, of every command that selects files.
extension OptionSpec {
    static let variant = OptionSpec(
        "variant", .list("NAME=LABEL"), .variants, variables: ["SWUV_VARIANT"], configurable: true,
        "Take the variant with this label of a package, where it fits this host")
    static let preferVariant = OptionSpec(
        "prefer-variant", .list("SELECTOR"), .variants, configurable: true,
        "Among the variants that fit, prefer those for this: `nvidia`, `x86_64 :: level`, `x86_64 :: level :: v2`"
    )
    static let excludeVariant = OptionSpec(
        "exclude-variant", .list("SELECTOR"), .variants, configurable: true,
        "Take no variant that is made for this: `nvidia`, `x86_64 :: level`, `x86_64 :: level :: v4`")
    static let variantProfile = OptionSpec(
        "variant-profile", .one("FILE"), .variants, variables: ["SWUV_VARIANT_PROFILE"], configurable: true,
        completes: .file,
        "Select for the host that this file describes (`swuv variants detect --json` writes it), and detect nothing"
    )
    static let enableProvider = OptionSpec(
        "enable-provider", .list("NAMESPACE"), .variants, configurable: true,
        "Use the provider of these variants although it is optional")
    static let disableProvider = OptionSpec(
        "disable-provider", .list("NAMESPACE"), .variants, configurable: true,
        "Do not ask the provider of these variants, and take none of them")
    static let disableVariantIndex = OptionSpec(
        "disable-variant-index", .list("NAME"), .variants, configurable: true,
        "Leave out this map from hardware to indexes, such as `pytorch`")
    static let noVariantRewrites = OptionSpec(
        "no-variant-rewrites", .flag, .variants, negation: "variant-rewrites",
        variables: ["SWUV_NO_VARIANT_REWRITES"], configurable: true,
        "Keep requirements that a map would narrow to the devices of this host, such as `rocm[device-all]`")
    static let noVariants = OptionSpec(
        "no-variants", .flag, .variants, negation: "variants", variables: ["SWUV_NO_VARIANTS"],
        "Take no variant wheel at all")
    static let strictVariants = OptionSpec(
        "strict-variants", .flag, .variants, negation: "no-strict-variants",
        variables: ["SWUV_STRICT_VARIANTS"], configurable: true,
        "Fail when a provider fails, and take no release whose variant metadata is at fault")

    static let variantGroup: [OptionSpec] = [
        variant, preferVariant, excludeVariant, variantProfile, enableProvider, disableProvider,
        disableVariantIndex, noVariantRewrites, noVariants, strictVariants,
    ]

    /// What the keys of the table `[variants]` of a configuration file set; `labels` is a table of its own.
    static let variantKeys: [(key: String, option: OptionSpec)] = [
        ("labels", variant), ("prefer", preferVariant), ("exclude", excludeVariant),
        ("profile", variantProfile), ("enable-providers", enableProvider),
        ("disable-providers", disableProvider), ("disable-indexes", disableVariantIndex),
        ("no-rewrites", noVariantRewrites), ("strict", strictVariants),
    ]
}

extension OptionSpec {
    /// As a configuration file spells it: `link-mode`, `variants.prefer`.
    var configurationKey: String {
        Self.variantKeys.first { $0.option.name == name }.map { "variants.\($0.key)" } ?? name
    }
}

extension Settings {
    /// What was said about variants, in all layers.
    func variantRequest() throws -> VariantRequest {
        let (enabled, disabled) = try switchedProviders()
        var preferences = VariantPreferences(
            labels: try variantLabels(), preferred: try selectors(.preferVariant),
            excluded: try selectors(.excludeVariant), enabledProviders: enabled,
            disabledProviders: disabled, takesNone: try isOn(.noVariants),
            isStrict: try isOn(.strictVariants))
        preferences.disabledIndexes = Set(texts(.disableVariantIndex))
        preferences.keepsRequirements = try isOn(.noVariantRewrites)
        return VariantRequest(profile: try hostProfile(.variantProfile), preferences: preferences)
    }

    /// The file of `--variant-profile` or another name of it; absolute.
    func hostProfile(_ option: OptionSpec) throws -> Path? {
        if let value = value(of: option), value.text.isEmpty {
            throw value.complaint(
                about: option,
                "expected a file, as `swuv variants detect --json` writes it; leave it out to detect this host"
            )
        }
        return path(option)
    }

    /// Of several labels of a package the last on the command line counts, and the command line before files.
    private func variantLabels() throws -> [PackageName: VariantLabel] {
        var labels: [PackageName: VariantLabel] = [:]
        for value in values(of: .variant).reversed() where isFromFile(value) {
            let (name, label) = try variantLabel(value)
            labels[name] = label
        }
        for value in values(of: .variant) where !isFromFile(value) {
            let (name, label) = try variantLabel(value)
            labels[name] = label
        }
        return labels
    }

    private func variantLabel(_ value: SettingValue) throws -> (PackageName, VariantLabel) {
        let parts = value.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw value.complaint(about: .variant, "expected a package and a label, such as `torch=cu130`")
        }
        guard let name = PackageName(String(parts[0])) else {
            throw value.complaint(about: .variant, "`\(parts[0])` is not the name of a package")
        }
        guard let label = VariantLabel(String(parts[1])) else {
            throw value.complaint(
                about: .variant, "`\(parts[1])` is no label: those are made of `0-9`, `a-z`, `_` and `.`")
        }
        return (name, label)
    }

    private func selectors(_ option: OptionSpec) throws -> [VariantSelector] {
        try values(of: option).map { value in
            guard let selector = VariantSelector(parsing: value.text) else {
                throw value.complaint(
                    about: option,
                    "expected a namespace, a feature or a property, such as `nvidia`, `nvidia :: sm_arch` or `x86_64 :: level :: v3`"
                )
            }
            return selector
        }
    }

    /// The namespaces that are on and off. Where one is both, the command line counts before files.
    private func switchedProviders() throws -> (enabled: Set<String>, disabled: Set<String>) {
        let on = values(of: .enableProvider)
        let off = values(of: .disableProvider)
        var enabled: Set<String> = []
        var disabled: Set<String> = []
        for (values, option, isOn) in [(on, OptionSpec.enableProvider, true), (off, .disableProvider, false)]
        {
            for value in values {
                guard VariantSyntax.isName(value.text) else {
                    throw value.complaint(
                        about: option, "expected a namespace, made of `0-9`, `a-z` and `_`: `nvidia`")
                }
                if isOn { enabled.insert(value.text) } else { disabled.insert(value.text) }
            }
        }
        for namespace in enabled.intersection(disabled) {
            let spokenOn = on.contains { $0.text == namespace && !isFromFile($0) }
            let spokenOff = off.first { $0.text == namespace && !isFromFile($0) }
            if let spokenOff, spokenOn {
                throw spokenOff.complaint(about: .disableProvider, "`--enable-provider` names it too")
            }
            if spokenOn { disabled.remove(namespace) } else { enabled.remove(namespace) }
        }
        return (enabled, disabled)
    }

    private func isFromFile(_ value: SettingValue) -> Bool {
        if case .file = value.origin { true } else { false }
    }
}
