package import VariantProviders

/// What a host supports, written down: the output of `swuv variants detect --json`, and what stands in for
/// detection when resolving for another machine (V-186).
package struct HostProfile: Hashable, Sendable {
    /// False: namespaces that it does not name are detected as if there were no profile.
    package var isComplete: Bool
    /// By namespace; a namespace with no features supports nothing.
    package var providers: [String: Entry]
    /// The platform it was taken on; nil when it does not say.
    package var platform: Platform?

    package struct Entry: Hashable, Sendable {
        /// In order of preference.
        package var features: [VariantFeature]
        /// How it was found.
        package var source: String?

        package init(_ features: [VariantFeature], source: String? = nil) {
            self.features = features
            self.source = source
        }
    }

    package struct Platform: Hashable, Sendable {
        /// `linux`
        package var system: String
        /// `x86_64`
        package var machine: String
        /// `glibc 2.36`; nil when unknown.
        package var libc: String?

        package init(system: String, machine: String, libc: String? = nil) {
            self.system = system
            self.machine = machine
            self.libc = libc
        }
    }

    package init(isComplete: Bool = true, providers: [String: Entry], platform: Platform? = nil) {
        self.isComplete = isComplete
        self.providers = providers
        self.platform = platform
    }
}
