internal import Synchronization
internal import VariantProviders

/// Puts questions to providers, each at most once in a run, on the threads of the pool (V-188).
final class ProviderInquiry: Sendable {
    private let load: @Sendable () throws -> ProviderRegistry
    private let makeSystem: @Sendable () -> any SystemProbe
    private let pool: WorkerPool
    private let reporter: any Reporter
    private let outcomes = Memo<ProviderCall.Question, ProviderCall.Outcome>()
    private let loaded = Mutex(Loading.pending)
    private let made = Mutex<(any SystemProbe)?>(nil)

    init(
        registry: @escaping @Sendable () throws -> ProviderRegistry,
        system: @escaping @Sendable () -> any SystemProbe, pool: WorkerPool, reporter: any Reporter
    ) {
        load = registry
        makeSystem = system
        self.pool = pool
        self.reporter = reporter
    }

    /// How reading the registry ended, which is told to everybody who asks.
    private enum Loading {
        case pending
        case done(ProviderRegistry)
        case failed(any Error)
    }

    func registry() throws -> ProviderRegistry {
        try loaded.withLock { loaded in
            switch loaded {
            case .done(let registry): return registry
            case .failed(let error): throw error
            case .pending:
                do {
                    let registry = try load()
                    loaded = .done(registry)
                    return registry
                } catch {
                    loaded = .failed(error)
                    throw error
                }
            }
        }
    }

    private var system: any SystemProbe {
        made.withLock { made in
            if let made { return made }
            let system = makeSystem()
            made = system
            return system
        }
    }

    func ask(_ question: ProviderCall.Question) throws -> Future<ProviderCall.Outcome> {
        let registry = try registry()
        return outcomes.value(for: question) {
            pool.run {
                ProviderCall(registry: registry, system: self.system, reporter: self.reporter).answer(
                    question)
            }
        }
    }
}
