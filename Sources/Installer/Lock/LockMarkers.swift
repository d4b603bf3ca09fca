internal import VariantProviders

/// What the markers on the edges of a lock are evaluated with: an environment, the extras and groups in force, and
/// which variant of which package is chosen.
struct LockMarkers {
    let environment: MarkerEnvironment
    /// As markers of a lock name them: `demo:cpu`.
    var extras: Set<ExtraName>
    var groups: Set<ExtraName>

    /// What `variant_label[SCOPE]` and its like see; nil: that is not known yet.
    typealias Scopes = (_ scope: MarkerScope) -> VariantValues?

    /// Whether the marker holds; nil when that hangs on something that is not known.
    ///
    /// - Parameter own: of the wheel that has the dependency (V-133, V-136).
    func holds(_ marker: Marker, own: VariantValues, scopes: Scopes) -> Bool? {
        switch marker {
        case .term(let term): return holds(term, own, scopes)
        case .and(let parts):
            var isKnown = true
            for part in parts {
                switch holds(part, own: own, scopes: scopes) {
                case false?: return false
                case nil: isKnown = false
                case true?: continue
                }
            }
            return isKnown ? true : nil
        case .or(let parts):
            var isKnown = true
            for part in parts {
                switch holds(part, own: own, scopes: scopes) {
                case true?: return true
                case nil: isKnown = false
                case false?: continue
                }
            }
            return isKnown ? false : nil
        }
    }

    private func holds(_ term: MarkerTerm, _ own: VariantValues, _ scopes: Scopes) -> Bool? {
        switch term.subject {
        case .extras: return isMember(term, extras)
        case .dependencyGroups: return isMember(term, groups)
        case .variantLabel, .variantProperties, .variantFeatures, .variantNamespaces:
            guard let scope = term.scope else { break }
            guard let values = scopes(scope) else { return nil }
            return term.evaluate(
                environment, extras: [], groups: [], variant: values, variants: { _ in values })
        case .variable, .extra: break
        }
        return term.evaluate(
            environment, extras: extras, groups: groups, variant: own, variants: { _ in own })
    }

    private func isMember(_ term: MarkerTerm, _ names: Set<ExtraName>) -> Bool {
        let isThere = ExtraName(inLock: term.value).map(names.contains) ?? false
        return isThere != (term.op == .notWithin)
    }
}
