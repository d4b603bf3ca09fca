/// A map from hardware to package indexes, one `[[variant-index]]` table of `providers.d` (design §4): it turns the
/// indexes that a project publishes for each accelerator into variants of its releases.
///
/// The packages of a map come from the index of the chosen label and from nowhere else, nothing else comes from
/// there, and all of them carry one label in one environment.
package struct VariantIndex: Hashable, Sendable {
    /// `pytorch`: the `name` of the table, or the name of its file.
    package var name: String
    package var packages: Set<PackageName>
    /// Namespaces of the properties, the most important first.
    package var namespaces: [String]
    /// In the order of the file, which decides where properties do not.
    package var variants: [Variant]
    /// It stands in a file of the site or the user and not in one that swuv ships.
    package var isOfSite: Bool

    /// One index of the map.
    package struct Variant: Hashable, Sendable {
        /// Without properties it fits every host (of its marker).
        package var option: VariantOption
        /// The page of package P lies at `url/P/`. Without credentials.
        package var url: String
        /// What its wheels need and ordinary indexes may not have: it comes from there as well, where that has it.
        package var companions: Set<PackageName>
        /// The versions that are to be found there, of some of the packages.
        package var versions: [PackageName: VersionSpecifiers]
        /// Requirements of its wheels that are written anew for the host: `rocm[device-all]`.
        package var rewrites: [RequirementRewrite]
        /// Where the wheels of one label were not all made for the same hardware: the first that has a version and
        /// an environment says what for. Empty: the option's properties hold for all. Otherwise the option has the
        /// properties of the first of them, and its marker is what any of them allows.
        package var builds: [Build]

        package init(
            option: VariantOption, url: String, companions: Set<PackageName> = [],
            versions: [PackageName: VersionSpecifiers] = [:], rewrites: [RequirementRewrite] = [],
            builds: [Build] = []
        ) {
            self.option = option
            self.url = url
            self.companions = companions
            self.versions = versions
            self.rewrites = rewrites
            self.builds = builds
        }
    }

    /// Some of the wheels of a label: those of some versions, or for some platforms.
    package struct Build: Hashable, Sendable {
        /// Beside those of the label.
        package var versions: [PackageName: VersionSpecifiers]
        /// Beside that of the label.
        package var marker: Marker?
        package var properties: VariantProperties

        package init(
            versions: [PackageName: VersionSpecifiers] = [:], marker: Marker? = nil,
            properties: VariantProperties
        ) {
            self.versions = versions
            self.marker = marker
            self.properties = properties
        }
    }

    package init(
        name: String, packages: Set<PackageName>, namespaces: [String], variants: [Variant],
        isOfSite: Bool = false
    ) {
        self.name = name
        self.packages = packages
        self.namespaces = namespaces
        self.variants = variants
        self.isOfSite = isOfSite
    }
}

/// One of several ways to meet the same need, of which a host takes the best that it supports: a label of a variant
/// index, or one of a project's extras that exclude each other.
package struct VariantOption: Hashable, Sendable {
    /// `cu130`; of an extra, the label of the index that it takes its packages from.
    package var label: VariantLabel
    /// What a host has to support; empty: nothing.
    package var properties: VariantProperties
    /// The environments that it is for; nil: all.
    package var marker: Marker?

    package init(
        label: VariantLabel, properties: VariantProperties = VariantProperties(), marker: Marker? = nil
    ) {
        self.label = label
        self.properties = properties
        self.marker = marker
    }
}
