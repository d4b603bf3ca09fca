/// What `InterpreterScript` says about an interpreter, as it says it.
///
/// This is what the cache keeps. `Interpreter` is made from it; facts that change while the file stays the same
/// (the running kernel, the PEP 668 marker) are looked up anew each time.
struct InterpreterFacts: Sendable {
    /// Major, minor, patch.
    var version: [Int]
    /// `sys.implementation.name`: `cpython`, `pypy`, `graalpy`.
    var implementation: String
    var executable: Path
    /// The interpreter below a virtual environment; older versions repeat `executable` here.
    var baseExecutable: Path
    var prefix: Path
    var basePrefix: Path
    var stdlib: Path
    var scheme: SchemePaths
    /// The scheme of a virtual environment of this interpreter, relative to the environment's root.
    var venvScheme: SchemePaths
    var sitePackages: [Path]
    /// PEP 508's variables by name.
    var markers: [(name: String, value: String)]
    /// `sysconfig.get_platform()`: `linux-x86_64`.
    var platform: String
    /// `glibc` or `musl`, and its version.
    var libc: (name: String, version: String)?
    var pointerBits: Int
    /// The tag in the names of extension modules: `cpython-312-x86_64-linux-gnu`, `pypy39-pp73-x86_64-linux-gnu`.
    var soabi: String
    var isFreeThreaded: Bool
    var isDebug: Bool

    /// The same interpreter seen from a virtual environment of it: what it would say there, without asking it.
    func relocated(toEnvironment root: Path, executable: Path) -> InterpreterFacts {
        var facts = self
        facts.executable = executable
        facts.baseExecutable = self.executable
        facts.prefix = root
        facts.scheme = venvScheme.rooted(at: root)
        facts.sitePackages = [facts.scheme.purelib]
        if facts.scheme.platlib != facts.scheme.purelib { facts.sitePackages.append(facts.scheme.platlib) }
        return facts
    }

    func marker(_ name: String) -> String {
        markers.first { $0.name == name }?.value ?? ""
    }
}

/// An answer, or a cached copy of it, that lacks a fact or holds one of the wrong kind.
struct InterpreterFactsError: Error {
    let fact: String
}

extension InterpreterFacts {
    init(_ json: JSONValue) throws(InterpreterFactsError) {
        func text(_ object: JSONValue, _ key: String) throws(InterpreterFactsError) -> String {
            guard let text = object[key]?.string else { throw InterpreterFactsError(fact: key) }
            return text
        }
        func path(_ key: String) throws(InterpreterFactsError) -> Path { Path(try text(json, key)) }
        func scheme(_ key: String) throws(InterpreterFactsError) -> SchemePaths {
            guard let object = json[key] else { throw InterpreterFactsError(fact: key) }
            return SchemePaths(
                purelib: Path(try text(object, "purelib")), platlib: Path(try text(object, "platlib")),
                scripts: Path(try text(object, "scripts")), data: Path(try text(object, "data")),
                include: Path(try text(object, "include")))
        }
        version = (json["version"]?.array ?? []).compactMap(\.integer)
        guard version.count == 3 else { throw InterpreterFactsError(fact: "version") }
        implementation = try text(json, "implementation")
        executable = try path("executable")
        baseExecutable = try path("base_executable")
        prefix = try path("prefix")
        basePrefix = try path("base_prefix")
        stdlib = try path("stdlib")
        self.scheme = try scheme("scheme")
        venvScheme = try scheme("venv_scheme")
        sitePackages = (json["site_packages"]?.array ?? []).compactMap(\.string).map { Path($0) }
        guard let markers = json["markers"]?.object else { throw InterpreterFactsError(fact: "markers") }
        self.markers = markers.map { (name: $0.key, value: $0.value.string ?? "") }
        platform = try text(json, "platform")
        let libc = (json["libc"]?.array ?? []).compactMap(\.string)
        self.libc = libc.count == 2 ? (libc[0], libc[1]) : nil
        pointerBits = json["pointer_bits"]?.integer ?? 64
        soabi = try text(json, "soabi")
        isFreeThreaded = json["free_threaded"]?.bool ?? false
        isDebug = json["debug"]?.bool ?? false
        guard executable.isAbsolute else { throw InterpreterFactsError(fact: "executable") }
    }

    var json: JSONValue {
        func object(_ scheme: SchemePaths) -> JSONValue {
            [
                "purelib": .string(scheme.purelib.text), "platlib": .string(scheme.platlib.text),
                "scripts": .string(scheme.scripts.text), "data": .string(scheme.data.text),
                "include": .string(scheme.include.text),
            ]
        }
        return [
            "version": .array(version.map { JSONValue($0) }),
            "implementation": .string(implementation),
            "executable": .string(executable.text),
            "base_executable": .string(baseExecutable.text),
            "prefix": .string(prefix.text),
            "base_prefix": .string(basePrefix.text),
            "stdlib": .string(stdlib.text),
            "scheme": object(scheme),
            "venv_scheme": object(venvScheme),
            "site_packages": JSONValue(sitePackages.map(\.text)),
            "markers": .object(markers.map { (key: $0.name, value: JSONValue.string($0.value)) }),
            "platform": .string(platform),
            "libc": libc.map { JSONValue([$0.name, $0.version]) } ?? .null,
            "pointer_bits": JSONValue(pointerBits),
            "soabi": .string(soabi),
            "free_threaded": .bool(isFreeThreaded),
            "debug": .bool(isDebug),
        ]
    }
}
