/// No interpreter answers to a request, and what was looked at.
struct SearchFailure: Sendable {
    struct Attempt: Sendable {
        enum Outcome: Sendable {
            /// An interpreter that is not what was asked for: its name and version.
            case found(String)
            case failed(String)
            case skipped(String)
        }

        let path: Path
        let outcome: Outcome
    }

    let request: PythonRequest
    let preference: InterpreterSearch.Preference
    let attempts: [Attempt]

    var diagnostic: Diagnostic {
        let asked = request == .any ? "" : " for \(request)"
        switch request {
        case .executable, .directory:
            return Diagnostic(
                "No virtual environment or Python installation found\(asked)",
                hints: ["Run `swuv venv` to create an environment"])
        case .any, .matching:
            if preference == .environment { return withoutEnvironment(asked) }
        case .name:
            break
        }
        return Diagnostic(
            "No interpreter found\(asked) in the search path, pyenv's versions or the usual directories",
            causes: lookedAt,
            hints: ["Name an interpreter with `--python PATH`, or install the version that is missing"])
    }

    private func withoutEnvironment(_ asked: String) -> Diagnostic {
        Diagnostic(
            "No virtual environment found\(asked)",
            causes: lookedAt.isEmpty
                ? [
                    "Looked at `VIRTUAL_ENV`, `CONDA_PREFIX`, and for `.venv` here and in the directories above"
                ]
                : lookedAt,
            hints: [
                "Run `swuv venv` to create an environment, or pass `--system` to install into a non-virtual environment"
            ])
    }

    private var lookedAt: [String] {
        guard !attempts.isEmpty else { return [] }
        let lines = attempts.prefix(12).map { attempt in
            switch attempt.outcome {
            case .found(let title): "`\(attempt.path)` is \(title)"
            case .failed(let why): why.split(separator: "\n").first.map(String.init) ?? why
            case .skipped(let why): "`\(attempt.path)` \(why)"
            }
        }
        let rest = attempts.count > 12 ? ["and \(attempts.count - 12) more"] : []
        return ["Looked at these:\n" + (lines + rest).joined(separator: "\n")]
    }
}
