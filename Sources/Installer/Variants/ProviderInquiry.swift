internal import Synchronization
internal import VariantProviders

/// Puts questions to providers, each at most once in a run, on the threads of the pool (V-188).
final class ProviderInquiry: Sendable {
    /// Whom to ask.
    enum Question: Hashable, Sendable {
        /// By its place in the registry.
        case registration(Int)
        /// By name: `builtin` of the metadata.
        case native(String)
        /// A Python plugin whose packages are trusted.
        case plugin(PluginRequest)
    }

    enum Outcome: Sendable {
        /// Valid.
        case answer(ProviderAnswer)
        case failed(Diagnostic)
    }

    private let load: @Sendable () throws -> ProviderRegistry
    private let makeSystem: @Sendable () -> any SystemProbe
    private let pool: WorkerPool
    private let reporter: any Reporter
    private let outcomes = Memo<Question, Outcome>()
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

    func ask(_ question: Question) throws -> Future<Outcome> {
        let registry = try registry()
        return outcomes.value(for: question) {
            pool.run { self.answer(question, registry) }
        }
    }

    /// Asks everybody who is registered and on, once more if somebody asked them before.
    ///
    /// - Throws: what the files of `providers.d` are at fault with.
    func detect(without disabled: Set<String>) throws -> [Detection] {
        let registry = try registry()
        let order = Detection.order(registry.registrations)
        func isOn(_ registration: ProviderRegistration) -> Bool {
            registration.isEnabled && !disabled.contains(registration.namespace)
        }
        // Starting threads takes longer than most native providers, so those answer on this one meanwhile.
        var foreign: [Int: Future<Outcome>] = [:]
        for index in order {
            let registration = registry.registrations[index]
            guard registration.runsForeignCode, isOn(registration) else { continue }
            foreign[index] = pool.run { self.answer(.registration(index), registry) }
        }
        return try order.map { index in
            let registration = registry.registrations[index]
            let outcome: Outcome? =
                if let asked = foreign[index] {
                    try asked.wait()
                } else if isOn(registration) {
                    answer(.registration(index), registry)
                } else {
                    nil
                }
            let result: Detection.Result =
                switch outcome {
                case nil: .disabled
                case .answer(let answer): .answer(answer)
                case .failed(let diagnostic): .failed(diagnostic)
                }
            return Detection(
                namespace: registration.namespace, packages: registration.standsFor.map(\.package),
                origin: registration.origin, result: result)
        }
    }

    // MARK: Answers

    private func answer(_ question: Question, _ registry: ProviderRegistry) -> Outcome {
        do {
            let (name, answer) = try unchecked(question, registry)
            let valid = try answer.validated()
            tell(name, valid)
            return .answer(valid)
        } catch {
            let diagnostic = Diagnostic(describing: error)
            reporter.trace(1) { "A provider failed: \(diagnostic.message)" }
            return .failed(diagnostic)
        }
    }

    private func unchecked(
        _ question: Question, _ registry: ProviderRegistry
    ) throws -> (name: String, ProviderAnswer) {
        switch question {
        case .registration(let index):
            let provider = registry.registrations[index].make(system)
            return (provider.name, try provider.answer())
        case .native(let name):
            guard let native = NativeProvider.all.first(where: { $0.name == name }) else {
                throw Diagnostic("there is no provider `\(name)`")
            }
            return (name, try native.make(system).answer())
        case .plugin(let request):
            guard let runPlugin = registry.runPlugin else {
                throw Diagnostic("plugins cannot be run here")
            }
            return (request.requires.first?.name.text ?? request.api, try runPlugin(request))
        }
    }

    private func tell(_ name: String, _ answer: ProviderAnswer) {
        for warning in answer.warnings {
            reporter.warning(Diagnostic("the provider `\(name)`: \(warning)"))
        }
        if let summary = answer.summary { reporter.trace(1) { "Detected \(name): \(summary)" } }
        for observation in answer.observations {
            reporter.trace(2) { "\(name): \(observation.place): \(observation.finding)" }
        }
    }
}
