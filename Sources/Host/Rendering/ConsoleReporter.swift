internal import Installer
internal import Synchronization

/// Shows what an operation tells: progress lines on a terminal, plain lines elsewhere.
struct ConsoleReporter: Reporter {
    private let console: Console
    private let plain = PlainDownloads()

    /// Downloads that were announced and not ended yet, without a terminal.
    private final class PlainDownloads: Sendable {
        let names = Mutex<[(id: UInt64, name: String)]>([])

        /// The name of a download, which is over now; nil when it was not announced.
        func take(_ id: UInt64) -> String? {
            names.withLock { names in
                names.firstIndex { $0.id == id }.map { names.remove(at: $0).name }
            }
        }
    }

    /// Smaller files come and go without a word.
    private static let announcedSize: UInt64 = 1 << 20

    init(_ console: Console) {
        self.console = console
    }

    func warning(_ diagnostic: Diagnostic) { console.warning(diagnostic) }

    func note(_ line: String) {
        console.line(console.errorStyle.dim(TerminalText.told(line)))
    }

    func trace(_ level: Int, _ message: () -> String) { console.trace(level, message) }

    func finished(_ step: StepSummary) {
        console.line(ReportText.line(of: step, style: console.errorStyle))
    }

    func began(_ phase: Phase, total: Int?) {
        console.display?.update { $0.begin(phase, total: total) }
    }

    func advanced(_ phase: Phase, item: String) {
        console.display?.update { $0.advance(phase, item: item) }
    }

    func ended(_ phase: Phase) {
        console.display?.update { $0.end(phase) }
    }

    func downloadBegan(_ id: UInt64, name file: String, size: UInt64?) {
        let name = Self.package(of: file)
        if let display = console.display {
            display.update { $0.beginDownload(id, name: name, size: size) }
        } else if let size, size > Self.announcedSize {
            plain.names.withLock { $0.append((id, name)) }
            let verb = console.errorStyle.bold(console.errorStyle.cyan("Downloading"))
            console.line("\(verb) \(TerminalText.escaped(name)) (\(Quantities.text(ofBytes: size)))")
        }
    }

    /// The package of a distribution's file name; any other text as it is.
    private static func package(of file: String) -> String {
        switch try? DistributionFilename.parse(file) {
        case .wheel(let wheel): wheel.name.text
        case .source(let source): source.name.text
        case nil: file
        }
    }

    func downloadAdvanced(_ id: UInt64, bytes: UInt64) {
        console.display?.update { $0.advanceDownload(id, bytes: bytes) }
    }

    func downloadEnded(_ id: UInt64) {
        if let display = console.display {
            display.update { $0.endDownload(id) }
        } else if let name = plain.take(id) {
            let verb = console.errorStyle.bold(console.errorStyle.green("Downloaded"))
            console.line(" \(verb) \(TerminalText.escaped(name))")
        }
    }

    func buildBegan(_ subject: String) {
        let verb = console.errorStyle.bold(console.errorStyle.cyan("Building"))
        console.line("   \(verb) \(TerminalText.escaped(subject))")
    }

    func buildEnded(_ subject: String) {
        let verb = console.errorStyle.bold(console.errorStyle.green("Built"))
        console.line("      \(verb) \(TerminalText.escaped(subject))")
    }
}
