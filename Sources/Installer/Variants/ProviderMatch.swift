internal import VariantProviders

/// A plugin that metadata asks for, held against the plugins that providers here stand for (V-190…V-192).
///
/// The namespace does not matter: metadata names it as it likes, and the plugin's package and endpoint say what
/// is meant.
struct ProviderMatch {
    /// The requirements that apply to the running interpreter, without their markers (V-191).
    let remaining: [Requirement]
    /// Explicit, without white space, or by default the first requirement's name as a module (V-192). nil when
    /// no requirement remains.
    let api: String?

    /// Without `markers` it is about every interpreter: each requirement applies to some.
    init(requires: [Requirement], api: String?, markers: MarkerEnvironment?) {
        remaining = requires.filter { wanted in
            guard let markers, let marker = wanted.marker else { return true }
            return marker.evaluate(markers)
        }.map {
            Requirement(name: $0.name, extras: $0.extras, source: $0.source)
        }
        self.api = api.map(Self.normalised) ?? remaining.first?.name.underscored
    }

    /// An object reference as it is compared: white space around `:` does not count (V-210).
    private static func normalised(_ api: String) -> String { ObjectReference(api)?.text ?? api }

    /// Which registrations stand for the plugin, by their places.
    ///
    /// - Returns: `reproduced` holds the releases of those that would, if the requirement admitted one of
    ///   them.
    func registrations(
        in registrations: [ProviderRegistration]
    ) -> (matching: [Int], reproduced: [String]) {
        guard remaining.count == 1, let requirement = remaining.first, requirement.url == nil,
            requirement.extras.isEmpty
        else { return ([], []) }
        var matching: [Int] = []
        var reproduced: [String] = []
        for (index, registration) in registrations.enumerated() {
            for endpoint in registration.standsFor where isAsked(requirement, endpoint) {
                if endpoint.versions.contains(where: { Self.admits(requirement.specifiers, $0) }) {
                    matching.append(index)
                    break
                }
                reproduced += endpoint.versions.filter { !reproduced.contains($0) }
            }
        }
        return (matching, matching.isEmpty ? reproduced : [])
    }

    private func isAsked(_ requirement: Requirement, _ endpoint: ProviderEndpoint) -> Bool {
        endpoint.package == requirement.name.text && Self.normalised(endpoint.pluginAPI) == api
    }

    /// Final releases count, and no others.
    private static func admits(_ specifiers: VersionSpecifiers, _ release: String) -> Bool {
        guard let version = Version(release), !version.isPrerelease else { return false }
        return specifiers.contains(version)
    }
}
