import Foundation
import Synchronization
import VariantProviders

@testable import Host
@testable import Installer

/// A directory of drop-in files for one test, and what loading it came to.
struct DropIns {
    let directory: TestDirectory
    let reports = KeptReports()

    /// Files by name below `d/`; programs by name below the directory, made executable.
    init(_ files: [String: String] = [:], programs: [String: String] = [:]) {
        var all: [String: String] = [:]
        for (name, text) in files { all["d/" + name] = text }
        for (name, text) in programs { all[name] = text }
        directory = TestDirectory(all)
        try? FileManager.default.createDirectory(atPath: path("d"), withIntermediateDirectories: true)
        chmod(directory.path, 0o755)
        chmod(path("d"), 0o755)
        for name in files.keys { chmod(path("d/" + name), 0o644) }
        for name in programs.keys { chmod(path(name), 0o755) }
    }

    /// The same, with one file whose text may name the directory as `@DIR@`.
    init(hz text: String, programs: [String: String] = [:]) {
        self.init(programs: programs)
        write("d/hz.toml", text.replacingOccurrences(of: "@DIR@", with: directory.path))
    }

    func path(_ name: String) -> String { directory.path + "/" + name }

    func write(_ name: String, _ text: String) {
        try? Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        chmod(path(name), 0o644)
    }

    func registry(_ more: [String] = [], environment: [String: String] = [:]) -> ProviderRegistry {
        ProviderFiles(
            folders: ([path("d")] + more).map { .init(Path($0)) }, environment: environment,
            reporter: reports
        ).registry()
    }

    /// The warnings without the directory, message and causes in one line each.
    var warnings: [String] {
        reports.warnings.map { warning in
            ([warning.message] + warning.causes).joined(separator: " | ")
                .replacingOccurrences(of: directory.path, with: "[DIR]")
        }
    }

    /// What the strongest registration of the namespace answers: its features in short, or why it failed.
    func answer(_ namespace: String = "hz", environment: [String: String] = [:], isHere: Bool = true)
        -> String
    {
        let registry = registry(environment: environment)
        guard let found = registry.registrations.last(where: { $0.namespace == namespace }) else {
            return "no provider"
        }
        do {
            let answer = try found.make(StillProbe(isHere: isHere)).answer()
            return answer.features.map { "\($0.name)=\($0.values.joined(separator: ","))" }
                .joined(separator: " ")
        } catch {
            let diagnostic = Diagnostic(describing: error)
            return (["error: " + diagnostic.message] + diagnostic.causes).joined(separator: " | ")
                .replacingOccurrences(of: directory.path, with: "[DIR]")
        }
    }
}

/// Keeps what it is told.
final class KeptReports: Reporter {
    private let kept = Mutex<(warnings: [Diagnostic], notes: [String])>(([], []))

    var warnings: [Diagnostic] { kept.withLock { $0.warnings } }
    var notes: [String] { kept.withLock { $0.notes } }

    func warning(_ diagnostic: Diagnostic) { kept.withLock { $0.warnings.append(diagnostic) } }
    func note(_ line: String) { kept.withLock { $0.notes.append(line) } }
}

/// A machine on which there is nothing.
struct StillProbe: SystemProbe {
    var isHere = true

    var target: ProbeTarget { ProbeTarget(system: "linux", machine: "x86_64", isThisMachine: isHere) }
    func variable(_ name: String) -> String? { nil }
    func contents(of path: String, limit: Int) -> [UInt8]? { nil }
    func entries(of directory: String) -> [String]? { nil }
    func output(of command: [String], timeout: Duration) -> CommandOutcome { .notFound }
    func facts(from driver: DriverLibrary) -> DriverOutcome { .absent }
    var hardwareCapabilities: UInt64? { nil }
}
