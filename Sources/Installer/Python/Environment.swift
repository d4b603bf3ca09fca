/// Where packages are installed: an interpreter and the directories that receive a wheel's files.
package struct Environment: Sendable {
    package enum Kind: Sendable, Hashable {
        /// A virtual environment, or a conda environment.
        case virtual
        /// An interpreter's own packages.
        case system
        /// A plain directory of importable packages (`--target`).
        case target
        /// Another root with an interpreter's layout (`--prefix`).
        case prefix
    }

    package let kind: Kind
    package let interpreter: Interpreter
    package let root: Path
    package let scheme: SchemePaths
}

extension Environment {
    /// The environment that `interpreter` belongs to.
    package init(_ interpreter: Interpreter) {
        kind = interpreter.isVirtualEnvironment ? .virtual : .system
        self.interpreter = interpreter
        root = interpreter.prefix
        scheme = interpreter.scheme
    }

    /// A directory of packages for `interpreter`; it need not exist yet.
    package init(target: Path, interpreter: Interpreter) {
        kind = .target
        self.interpreter = interpreter
        root = target
        scheme = .target(target)
    }

    /// A root laid out as a virtual environment of `interpreter`; it need not exist yet.
    package init(prefix: Path, interpreter: Interpreter) {
        kind = .prefix
        self.interpreter = interpreter
        root = prefix
        scheme = interpreter.environmentScheme.rooted(at: prefix)
    }

    /// Where modules go.
    package var sitePackages: Path { scheme.purelib }
    package var purelib: Path { scheme.purelib }
    package var platlib: Path { scheme.platlib }
    package var scripts: Path { scheme.scripts }
    package var data: Path { scheme.data }
    package var include: Path { scheme.include }

    /// The directories that may hold installed distributions, each once though links may name it twice.
    package var siteDirectories: [Path] {
        var candidates = [scheme.purelib, scheme.platlib]
        if kind == .system { candidates += interpreter.sitePackages }
        var seen: Set<DirectoryIdentity> = []
        return candidates.filter { path in
            guard let status = try? File.status(path), status.kind == .directory else { return false }
            return seen.insert(DirectoryIdentity(device: status.device, inode: status.inode)).inserted
        }
    }

    private struct DirectoryIdentity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    /// Throws when the environment's packages belong to the operating system (PEP 668).
    package func requireMutable(breakSystemPackages: Bool) throws(ExternallyManaged) {
        guard kind == .system, !breakSystemPackages, let message = interpreter.externallyManaged else {
            return
        }
        throw ExternallyManaged(prefix: root, message: message)
    }
}
