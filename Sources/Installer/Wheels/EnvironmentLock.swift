/// The lock of an environment, from the look at it to the last change of it. uv locks the same file.
///
/// Who may not write the environment may look at it all the same: where he cannot even make the lock's file, he holds
/// none and can change nothing.
package struct EnvironmentLock: Sendable {
    private let environment: Environment
    private let file: Result<FileLock, SystemError>

    /// Waits until it is there, and says so.
    static func acquire(_ environment: Environment, _ reporter: any Reporter) throws -> EnvironmentLock {
        do {
            let file = try file(of: environment, reporter)
            return EnvironmentLock(environment: environment, file: .success(file))
        } catch let error as SystemError where error.isPermissionDenied || error.isReadOnly {
            return EnvironmentLock(environment: environment, file: .failure(error))
        }
    }

    private static func file(of environment: Environment, _ reporter: any Reporter) throws -> FileLock {
        let path = EnvironmentRoots.lockFile(of: environment)
        try Directory.create(path.parent)
        do {
            return try FileLock.acquire(path, exclusive: true, timeout: .seconds(1))
        } catch is LockTimeout {
            reporter.note("Waiting for another process to finish with `\(environment.root)`")
        }
        return try FileLock.acquire(path, exclusive: true, timeout: nil)
    }

    /// Throws `UnwritableEnvironment` when this user may not change the packages. Asked before anything is got for
    /// them; costs a system call or two.
    func requireWritable() throws(UnwritableEnvironment) {
        do throws(SystemError) {
            for directory in Set([environment.purelib, environment.platlib]).sorted() {
                try File.requireWritable(Self.existing(directory))
            }
            _ = try file.get()
        } catch {
            throw UnwritableEnvironment(environment: environment, error: error)
        }
    }

    /// The directory, or the nearest one above it in which it would be made.
    private static func existing(_ directory: Path) -> Path {
        var directory = directory
        while !File.exists(directory), directory != directory.parent { directory = directory.parent }
        return directory
    }
}

/// An environment in which this user can change nothing.
package struct UnwritableEnvironment: Diagnosable {
    package let environment: Environment
    package let error: SystemError

    package var diagnostic: Diagnostic {
        let (object, hint) =
            switch environment.kind {
            case .virtual, .system:
                (
                    "environment",
                    "Make one of your own with `swuv venv`, install into a directory with `--target`, or get the right to write there"
                )
            case .target, .prefix:
                ("directory", "Name a directory that you may write to, or get the right to write there")
            }
        return Diagnostic(
            "The \(object) at `\(environment.root)` cannot be changed", causes: [error.diagnostic.message],
            hints: [hint])
    }
}
