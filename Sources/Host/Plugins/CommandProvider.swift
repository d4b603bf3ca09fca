internal import Installer
internal import VariantProviders

/// A program that prints what the host supports, as one JSON object shaped like an entry of a host profile:
/// `{"static-properties": {feature: [values…]}, "feature-order": [features…]}`. An empty object means that nothing
/// is here.
///
/// It is started without a shell, in `/`, with the environment of swuv; how long it may run and how much it may
/// print is bounded, and what it leaves running in its process group is killed.
struct CommandProvider: VariantProvider {
    /// The namespace.
    let name: String
    /// The program, by its absolute path, and its arguments.
    let command: [String]
    let timeout: Duration
    let environment: [String: String]
    let custody: FileCustody
    /// False when another platform was asked for: the program knows this machine alone (V-193).
    let isThisMachine: Bool

    static let usualTimeout = Duration.seconds(5)
    static let outputLimit = 1 << 20

    func answer() throws -> ProviderAnswer {
        let program = command[0]
        guard isThisMachine else {
            return ProviderAnswer(observations: [.init(program, "not asked about another platform")])
        }
        do {
            try custody.check(Path(program), is: .file)
        } catch {
            throw Diagnostic(describing: error).wrapped(in: "the provider `\(program)` was not run")
        }
        let outcome = try Subprocess.run(
            command, environment: environment, workingDirectory: "/", timeout: timeout,
            outputLimit: Self.outputLimit)
        guard outcome.succeeded else { throw ProgramFailure(program: program, outcome: outcome) }
        let printed = try PrintedProperties(parsing: outcome.stdout, program: program, errors: outcome.stderr)
        let count = printed.features.count
        return ProviderAnswer(
            features: printed.features, source: printed.source ?? program,
            observations: [
                .init(program, count == 0 ? "nothing here" : count == 1 ? "1 feature" : "\(count) features")
            ])
    }
}
