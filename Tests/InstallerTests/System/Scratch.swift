import Glibc
import Testing

@testable import Installer

/// A directory that lives as long as one test.
final class Scratch: Sendable {
    let path: Path

    init() throws {
        path = try Directory.temporary(in: "/tmp", prefix: "swuv-test-")
    }

    deinit { _ = try? Directory.removeTree(path) }

    static func / (scratch: Scratch, name: String) -> Path { scratch.path / name }
}

/// A counter for many threads.
final class Tally: @unchecked Sendable {
    private let monitor = Monitor(0)

    func add(_ amount: Int = 1) { monitor.withLock { $0 += amount } }

    var value: Int { monitor.withLock { $0 } }
}

/// The error that `body` throws, as a person reads it; empty when it throws none.
func message(_ body: () throws -> Void) -> String {
    do {
        try body()
        return ""
    } catch {
        return Diagnostic(describing: error).message
    }
}
