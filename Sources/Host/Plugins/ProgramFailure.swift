internal import Installer

/// A program or plugin that ended with another status than 0.
struct ProgramFailure: Diagnosable {
    var program: String
    var outcome: Subprocess.Outcome

    var diagnostic: Diagnostic {
        let status = outcome.status
        let how =
            status > 128 && status <= 128 + 64
            ? "it was ended by signal \(status - 128)" : "it ended with status \(status)"
        return Diagnostic("`\(program)` failed: \(how)", causes: Self.tail(outcome.stderr))
    }

    /// The end of what a program wrote to its standard error, as a cause; nothing when it wrote nothing. Its control
    /// characters are shown escaped, like those of every text.
    static func tail(_ bytes: [UInt8]) -> [String] {
        let lines = ProgramOutput.lines(String(decoding: bytes.suffix(8000), as: UTF8.self))
        guard !lines.isEmpty else { return [] }
        return [lines.suffix(8).map { String($0.prefix(300)) }.joined(separator: "\n")]
    }
}
