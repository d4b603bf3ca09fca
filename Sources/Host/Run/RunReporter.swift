internal import Installer
internal import Synchronization

/// Tells of a run only what it changed: the command's own output is what matters.
struct RunReporter: Reporter {
    private let console: Console
    private let full: ConsoleReporter
    private let kept = Kept()

    private final class Kept: Sendable {
        let steps = Mutex<[StepSummary]>([])
    }

    init(_ console: Console) {
        self.console = console
        full = ConsoleReporter(console)
    }

    /// Says what was kept back until it was known why it happened.
    func tell() {
        for step in kept.steps.withLock({ $0 }) { full.finished(step) }
    }

    func finished(_ step: StepSummary) {
        switch step.step {
        case .installed, .uninstalled: kept.steps.withLock { $0.append(step) }
        case .resolved, .prepared, .compiledBytecode, .checked:
            console.trace(1) { "\(step.step.rawValue): \(step.count)" }
        }
    }

    func note(_ line: String) { full.note(line) }
    func warning(_ diagnostic: Diagnostic) { full.warning(diagnostic) }
    func trace(_ level: Int, _ message: () -> String) { full.trace(level, message) }
    func began(_ phase: Phase, total: Int?) { full.began(phase, total: total) }
    func advanced(_ phase: Phase, item: String) { full.advanced(phase, item: item) }
    func ended(_ phase: Phase) { full.ended(phase) }
    func downloadBegan(_ id: UInt64, name: String, size: UInt64?) {
        full.downloadBegan(id, name: name, size: size)
    }
    func downloadAdvanced(_ id: UInt64, bytes: UInt64) { full.downloadAdvanced(id, bytes: bytes) }
    func downloadEnded(_ id: UInt64) { full.downloadEnded(id) }
}
