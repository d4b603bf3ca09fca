internal import Synchronization

/// The variant indexes of `providers.d`, read when they are asked for and once.
final class KnownVariantIndexes: Sendable {
    private let load: @Sendable () throws -> ProviderRegistry
    private let known = Mutex<[VariantIndex]?>(nil)

    init(load: @escaping @Sendable () throws -> ProviderRegistry) { self.load = load }

    @Sendable func all() throws -> [VariantIndex] {
        if let maps = known.withLock({ $0 }) { return maps }
        let maps = try load().variantIndexes
        known.withLock { $0 = maps }
        return maps
    }
}
