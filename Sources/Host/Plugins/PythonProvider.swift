internal import Installer
internal import VariantProviders

/// A Python plugin that a drop-in file names: `python = { requires = […] }`. It needs trust like any other (V-184).
struct PythonProvider: VariantProvider {
    /// The namespace.
    let name: String
    let request: PluginRequest
    /// False when another platform was asked for (V-193).
    let isThisMachine: Bool
    /// nil: no plugin may run here.
    let run: (@Sendable (PluginRequest) throws -> ProviderAnswer)?

    func answer() throws -> ProviderAnswer {
        guard isThisMachine else {
            return ProviderAnswer(
                observations: [.init(request.api, "not asked about another platform")])
        }
        guard let run else { throw Diagnostic("no Python plugin may run here") }
        return try run(request)
    }
}
