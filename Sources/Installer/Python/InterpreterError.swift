/// Why an interpreter cannot be used.
package struct InterpreterError: Diagnosable, Equatable {
    package enum Reason: Sendable, Equatable {
        /// Nothing is there.
        case absent
        /// A link whose target is gone: the interpreter below an environment was removed.
        case brokenLink
        case notExecutable
        case cannotStart(String)
        /// Its exit status, 128 more than the signal if one ended it, and what it wrote to stderr.
        case failed(status: Int32, stderr: String)
        case tooSlow(seconds: Int)
        /// It ran, and did not say what it was asked: what was wrong and what it wrote to stdout.
        case garbage(String, stdout: String)
        /// Older than any Python that packages are installed for; nil where even its version is unknown.
        case tooOld(version: String?)
        /// It runs on a system that swuv does not install for.
        case unknownPlatform(String)
    }

    package let path: Path
    package let reason: Reason
    /// How the path came to be asked: `provided path`, `active virtual environment`.
    package var origin: String?

    package init(path: Path, reason: Reason, origin: String? = nil) {
        self.path = path
        self.reason = reason
        self.origin = origin
    }

    package var diagnostic: Diagnostic {
        let place = origin.map { "from \($0) at" } ?? "at"
        return Diagnostic(
            "Failed to inspect Python interpreter \(place) `\(path)`", causes: [cause], hints: hints)
    }

    /// The reason in one paragraph, with the interpreter's own output below it.
    package var cause: String {
        switch reason {
        case .absent: "Python interpreter not found at `\(path)`"
        case .brokenLink: "Broken symlink at `\(path)`, was the underlying Python interpreter removed?"
        case .notExecutable: "`\(path)` is not an executable file"
        case .cannotStart(let why): "`\(path)` cannot be run: \(why)"
        case .failed(let status, let stderr):
            "Querying Python at `\(path)` failed "
                + (status > 128 ? "on signal \(status - 128)" : "with exit status \(status)")
                + Self.quoted("stderr", stderr)
        case .tooSlow(let seconds):
            "Python at `\(path)` did not answer within \(seconds) \(seconds == 1 ? "second" : "seconds")"
        case .garbage(let what, let stdout):
            "Querying Python at `\(path)` returned an invalid response: \(what)"
                + Self.quoted("stdout", stdout)
        case .tooOld(let version):
            "`\(path)` is \(version.map { "Python \($0)" } ?? "a Python older than 3"), "
                + "and \(Interpreter.oldestSupported.map(String.init).joined(separator: ".")) is the oldest supported"
        case .unknownPlatform(let platform): "Python at `\(path)` runs on an unknown platform: `\(platform)`"
        }
    }

    private var hints: [String] {
        // Advice for environments only: what is below one is not swuv's to make.
        VirtualEnvironmentConfiguration.governing(path) == nil
            ? [] : ["Consider recreating the environment with `swuv venv --clear`"]
    }

    /// A few lines of what a program wrote, without control characters.
    private static func quoted(_ stream: String, _ text: String) -> String {
        let lines = ProgramOutput.lines(text).prefix(12).map { line in
            String(
                String.UnicodeScalarView(
                    line.unicodeScalars.prefix(200).filter { $0.value >= 0x20 && $0.value != 0x7F }))
        }
        return lines.isEmpty ? "" : "\n\n[\(stream)]\n" + lines.joined(separator: "\n")
    }
}
