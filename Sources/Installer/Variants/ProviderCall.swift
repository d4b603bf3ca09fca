internal import VariantProviders

/// Puts questions to the providers of a registry, on the thread that asks.
struct ProviderCall: Sendable {
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

    let registry: ProviderRegistry
    let system: any SystemProbe
    let reporter: any Reporter

    /// Whatever goes wrong, a provider that fails is an outcome like any other.
    func answer(_ question: Question) -> Outcome {
        do {
            let (name, answer) = try unchecked(question)
            let valid = try answer.validated()
            tell(name, valid)
            return .answer(valid)
        } catch {
            let diagnostic = Diagnostic(describing: error)
            reporter.trace(1) { "A provider failed: \(diagnostic.message)" }
            return .failed(diagnostic)
        }
    }

    private func unchecked(_ question: Question) throws -> (name: String, ProviderAnswer) {
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

// MARK: - Detection

extension ProviderCall {
    /// What everybody finds who is registered, on, and not among the namespaces `disabled`.
    ///
    /// - Parameter pool: for what takes its time; native providers answer on this thread meanwhile, since starting others
    ///   takes longer.
    func detections(without disabled: Set<String>, on pool: WorkerPool) throws -> [Detection] {
        let order = Detection.order(registry.registrations)
        func isOn(_ registration: ProviderRegistration) -> Bool {
            registration.isEnabled && !disabled.contains(registration.namespace)
        }
        var foreign: [(index: Int, outcome: Future<Outcome>)] = []
        for index in order {
            let registration = registry.registrations[index]
            guard registration.runsForeignCode, isOn(registration) else { continue }
            foreign.append((index, pool.run { answer(.registration(index)) }))
        }
        return try order.map { index in
            let registration = registry.registrations[index]
            let result: Detection.Result
            if !isOn(registration) {
                result = .disabled
            } else {
                let asked = try foreign.first { $0.index == index }?.outcome.wait()
                switch asked ?? answer(.registration(index)) {
                case .answer(let answer): result = .answer(answer)
                case .failed(let diagnostic): result = .failed(diagnostic)
                }
            }
            return Detection(
                namespace: registration.namespace, packages: registration.standsFor.map(\.package),
                origin: registration.origin, result: result)
        }
    }
}
