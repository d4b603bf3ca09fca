/// Says which properties a host supports (seam 1): native detection, a program, a Python plugin, a list.
///
/// Asked at most once a run, off the main thread. An absent device is an answer without features; a
/// broken one is an error.
package protocol VariantProvider: Sendable {
    /// What it is called in messages: `nvidia`.
    var name: String { get }
    func answer() throws -> ProviderAnswer
}

/// What a provider found, and how.
package struct ProviderAnswer: Hashable, Sendable {
    /// The most preferred first. Names are unique.
    package var features: [VariantFeature]
    /// How it was found, in a word or two: `nvml`, `/proc/cpuinfo`, `NV_VARIANT_PROVIDER_FORCE_SM_ARCH`.
    /// nil when nothing was.
    package var source: String?
    /// The device in one line for a person, `driver 580.65 (CUDA 13.0), sm_90 x8`; nil when nothing was found.
    package var summary: String?
    /// What was looked at, in order, also in vain.
    package var observations: [Observation]
    /// Defects that cost something: an override that is not valid, a device that was skipped. Without full stop.
    package var warnings: [String]

    package init(
        features: [VariantFeature] = [], source: String? = nil, summary: String? = nil,
        observations: [Observation] = [], warnings: [String] = []
    ) {
        self.features = features
        self.source = source
        self.summary = summary
        self.observations = observations
        self.warnings = warnings
    }

    /// One place that was looked at.
    package struct Observation: Hashable, Sendable {
        /// `libnvidia-ml.so.1`, `/proc/cpuinfo`, `nvidia-smi`
        package var place: String
        /// What it said, in a few words: `not found`, `CUDA 13.0`, `no permission`.
        package var finding: String

        package init(_ place: String, _ finding: String) {
            self.place = place
            self.finding = finding
        }
    }
}

/// A published provider plugin that a provider here behaves like (PEP 850; V-183, V-190).
package struct ProviderEndpoint: Hashable, Sendable {
    /// Normalised (PEP 503): `nvidia-variant-provider`.
    package var package: String
    /// The releases whose answers are reproduced.
    package var versions: [String]
    /// `nvidia_variant_provider.plugin:NvidiaVariantPlugin`, as metadata names it, without whitespace.
    package var pluginAPI: String

    package init(package: String, versions: [String], pluginAPI: String) {
        self.package = package
        self.versions = versions
        self.pluginAPI = pluginAPI
    }
}
