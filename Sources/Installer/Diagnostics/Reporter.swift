/// Where an operation tells what it is doing (seam 4). Host renders; everything below only reports.
///
/// Calls come from any thread. Every requirement has a default that does nothing.
package protocol Reporter: Sendable {
    /// A defect that does not stop the command.
    func warning(_ diagnostic: Diagnostic)
    /// One dim line about a choice made for the user.
    func note(_ line: String)
    /// A line for `-v` (level 1) or `-vv` (level 2). The message is built only when it is wanted.
    func trace(_ level: Int, _ message: () -> String)

    /// `total` is nil while it is not known how many items there are.
    func began(_ phase: Phase, total: Int?)
    /// One more item of `phase` is done; `item` names it (`idna==3.10`).
    func advanced(_ phase: Phase, item: String)
    func ended(_ phase: Phase)
    /// A step is over, with its count and time. Called once a step, in order, before the next begins.
    func finished(_ step: StepSummary)

    /// A download started. `id` is unique in the process; `size` in bytes when the server told.
    func downloadBegan(_ id: UInt64, name: String, size: UInt64?)
    /// `bytes` more have arrived.
    func downloadAdvanced(_ id: UInt64, bytes: UInt64)
    func downloadEnded(_ id: UInt64)

    /// A backend begins to build a wheel; `subject` is `demo==1.0`, or a path or URL with the name before it.
    func buildBegan(_ subject: String)
    /// The wheel is there. Of a build that failed nothing is told but the error.
    func buildEnded(_ subject: String)
}

/// The long parts of a command, in the order in which they happen.
package enum Phase: Sendable, Hashable {
    case resolving, preparing, installing, compilingBytecode
}

extension Reporter {
    package func warning(_ diagnostic: Diagnostic) {}
    package func note(_ line: String) {}
    package func trace(_ level: Int, _ message: () -> String) {}
    package func began(_ phase: Phase, total: Int?) {}
    package func advanced(_ phase: Phase, item: String) {}
    package func ended(_ phase: Phase) {}
    package func finished(_ step: StepSummary) {}
    package func downloadBegan(_ id: UInt64, name: String, size: UInt64?) {}
    package func downloadAdvanced(_ id: UInt64, bytes: UInt64) {}
    package func downloadEnded(_ id: UInt64) {}
    package func buildBegan(_ subject: String) {}
    package func buildEnded(_ subject: String) {}
}

/// The reporter that says nothing.
package struct SilentReporter: Reporter {
    package init() {}
}
