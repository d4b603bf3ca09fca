internal import Synchronization

/// The variant indexes of `providers.d`, read when they are asked for and once.
final class KnownVariantIndexes: Sendable {
    private let load: @Sendable () throws -> ProviderRegistry
    private let known = Mutex<[VariantIndex]?>(nil)
    private let aside = Mutex<[String: Bool]>([:])

    init(load: @escaping @Sendable () throws -> ProviderRegistry) { self.load = load }

    @Sendable func all() throws -> [VariantIndex] {
        if let maps = known.withLock({ $0 }) { return maps }
        let maps = try load().variantIndexes
        known.withLock { $0 = maps }
        return maps
    }

    /// The error with what can be done about it, when it comes of an index that a map leads to: the user did not name that.
    func explained(_ error: any Error) -> any Error {
        guard let url = (error as? IndexError)?.url ?? (error as? TransferError)?.url,
            let map = (try? all())?.first(where: { $0.variants.contains { url.hasPrefix($0.url) } })
        else { return error }
        var diagnostic = Diagnostic(describing: error)
        diagnostic.hints.append(
            "The variant index `\(map.name)` leads there, to lock the builds for all accelerators. "
                + "`--disable-variant-index \(map.name)` goes without them, "
                + "and `base` in a file of `providers.d` leads to a mirror")
        return diagnostic
    }

    /// Whether the ordinary indexes serve the packages of a map; each is looked into once.
    @Sendable func isAside(
        _ map: VariantIndex, _ precedence: VariantIndexPrecedence, _ reporter: any Reporter
    ) -> Bool {
        if let answer = aside.withLock({ $0[map.name] }) { return answer }
        let reason = precedence.ordinaryReason(map)
        if let reason {
            reporter.trace(1) { "the variant index `\(map.name)` is not in force: \(reason)" }
        }
        aside.withLock { $0[map.name] = reason != nil }
        return reason != nil
    }
}
