package import VariantProviders

/// What `variants make` is asked for.
package struct MakeVariantRequest: Sendable {
    package var wheel: Path
    /// nil: the one that the seed has for these properties, else a digest of them (V-252).
    package var label: VariantLabel?
    package var properties: [VariantProperty]
    /// A `pyproject.toml` with a table `[variant]`, or JSON (V-250). nil: what the wheel itself says if it is a
    /// variant wheel, else the native providers.
    package var seed: Path?
    /// Where the new wheel goes; nil: beside the old one.
    package var output: Path?

    package init(
        wheel: Path, label: VariantLabel? = nil, properties: [VariantProperty] = [], seed: Path? = nil,
        output: Path? = nil
    ) {
        self.wheel = wheel
        self.label = label
        self.properties = properties
        self.seed = seed
        self.output = output
    }
}

/// The variant wheel that `variants make` wrote.
package struct MakeVariantReport: Sendable {
    package var path: Path
    package var label: VariantLabel
    package var properties: VariantProperties
    /// What the metadata's providers come from, for people.
    package var seed: String
    package var sha256: Hash
    /// Signatures of the old RECORD that the new wheel does not have.
    package var leftOut: [String]

    package init(
        path: Path, label: VariantLabel, properties: VariantProperties, seed: String, sha256: Hash,
        leftOut: [String] = []
    ) {
        self.path = path
        self.label = label
        self.properties = properties
        self.seed = seed
        self.sha256 = sha256
        self.leftOut = leftOut
    }
}
