/// A source distribution or tree of which no wheel or metadata came. It ends a resolution: another version is not
/// tried, since its build would hide that of the version that was wanted.
package struct BuildFailure: Diagnosable, Hashable {
    /// `demo==1.0`, or where the source is.
    package let subject: String
    /// Why, outermost first.
    package let causes: [String]
    package let hints: [String]

    package init(_ subject: String, _ causes: [String], hints: [String] = []) {
        self.subject = subject
        self.causes = causes
        self.hints = hints
    }

    /// The same for another error; one that is a build failure already stays what it is.
    package init(_ subject: String, causedBy error: any Error) {
        if let failure = error as? BuildFailure {
            self = failure
            return
        }
        let diagnostic = Diagnostic(describing: error)
        self.init(subject, [diagnostic.message] + diagnostic.causes, hints: diagnostic.hints)
    }

    package var diagnostic: Diagnostic {
        Diagnostic("Failed to build `\(subject)`", causes: causes, hints: hints)
    }
}
