import Foundation
import Synchronization

@testable import Host
@testable import Installer

/// Runs the program inside the test, in a directory of its own, and keeps what it wrote.
struct ProgramRun {
    let status: Int32
    let output: String
    let errors: String

    private final class Sink: Sendable {
        let text = Mutex("")
        func add(_ more: String) { text.withLock { $0 += more } }
    }

    /// The directory's path reads `[DIR]` in what was written.
    init(
        _ arguments: [String], environment: [String: String] = [:], in directory: TestDirectory? = nil,
        terminal: Bool = false
    ) {
        let directory = directory ?? TestDirectory()
        let output = Sink()
        let errors = Sink()
        let path = directory.path
        var variables = ["HOME": path + "/home"]
        variables.merge(environment) { _, new in new }
        status = Program.run(
            Invocation(
                arguments: arguments, environment: variables, workingDirectory: { Path(path) },
                outputIsTerminal: terminal, errorIsTerminal: false,
                systemConfiguration: Path(path + "/etc/swuv.toml"),
                writeOutput: {
                    output.add($0)
                    return .written
                }, writeErrors: errors.add))
        self.output = output.text.withLock { $0.replacingOccurrences(of: path, with: "[DIR]") }
        self.errors = errors.text.withLock { $0.replacingOccurrences(of: path, with: "[DIR]") }
    }

    /// As a golden shows it.
    func transcript(of arguments: [String], note: String = "") -> String {
        var text = "$ \(note)swuv \(arguments.joined(separator: " "))\n"
        if !output.isEmpty { text += "--- stdout\n\(output)" }
        if !errors.isEmpty { text += "--- stderr\n\(errors)" }
        return text + "--- exit \(status)\n\n"
    }
}

/// A directory that is removed with this object.
final class TestDirectory: Sendable {
    let path: String

    init(_ files: [String: String] = [:]) {
        path = NSTemporaryDirectory() + "swuv-host-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files {
            let url = URL(fileURLWithPath: path + "/" + name)
            try? FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? Data(text.utf8).write(to: url)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension Settings {
    /// Of a command line and its surroundings, files included.
    static func of(
        _ arguments: [String], environment: [String: String] = [:], in directory: TestDirectory
    ) throws -> Settings {
        guard case .command(let parsed) = try ArgumentParser.parse(arguments) else {
            throw UsageError(message: "no command")
        }
        return Settings(
            arguments: parsed, environment: environment,
            configuration: try .search(
                from: Path(directory.path), environment: environment,
                systemFile: Path(directory.path + "/etc/swuv.toml")),
            workingDirectory: Path(directory.path))
    }
}
