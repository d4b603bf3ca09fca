internal import Installer
internal import Synchronization

/// What is wrong with the documents of `providers.d`, for commands to which that is an error.
final class DropInFaults: Sendable {
    private let found = Mutex<[Diagnostic]>([])

    func add(_ diagnostic: Diagnostic) { found.withLock { $0.append(diagnostic) } }

    /// All of them in one; nil when there is none.
    var diagnostic: Diagnostic? {
        let found = found.withLock { $0 }
        if found.count < 2 { return found.first }
        return Diagnostic(
            "Failed to read files of `providers.d`",
            causes: found.flatMap { [$0.message] + $0.causes }, hints: found.flatMap(\.hints))
    }
}
