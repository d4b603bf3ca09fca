/// A finished step of a command: `Resolved 4 packages in 520ms`.
package struct StepSummary: Sendable, Equatable {
    package var step: Step
    /// Packages; files for `.compiledBytecode`.
    package var count: Int
    package var duration: Duration

    package enum Step: String, Sendable {
        case resolved, prepared, uninstalled, installed, compiledBytecode, checked
    }

    package init(_ step: Step, count: Int, in duration: Duration) {
        self.step = step
        self.count = count
        self.duration = duration
    }
}
