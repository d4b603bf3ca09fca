/// A Python interpreter that was asked about itself: everything about it that installing depends on.
package struct Interpreter: Sendable {
    let facts: InterpreterFacts
    package let version: Version
    package let markerEnvironment: MarkerEnvironment
    /// What it runs on.
    package let platform: TargetPlatform
    /// The wheel tags it takes, best first.
    package let tags: PlatformTags
}

/// Whose Python it is (`sys.implementation.name`).
package enum PythonImplementation: Sendable, Hashable {
    case cpython, pypy, graalpy
    case other(String)

    /// By its own name, in any case.
    package init(named name: String) {
        switch name.lowercased() {
        case "cpython": self = .cpython
        case "pypy": self = .pypy
        case "graalpy", "graalvm": self = .graalpy
        case let other: self = .other(other)
        }
    }

    /// `sys.implementation.name`.
    package var name: String {
        switch self {
        case .cpython: "cpython"
        case .pypy: "pypy"
        case .graalpy: "graalpy"
        case .other(let name): name
        }
    }

    /// As people write it.
    package var title: String {
        switch self {
        case .cpython: "CPython"
        case .pypy: "PyPy"
        case .graalpy: "GraalPy"
        case .other(let name): name
        }
    }
}

extension Interpreter {
    /// The file that is run, as the interpreter names it; inside a virtual environment that environment's.
    package var executable: Path { facts.executable }
    package var major: Int { facts.version[0] }
    package var minor: Int { facts.version[1] }
    package var patch: Int { facts.version[2] }
    /// `3.12`
    package var shortVersion: String { "\(major).\(minor)" }
    package var implementation: PythonImplementation { PythonImplementation(named: facts.implementation) }
    package var prefix: Path { facts.prefix }
    package var basePrefix: Path { facts.basePrefix }
    package var scheme: SchemePaths { facts.scheme }
    /// The scheme of its virtual environments and `--prefix` directories, relative to their root.
    package var environmentScheme: SchemePaths { facts.venvScheme }
    package var stdlib: Path { facts.stdlib }
    /// Where it looks for installed packages, a system's own (`dist-packages`) included.
    package var sitePackages: [Path] { facts.sitePackages }
    package var isVirtualEnvironment: Bool { facts.prefix != facts.basePrefix }
    package var isFreeThreaded: Bool { facts.isFreeThreaded }
    package var isDebug: Bool { facts.isDebug }
    package var pointerBits: Int { facts.pointerBits }

    /// `CPython 3.12.1`, as in `Using CPython 3.12.1 interpreter at: …`.
    package var title: String {
        "\(implementation.title) \(version)\(isFreeThreaded ? " (free-threaded)" : "")"
    }

    /// What the distributor says to whoever installs into this interpreter (PEP 668); nil when it may be changed.
    ///
    /// Looked up each time: people delete the marker, and the interpreter's file does not change with it.
    package var externallyManaged: String? {
        isVirtualEnvironment ? nil : ExternallyManaged.message(inStandardLibrary: facts.stdlib)
    }

    /// The oldest Python that packages can be installed for.
    static let oldestSupported = [3, 6]

    /// The interpreter to link from a virtual environment's `bin/python`, and whose directory is its `home`.
    ///
    /// The path keeps links such as `python3`, which outlive a patch upgrade, but not links from another
    /// directory: Python finds its library from the directory named as home.
    package var baseExecutable: Path {
        let bin = try? File.resolved(facts.basePrefix / "bin")
        var candidate = facts.baseExecutable
        for _ in 0..<16 {
            if (try? File.resolved(candidate.parent)) == bin, File.exists(candidate) { return candidate }
            guard let target = try? Link.target(of: candidate) else { break }
            candidate = Path(target).absolute(in: candidate.parent)
        }
        if let bin, implementation == .cpython {
            let named = bin / "python\(shortVersion)\(isFreeThreaded ? "t" : "")"
            if File.exists(named) { return named }
        }
        return (try? File.resolved(facts.baseExecutable)) ?? facts.baseExecutable
    }
}
