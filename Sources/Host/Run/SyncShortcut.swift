internal import Installer

/// `swuv sync` where nothing changed since the last time: the stamp says how many packages there are.
struct SyncShortcut {
    let stamp: RunStamp
    /// How often `-q` was given.
    let quietness: Int
    private let started: Int64

    init?(
        _ arguments: [String], variables: [String], directory: () -> Path?, hardware: Path = "/"
    ) {
        guard arguments.count > 1, arguments[1] == "sync",
            let words = RunWords(arguments, from: 2, takesCommand: false), words.isPlainSync
        else { return nil }
        started = Clock.monotonic()
        for variable in variables
        where ["SWUV_WORKING_DIR=", "UV_WORKING_DIR=", "SWUV_PROJECT=", "UV_PROJECT="].contains(where: {
            variable.utf8.starts(with: $0.utf8)
        }) {
            return nil
        }
        var place: String?
        for name in ["SWUV_PROJECT_ENVIRONMENT=", "UV_PROJECT_ENVIRONMENT="] where place == nil {
            for variable in variables where variable.utf8.starts(with: name.utf8) {
                let text = String(variable.dropFirst(name.count))
                if !text.isEmpty { place = text }
            }
        }
        guard let here = directory(),
            let found = StampSearch.find(from: here, words: words.bearing, environment: place)
        else { return nil }
        let question = RunStamp.Question(project: found.project, words: words.bearing, variables: variables)
        guard found.stamp.isExact, found.stamp.root == found.root,
            found.stamp.mismatch(question, hardware: hardware) == nil
        else { return nil }
        found.stamp.settle(in: found.file, hardware: hardware)
        stamp = found.stamp
        quietness = words.quietness
    }

    /// As the long way would say it.
    func tell(_ console: Console) {
        let reporter = ConsoleReporter(console)
        let duration = Duration.nanoseconds(Clock.monotonic() - started)
        reporter.finished(StepSummary(.resolved, count: stamp.resolved, in: duration))
        for note in stamp.notes { reporter.note(note) }
        reporter.finished(StepSummary(.checked, count: stamp.checked, in: duration))
    }
}

extension RunWords {
    /// Nothing of it is for `run` alone, or looks for the project elsewhere.
    var isPlainSync: Bool {
        !isModule && environmentFiles.isEmpty && readsEnvironmentFiles && directory == nil && project == nil
            && !isInexact
    }
}
