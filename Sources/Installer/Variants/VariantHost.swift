internal import Synchronization
package import VariantProviders

/// Says for each namespace what the host supports (PEP 850; V-180…V-194): from the metadata's own lists, from
/// the user's profile or drop-ins, from providers here that stand for the plugin, or from a trusted plugin.
///
/// The resolver asks it when it meets variant wheels. Each provider is asked at most once, on the pool, and only
/// for namespaces that somebody asks about (V-188).
package final class VariantHost: Sendable {
    package let preferences: VariantPreferences
    let profile: HostProfile?
    private let markers: MarkerEnvironment
    private let reporter: any Reporter
    private let inquiry: ProviderInquiry
    private let tellsLeftOut: Bool
    /// Questions whose failure was told already.
    private let told = Mutex<Set<ProviderCall.Question>>([])
    /// Namespaces that nobody may answer for, told already.
    private let leftOut = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - registry: read when the first namespace needs it.
    ///   - system: made when the first native provider is asked.
    ///   - markers: of the running interpreter, for the markers of `requires` (V-191).
    ///   - tellsLeftOut: one note for each namespace whose provider swuv may not or cannot ask (V-271, A-15).
    package init(
        registry: @escaping @Sendable () throws -> ProviderRegistry,
        system: @escaping @Sendable () -> any SystemProbe, profile: HostProfile?,
        preferences: VariantPreferences, markers: MarkerEnvironment, pool: WorkerPool,
        reporter: any Reporter, tellsLeftOut: Bool = true
    ) {
        self.tellsLeftOut = tellsLeftOut
        self.preferences = preferences
        self.profile = profile
        self.markers = markers
        self.reporter = reporter
        inquiry = ProviderInquiry(registry: registry, system: system, pool: pool, reporter: reporter)
    }

    /// The host lists of these namespaces of a release.
    ///
    /// A provider that fails supports nothing, with one warning. It fails the future where the user named the
    /// provider as enabled or asked for strictness (V-217), and where the files of `providers.d` are at fault.
    package func supported(
        for metadata: VariantMetadata, namespaces: Set<String>
    ) -> Future<SupportedProperties> {
        var known = SupportedProperties()
        var open: [Asked] = []
        do {
            for namespace in namespaces.sorted() {
                switch try decide(namespace, metadata) {
                case .features(let features):
                    known.features[namespace] = features
                    if features.isEmpty { known.reasons[namespace] = .nothingFound }
                case .unsupported(let reason):
                    known.reasons[namespace] = reason
                    tell(reason, of: namespace)
                case .abi: known.abiNamespaces.insert(namespace)
                case .ask(let question, let outcome):
                    open.append(Asked(namespace: namespace, question: question, outcome: outcome))
                }
            }
        } catch {
            return Future(error: error)
        }
        return gather(open[...], known)
    }

    private struct Asked: Sendable {
        var namespace: String
        var question: ProviderCall.Question
        var outcome: Future<ProviderCall.Outcome>
    }

    /// All questions are under way; this waits for their answers one after the other.
    private func gather(_ rest: ArraySlice<Asked>, _ known: SupportedProperties) -> Future<
        SupportedProperties
    > {
        guard let next = rest.first else { return Future(value: known) }
        return next.outcome.flatMap { outcome in
            var known = known
            switch outcome {
            case .answer(let answer):
                known.features[next.namespace] = answer.features
                if answer.features.isEmpty { known.reasons[next.namespace] = .nothingFound }
            case .failed(let diagnostic):
                try self.tell(diagnostic, of: next)
                known.reasons[next.namespace] = .failed(diagnostic.message)
            }
            return self.gather(rest.dropFirst(), known)
        }
    }

    /// The host lists of these namespaces where no metadata says who answers: a map's or an extra's properties. The
    /// user's profile and lists come first, then whoever is registered for the namespace.
    package func supported(namespaces: Set<String>) -> Future<SupportedProperties> {
        var known = SupportedProperties()
        var open: [Asked] = []
        do {
            for namespace in namespaces.sorted() {
                switch try decideByRegistration(namespace) {
                case .features(let features):
                    known.features[namespace] = features
                    if features.isEmpty { known.reasons[namespace] = .nothingFound }
                case .unsupported(let reason): known.reasons[namespace] = reason
                case .abi: known.abiNamespaces.insert(namespace)
                case .ask(let question, let outcome):
                    open.append(Asked(namespace: namespace, question: question, outcome: outcome))
                }
            }
        } catch {
            return Future(error: error)
        }
        return gather(open[...], known)
    }

    /// The maps of `providers.d`, less those that the user switched off for this command.
    package func variantIndexes() throws -> [VariantIndex] {
        if preferences.takesNone { return [] }
        return try inquiry.registry().variantIndexes.filter { !preferences.disabledIndexes.contains($0.name) }
    }

    private func tell(_ reason: SupportedProperties.Unsupported, of namespace: String) {
        switch reason {
        case .untrusted, .otherRelease, .unknownBuiltin: break
        default: return
        }
        guard tellsLeftOut, leftOut.withLock({ $0.insert(namespace).inserted }) else { return }
        reporter.note("Variants for `\(namespace)` are left out: \(reason.text(of: namespace))")
    }

    private func tell(_ diagnostic: Diagnostic, of asked: Asked) throws {
        if preferences.isStrict || preferences.enabledProviders.contains(asked.namespace) {
            throw diagnostic.wrapped(in: "the provider of the variants `\(asked.namespace)` failed")
        }
        guard told.withLock({ $0.insert(asked.question).inserted }) else { return }
        reporter.warning(
            diagnostic.wrapped(
                in: "the provider of the variants `\(asked.namespace)` failed; none of them is used"))
    }
}

// MARK: Who answers

extension VariantHost {
    private enum Decision {
        case features([VariantFeature])
        case unsupported(SupportedProperties.Unsupported)
        /// Versions of other packages decide (V-230).
        case abi
        case ask(ProviderCall.Question, Future<ProviderCall.Outcome>)
    }

    /// The first step that decides, decides.
    private func decide(_ namespace: String, _ metadata: VariantMetadata) throws -> Decision {
        let provider = metadata.providers[namespace]
        // V-180; giving a list for an optional namespace enables it.
        if preferences.disabledProviders.contains(namespace) { return .unsupported(.disabled) }
        if let provider, provider.isOptional, !preferences.enabledProviders.contains(namespace),
            profile?.providers[namespace] == nil, try userList(namespace) == nil
        {
            return .unsupported(.optional)
        }
        // V-181 comes before the user's lists: its values fit everywhere.
        if case .listed(let features)? = provider?.kind {
            return .features(features.filter { !$0.values.isEmpty })
        }
        if isABI(namespace, metadata) { return .abi }
        // V-182, V-186
        if let profile {
            if let entry = profile.providers[namespace] { return .features(entry.features) }
            if profile.isComplete { return .unsupported(.notInProfile) }
        }
        if let index = try userList(namespace) { return try ask(.registration(index)) }
        switch provider?.kind {
        case nil: return try withoutProvider(namespace)
        case .builtin(let name): return try builtin(name, namespace)
        case .plugin(let requires, let api): return try plugin(namespace, requires, api)
        case .listed: return .unsupported(.nothingFound)
        }
    }

    private func decideByRegistration(_ namespace: String) throws -> Decision {
        if preferences.disabledProviders.contains(namespace) { return .unsupported(.disabled) }
        if let profile {
            if let entry = profile.providers[namespace] { return .features(entry.features) }
            if profile.isComplete { return .unsupported(.notInProfile) }
        }
        if let index = try userList(namespace) { return try ask(.registration(index)) }
        let registrations = try inquiry.registry().registrations
        let places = registrations.indices.filter { registrations[$0].namespace == namespace }
        guard let index = places.first(where: { isOn(registrations[$0]) }) else {
            return .unsupported(places.isEmpty ? .noProvider : .disabled)
        }
        return try ask(.registration(index))
    }

    /// bound by a provider, or the reserved name in metadata that binds none.
    private func isABI(_ namespace: String, _ metadata: VariantMetadata) -> Bool {
        let builtin = ProviderInformation.Kind.builtin(ProviderInformation.abiDependency)
        if let provider = metadata.providers[namespace] { return provider.kind == builtin }
        return namespace == ProviderInformation.abiDependency
            && !metadata.providers.values.contains { $0.kind == builtin }
    }

    /// A drop-in that answers for the namespace whatever plugin the metadata asks for; of several the last.
    private func userList(_ namespace: String) throws -> Int? {
        try inquiry.registry().registrations.lastIndex {
            $0.namespace == namespace && $0.standsFor.isEmpty && isOn($0)
        }
    }

    private func isOn(_ registration: ProviderRegistration) -> Bool {
        registration.isEnabled || preferences.enabledProviders.contains(registration.namespace)
    }

    /// V-189: PEP 825 alone names no provider. Where the user enables the namespace by name, whoever answers for
    /// that name is taken at his word.
    private func withoutProvider(_ namespace: String) throws -> Decision {
        guard preferences.enabledProviders.contains(namespace),
            let index = try inquiry.registry().registrations.firstIndex(where: { $0.namespace == namespace })
        else { return .unsupported(.noProvider) }
        return try ask(.registration(index))
    }

    private func builtin(_ name: String, _ namespace: String) throws -> Decision {
        guard let native = NativeProvider.all.first(where: { $0.name == name }) else {
            return .unsupported(.unknownBuiltin(name))
        }
        let registrations = try inquiry.registry().registrations.filter { $0.namespace == native.namespace }
        if !registrations.isEmpty, !registrations.contains(where: isOn),
            !preferences.enabledProviders.contains(namespace)
        {
            return .unsupported(.disabled)
        }
        return try ask(.native(name))
    }

    private func plugin(_ namespace: String, _ requires: [Requirement], _ api: String?) throws -> Decision {
        let registry = try inquiry.registry()
        let match = ProviderMatch(requires: requires, api: api, markers: markers)
        guard let first = match.remaining.first else {
            return .unsupported(.failed("none of its `requires` applies to this Python"))
        }
        // V-183: a provider that stands for the plugin is used, trusted or not.
        let found = match.registrations(in: registry.registrations)
        if !found.matching.isEmpty {
            let isEnabled = preferences.enabledProviders.contains(namespace)
            let index = found.matching.last { isEnabled || isOn(registry.registrations[$0]) }
            return try index.map { try ask(.registration($0)) } ?? .unsupported(.disabled)
        }
        // V-184
        let untrusted = match.remaining.filter { !registry.trusts($0) }
        guard untrusted.isEmpty else {
            if !found.reproduced.isEmpty {
                //
                let requirement = Requirement(
                    name: first.name, extras: first.extras, source: first.source
                ).description
                return .unsupported(.otherRelease(requirement, reproduced: found.reproduced))
            }
            return .unsupported(.untrusted(packages: untrusted.map(\.name.text)))
        }
        // V-185
        let request = PluginRequest(namespace: namespace, requires: match.remaining, api: match.api ?? "")
        return try ask(.plugin(request))
    }

    private func ask(_ question: ProviderCall.Question) throws -> Decision {
        .ask(question, try inquiry.ask(question))
    }
}

extension ProviderInformation {
    /// The provider that compares with versions of other packages, and the namespace reserved for it (V-230).
    package static let abiDependency = "abi_dependency"
}
