package import VariantProviders

/// Who answers for which namespace: the native providers and what the files of `providers.d` add, replace or
/// switch off (design §4), and which Python plugins the user trusts.
package struct ProviderRegistry: Sendable {
    package var registrations: [ProviderRegistration]
    /// Packages that may be installed and run as plugins.
    package var trusted: [TrustedPlugin]
    /// Installs and asks a plugin in an environment of its own; nil where no plugin may run. Never called for a
    /// package that is not in `trusted`.
    package var runPlugin: (@Sendable (PluginRequest) throws -> ProviderAnswer)?
    /// All that a plugin knows, for whoever makes wheels (V-215); as `runPlugin`.
    package var catalogue: (@Sendable (PluginRequest) throws -> PluginCatalogue)?
    /// The maps from hardware to indexes; no package is in two of them.
    package var variantIndexes: [VariantIndex]

    package init(
        registrations: [ProviderRegistration], trusted: [TrustedPlugin] = [],
        runPlugin: (@Sendable (PluginRequest) throws -> ProviderAnswer)? = nil,
        catalogue: (@Sendable (PluginRequest) throws -> PluginCatalogue)? = nil,
        variantIndexes: [VariantIndex] = []
    ) {
        self.registrations = registrations
        self.trusted = trusted
        self.runPlugin = runPlugin
        self.catalogue = catalogue
        self.variantIndexes = variantIndexes
    }

    /// Whether a plugin that needs this may be asked: its package is trusted, and comes from an index (V-184).
    package func trusts(_ requirement: Requirement) -> Bool {
        requirement.url == nil && trusted.contains { $0.package == requirement.name }
    }

    /// The native providers, each for the published plugins it behaves like.
    package static let native = ProviderRegistry(
        registrations: NativeProvider.all.map { native in
            ProviderRegistration(
                namespace: native.namespace, standsFor: native.endpoints, origin: .native,
                make: native.make)
        })
}

/// One provider and what it answers for.
package struct ProviderRegistration: Sendable {
    package var namespace: String
    /// The plugins it stands for (V-190). Empty: it answers for its namespace whatever plugin the metadata asks
    /// for; it is the user's list (V-182).
    package var standsFor: [ProviderEndpoint]
    package var isEnabled: Bool
    package var origin: Origin
    /// It runs a program of the site or a plugin, which takes its time; a native provider looks at a few files.
    package var runsForeignCode: Bool
    package var make: @Sendable (any SystemProbe) -> any VariantProvider

    package enum Origin: Hashable, Sendable {
        case native
        /// A file of `providers.d`.
        case file(Path)
    }

    package init(
        namespace: String, standsFor: [ProviderEndpoint], isEnabled: Bool = true, origin: Origin,
        runsForeignCode: Bool = false, make: @escaping @Sendable (any SystemProbe) -> any VariantProvider
    ) {
        self.namespace = namespace
        self.standsFor = standsFor
        self.isEnabled = isEnabled
        self.origin = origin
        self.runsForeignCode = runsForeignCode
        self.make = make
    }
}

/// A plugin package that the user or the site trusts to run (V-184, V-271).
package struct TrustedPlugin: Hashable, Sendable {
    package var package: PackageName
    /// nil: every version.
    package var versions: VersionSpecifiers?
    /// The wheels that may be installed; empty: any of these versions.
    package var hashes: [Hash]

    package init(package: PackageName, versions: VersionSpecifiers? = nil, hashes: [Hash] = []) {
        self.package = package
        self.versions = versions
        self.hashes = hashes
    }
}

/// A question to a Python plugin (PEP 850, plugin API; V-210…V-218).
package struct PluginRequest: Hashable, Sendable {
    package var namespace: String
    /// What has to be installed, markers already applied.
    package var requires: [Requirement]
    /// Explicit or default (V-192).
    package var api: String
    package var timeout: Duration

    package init(namespace: String, requires: [Requirement], api: String, timeout: Duration = .seconds(30)) {
        self.namespace = namespace
        self.requires = requires
        self.api = api
        self.timeout = timeout
    }
}
