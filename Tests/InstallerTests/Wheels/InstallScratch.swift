import Foundation

@testable import Installer

/// A cache and an environment for one test, removed with it.
final class InstallScratch {
    let root: Path
    let cache: CacheLayout
    let pool = WorkerPool(threads: 3)
    let store: ArchiveStore
    let environment: Installer.Environment
    let log = Warnings()

    final class Warnings: Reporter {
        private let lines = Monitor([String]())
        func warning(_ diagnostic: Diagnostic) { lines.withLock { $0.append(diagnostic.message) } }
        var all: [String] { lines.withLock { $0 } }
    }

    init() throws {
        root = try File.resolved(
            Directory.temporary(in: Path(NSTemporaryDirectory()), prefix: "swuv-install-"))
        cache = CacheLayout(root: root / "cache")
        try cache.prepare()
        store = ArchiveStore(cache: cache, pool: pool, reporter: log)
        environment = try Self.environment(at: root / "venv")
    }

    deinit { _ = try? Directory.removeTree(root) }

    var site: Path { environment.sitePackages }
    var bin: Path { environment.scripts }

    static func environment(at prefix: Path) throws -> Installer.Environment {
        let scheme = { (root: String) in
            """
            {"purelib":"\(root)lib/python3.12/site-packages","platlib":"\(root)lib/python3.12/site-packages",\
            "scripts":"\(root)bin","data":"\(root)","include":"\(root)include/site/python3.12"}
            """
        }
        let facts = """
            {"version":[3,12,1],"implementation":"cpython","executable":"\(prefix)/bin/python",\
            "base_executable":"/usr/bin/python3","prefix":"\(prefix)","base_prefix":"/usr",\
            "stdlib":"/usr/lib/python3.12","scheme":\(scheme("\(prefix)/")),"venv_scheme":\(scheme("")),\
            "site_packages":[],"markers":{"os_name":"posix","sys_platform":"linux","platform_machine":"x86_64",\
            "platform_python_implementation":"CPython","platform_release":"6","platform_system":"Linux",\
            "platform_version":"1","python_version":"3.12","python_full_version":"3.12.1",\
            "implementation_name":"cpython","implementation_version":"3.12.1"},\
            "platform":"linux-x86_64","libc":["glibc","2.36"],"pointer_bits":64,"soabi":"cpython-312-x86_64-linux-gnu",\
            "free_threaded":false,"debug":false}
            """
        try Directory.create(prefix / "lib/python3.12/site-packages")
        try Directory.create(prefix / "bin")
        try Link.symbolic(target: "lib", at: prefix / "lib64")
        if File.isExecutable("/usr/bin/python3") {
            try Link.symbolic(target: "/usr/bin/python3", at: prefix / "bin/python")
        }
        try File.writeAtomically(Array("home = /usr/bin\n".utf8), to: prefix / "pyvenv.cfg")
        let json = try JSONReader.parse(Array(facts.utf8))
        return try Installer.Environment(Interpreter(InterpreterFacts(json), asked: prefix / "bin/python"))
    }

    /// Writes the archive and unpacks it.
    func planned(
        _ fixture: WheelFixture, zip: ZipFixture? = nil, isRequested: Bool = false,
        directURL: DirectURL? = nil
    ) throws -> PlannedWheel {
        let path = root / Path(fixture.filename)
        try File.writeAtomically((zip ?? fixture.zip).bytes, to: path)
        let sha256 = try ArchiveStore.sha256(of: path)
        // One file per content, so that it can be had again later.
        let kept = root / Path(sha256.hex + "-" + fixture.filename)
        try File.rename(from: path, to: kept)
        let wheel = try store.unpacked(WheelFilename(parsing: fixture.filename), sha256: sha256) { kept }
        return PlannedWheel(wheel: wheel, isRequested: isRequested, directURL: directURL) { kept }
    }

    func installer(_ mode: LinkMode = .hardlink) -> WheelInstaller {
        WheelInstaller(environment: environment, store: store, linkMode: mode, pool: pool, reporter: log)
    }

    @discardableResult
    func install(_ fixtures: [WheelFixture], mode: LinkMode = .hardlink) throws -> InstallOutcome {
        let planned = try fixtures.map { try self.planned($0) }
        let installed = try SitePackages(environment)
        return try installer(mode).apply(
            InstallPlan(add: planned, remove: planned.compactMap { installed[$0.name] }))
    }

    func uninstall(_ names: String...) throws {
        let installed = try SitePackages(environment)
        let remove = names.compactMap { PackageName($0).flatMap { installed[$0] } }
        _ = try installer().apply(InstallPlan(add: [], remove: remove))
    }

    /// Every file and link below `path` with its content, directories with a slash.
    func tree(_ path: Path) throws -> [String: String] {
        var found: [String: String] = [:]
        func walk(_ path: Path, _ prefix: String) throws {
            for entry in try Directory.entries(path) {
                switch entry.kind {
                case .directory:
                    found[prefix + entry.name + "/"] = ""
                    try walk(path / Path(entry.name), prefix + entry.name + "/")
                case .link:
                    found[prefix + entry.name] = "-> " + (try Link.target(of: path / Path(entry.name)))
                default:
                    found[prefix + entry.name] = String(
                        decoding: try File.read(path / Path(entry.name)), as: UTF8.self)
                }
            }
        }
        try walk(path, "")
        return found
    }

    /// The environment without the lock.
    func environmentTree() throws -> [String: String] {
        var found = try tree(environment.root)
        found[".lock"] = nil
        return found
    }

    /// What is wrong with the installed distributions: files that RECORD lists and that are absent or
    /// different, distributions of one name, remains of a transaction.
    func faults() throws -> [String] {
        var faults: [String] = []
        if File.exists(site / ".swuv") { faults.append("a stage is left") }
        let installed = try SitePackages(environment)
        faults += installed.duplicated.map { "two of \($0)" }
        for distribution in installed.distributions {
            for entry in try distribution.record() {
                let path = Path(entry.path).absolute(in: distribution.location)
                guard let bytes = try? File.read(path) else {
                    faults.append("\(distribution.pin): \(entry.path) is missing")
                    continue
                }
                if let hash = entry.hash, "sha256=" + Hash.base64url(SmallSHA256.digest(bytes)) != hash {
                    faults.append("\(distribution.pin): \(entry.path) differs")
                }
            }
        }
        return faults
    }
}
