/// What a person reads when something went wrong: one message, the chain of causes, and what to do.
///
/// Rendered once, in Host, as `error: message`, then `  cause: …` per cause, then `hint: …` lines.
/// Texts carry no full stop, put literals in backticks, and name the path, URL or line and column.
package struct Diagnostic: Error, Sendable, Hashable {
    /// What failed, in one line.
    package var message: String
    /// Why, outermost first. A cause may hold several lines.
    package var causes: [String]
    /// What the user can do; one sentence each, flags in backticks.
    package var hints: [String]
    package var exitCode: ExitCode

    package init(
        _ message: String, causes: [String] = [], hints: [String] = [], exitCode: ExitCode = .failure
    ) {
        self.message = message
        self.causes = causes
        self.hints = hints
        self.exitCode = exitCode
    }

    /// The same failure seen from further out: `message` first, then what it was caused by.
    package func wrapped(in message: String, hints: [String] = []) -> Diagnostic {
        Diagnostic(
            message, causes: [self.message] + causes, hints: self.hints + hints, exitCode: exitCode)
    }
}

/// The exit status of a failed command.
package enum ExitCode: Int32, Sendable {
    /// It cannot be satisfied, or it failed.
    case failure = 1
    /// It was asked for in the wrong way.
    case usage = 2
}

/// An error that can say what a person should read. Every error that leaves a room conforms.
package protocol Diagnosable: Error, Sendable {
    var diagnostic: Diagnostic { get }
}

extension Diagnostic: Diagnosable {
    package var diagnostic: Diagnostic { self }
}

extension Diagnostic {
    /// The diagnostic of any error; one that is not `Diagnosable` is described as it describes itself.
    package init(describing error: any Error) {
        self = (error as? any Diagnosable)?.diagnostic ?? Diagnostic("\(error)")
    }
}
