import Foundation
import TestSupport
import Testing
import VariantProviders

@testable import Host
@testable import Installer

/// Python plugins on a real Python, from a loopback index.
@Suite struct PluginHostTests {
    /// A directory, an index and a cache that the rows of one test share.
    private struct Stage {
        let directory = TestDirectory()
        let server: LoopbackServer
        let reports = KeptReports()
        let pool = WorkerPool(threads: 4)
        var world = PackageWorld()

        init() throws { server = try LoopbackServer() }

        var canary: String { directory.path + "/canary" }

        /// A plugin whose module is `source`; importing it leaves a canary.
        mutating func add(_ name: String, _ version: String, _ source: String, requires: [String] = []) {
            let module = name.replacingOccurrences(of: "-", with: "_")
            let text = "import os\nopen(os.environ['CANARY'], 'a').write('\(name)')\n" + source
            world.add(
                name, version, requires: requires,
                files: [("\(module)/__init__.py", Array(text.utf8)), ("\(module)/data.txt", [0x41])])
        }

        func host(_ environment: [String: String] = [:]) throws -> PluginHost {
            let index = try world.serve(on: server)
            let cache = CacheLayout(root: Path(directory.path) / "cache")
            try cache.prepare()
            var variables = ["CANARY": canary, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
            variables.merge(environment) { $1 }
            let session = Session(
                workingDirectory: Path(directory.path), environment: variables, cache: cache, pool: pool,
                reporter: reports)
            return PluginHost(
                session: session,
                access: {
                    IndexAccess(
                        index: IndexSettings(indexes: [IndexLocation(url: index, isDefault: true)]),
                        network: NetworkSettings(environment: [:]), credentials: Credentials())
                }, target: { EnvironmentTarget(system: true) })
        }

        /// The features in short, or the error.
        func ask(
            _ requires: [String], api: String? = nil, trusted: [TrustedPlugin],
            timeout: Duration = .seconds(60),
            environment: [String: String] = [:]
        ) throws -> String {
            let requirements = try requires.map { try Requirement(parsing: $0) }
            do {
                let answer = try host(environment).answer(
                    PluginRequest(
                        namespace: "hz", requires: requirements, api: api ?? requirements[0].name.underscored,
                        timeout: timeout), trusted: trusted)
                return answer.features.map { "\($0.name)=\($0.values.joined(separator: ","))" }
                    .joined(separator: " ")
            } catch {
                let diagnostic = Diagnostic(describing: error)
                return (["error: " + diagnostic.message] + diagnostic.causes).joined(separator: " | ")
                    .replacingOccurrences(of: directory.path, with: "[DIR]")
            }
        }

        var ran: Bool { FileManager.default.fileExists(atPath: canary) }

        func downloads(of module: String) -> Int {
            server.requests.filter { $0.path.contains("/files/\(module)-") }.count
        }
    }

    private static func trust(_ names: String...) -> [TrustedPlugin] {
        names.map { TrustedPlugin(package: PackageName($0)!) }
    }

    private static let config = """
        class Config:
            def __init__(self, name, values, multi_value=True):
                self.name, self.values, self.multi_value = name, values, multi_value
                self.namespace, self.dynamic = "old", False

        """

    /// V-184, V-270, V-271: nothing of an untrusted package is downloaded, installed or run, be it the plugin or
    /// something that it needs.
    @Test func trust() throws {
        var stage = try Stage()
        let answer =
            Self.config + "def get_supported_configs():\n    return [Config('level', ['v2', 'v1'])]\n"
        stage.add("good", "1.0", answer)
        stage.add("good", "2.0", answer)
        stage.add("needy", "1.0", answer, requires: ["good", "evil"])
        stage.add("evil", "1.0", answer)
        let hashes = try stage.world.releases.map { try Digest.of($0.wheel.build()) }
        func refused(_ requires: [String], _ trusted: [TrustedPlugin], _ expected: String) throws {
            stage.server.forgetRequests()
            let text = try stage.ask(requires, trusted: trusted)
            #expect(text.hasPrefix("error: the provider plugin") && text.contains(expected), "\(text)")
            #expect(!stage.ran)
            #expect(
                stage.server.requests.allSatisfy { $0.path.hasSuffix(".metadata") || $0.path.hasSuffix("/") })
            #expect(stage.downloads(of: "evil") == 0)
            #expect(stage.server.requests.allSatisfy { !$0.path.contains("evil") })
        }
        try refused(["evil"], [], "the package `evil` is not trusted")
        try refused(["evil", "good"], Self.trust("good"), "the package `evil` is not trusted")
        try refused(["good", "evil"], Self.trust("good"), "the package `evil` is not trusted")
        try refused(["needy"], Self.trust("needy"), "not trusted")
        try refused(["needy"], Self.trust("needy", "good"), "the package `evil` is not trusted")
        let url = "good @ \(stage.server.origin)/files/good-1.0-py3-none-any.whl"
        try refused([url], Self.trust("good"), "comes from an index and not from a URL")
        func entry(_ versions: String?, _ hashes: [Hash] = []) throws -> TrustedPlugin {
            TrustedPlugin(
                package: PackageName("good")!,
                versions: try versions.map { try VersionSpecifiers(parsing: $0) },
                hashes: hashes)
        }
        try refused(["good"], [entry(">=3")], "No solution found")
        try refused(["good>=2"], [entry("<2")], "No solution found")
        try refused(["good"], [entry(nil, [hashes[3]])], "No solution found")
        try refused(["good==2.0"], [entry("==2.0", [hashes[0]])], "No solution found")
        // Nor code in the endpoint (hostile case v-provider-inject).
        try refused(["good"], Self.trust("other"), "not trusted")
        for api in ["good:__import__('os').system('x')", "good;x", "good:", "a b", "", "good:x\ny"] {
            let text = try stage.ask(["good"], api: api, trusted: Self.trust("good"))
            #expect(text.contains("is not `module` or `module:object`"), "\(text)")
        }
        #expect(!stage.ran)
        // Trust by version and hash lets the right release through, several entries each theirs.
        func installed(_ trusted: [TrustedPlugin]) throws -> [String] {
            _ = try stage.ask(["good"], trusted: trusted)
            return stage.reports.notes.last.map { [$0] } ?? []
        }
        #expect(try installed([entry("<2")]) == ["Installing provider plugin: good==1.0"])
        #expect(stage.ran)
        #expect(try installed([entry("<2"), entry(">=2")]) == ["Installing provider plugin: good==2.0"])
        #expect(try stage.ask(["good"], trusted: [entry(nil, [hashes[0]])]) == "level=v2,v1")
        // Without hashes of the index, the file is held against the trusted one when it is here.
        stage.world.offersHashes = false
        stage.world.offersMetadata = false
        let text = try stage.ask(["good==2.0"], trusted: [entry(nil, [hashes[0]])])
        #expect(text.contains("Hash mismatch") && text.hasPrefix("error"), "\(text)")
    }

    /// V-185, V-188: made once, asked on every run; V-218: where and how it runs; V-272: a word when it runs as root.
    @Test func environment() throws {
        var stage = try Stage()
        stage.add(
            "tool", "1.0",
            Self.config + """
                import shutil, subprocess, sys, dep
                print("chatter on the standard output")
                def get_supported_configs():
                    assert "" not in sys.path and os.getcwd() not in sys.path, sys.path
                    assert os.environ["HZ_FORCE"] == "5"
                    assert shutil.which("python").startswith(sys.prefix), shutil.which("python")
                    assert os.listdir(".") == [], os.listdir(".")
                    assert sys.prefix != sys.base_prefix
                    return [Config("level", [dep.VALUE])]
                """, requires: ["dep"])
        stage.world.add("dep", "1.0", files: [("dep.py", Array("VALUE = 'fromdep'\n".utf8))])
        let trusted = Self.trust("tool", "dep")
        let environment = ["HZ_FORCE": "5", "PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere"]
        #expect(try stage.ask(["tool"], trusted: trusted, environment: environment) == "level=fromdep")
        #expect(stage.reports.notes == ["Installing provider plugin: dep==1.0, tool==1.0"])
        stage.server.forgetRequests()
        #expect(try stage.ask(["tool"], trusted: trusted, environment: environment) == "level=fromdep")
        #expect(stage.reports.notes.count == 1)
        #expect(stage.downloads(of: "tool") == 0)
        let roots = stage.reports.warnings.filter { $0.message.contains("runs as root") }
        #expect(roots.isEmpty != ProcessEnvironment.isRoot)
        // One that was interrupted while it was made is made again.
        let made = directories(stage)
        #expect(made.count == 1)
        try FileManager.default.removeItem(atPath: made[0] + "/.swuv-complete")
        #expect(try stage.ask(["tool"], trusted: trusted, environment: environment) == "level=fromdep")
        #expect(stage.reports.notes.count == 2)
        #expect(directories(stage) == made)
    }

    private func directories(_ stage: Stage) -> [String] {
        let root = stage.directory.path + "/cache/plugins-v1"
        return ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [])
            .filter { !$0.hasSuffix(".lock") }.map { root + "/" + $0 }
    }

    /// The kinds of plugin objects, answers that are right and answers that are not (V-210…V-214, V-217).
    @Test func answers() throws {
        var stage = try Stage()
        let source =
            Self.config + """
                import sys, time
                FEATURES = [Config("level", ["v2", "v1"]), Config("gone", []), Config("on", ["1.0_a"], False)]
                def get_supported_configs():
                    return FEATURES
                class Static:
                    @staticmethod
                    def get_supported_configs(): return FEATURES
                class Class:
                    @classmethod
                    def get_supported_configs(cls): return FEATURES
                class Plain:
                    def get_supported_configs(self): return FEATURES
                class Inherited(Plain): pass
                class Known:
                    def get_supported_configs(self, known_properties): return FEATURES if known_properties is None else []
                class Optional:
                    def get_supported_configs(self, known=()): return FEATURES if known == () else []
                class Deep:
                    inner = Plain()
                class Property:
                    name, values, multi_value = "level", ["v1"], True
                def plugin(result):
                    class It:
                        @staticmethod
                        def get_supported_configs():
                            return result() if callable(result) else result
                    return It
                empty = plugin([])
                attributes = plugin([Property])
                a_tuple = plugin((Property,))
                a_dict = plugin({"level": ["v1"]})
                none = plugin(None)
                no_name = plugin([object()])
                values_tuple = plugin([Config("level", ("v1",))])
                values_text = plugin([Config("level", "v1")])
                value_number = plugin([Config("level", [1])])
                multi = plugin([Config("level", ["v1"], 1)])
                bad_name = plugin([Config("Le-vel", ["v1"])])
                bad_value = plugin([Config("level", ["v 1"])])
                newline = plugin([Config("level", ["v1\\n"])])
                name_twice = plugin([Config("level", ["v1"]), Config("level", ["v2"])])
                value_twice = plugin([Config("level", ["v1", "v1"])])
                surrogate = plugin([Config("level", ["\\ud800"])])
                huge = plugin([Config("level", ["v" * (2 << 20)])])
                def fail(): raise RuntimeError("the device is on fire \\x1b[31m")
                raises = plugin(fail)
                leaves = plugin(lambda: sys.exit(0))
                leaves_hard = plugin(lambda: os._exit(0))
                status = plugin(lambda: os._exit(7))
                dies = plugin(lambda: os.abort())
                hangs = plugin(lambda: time.sleep(600))
                def print_much():
                    for _ in range(3000): print("x" * 1000)
                floods = plugin(print_much)
                def closing():
                    os.close(1); os.close(2)
                    return FEATURES
                closes = plugin(closing)
                def thread():
                    import threading
                    threading.Thread(target=time.sleep, args=(600,)).start()
                    return FEATURES
                leaves_thread = plugin(thread)
                class Builder:
                    all_properties_compatible = True
                    def get_all_configs(self): return FEATURES
                class NoMethod: pass
                class Raising:
                    def __init__(self): raise OSError("cannot be made")
                    def get_supported_configs(self): return []
                """
        stage.add("plug", "1.0", source)
        let trusted = Self.trust("plug")
        let right = "level=v2,v1 on=1.0_a"
        for (object, expected) in [
            ("", right), ("Static", right), ("Class", right), ("Plain", right), ("Inherited", right),
            ("Known", right), ("Optional", right), ("Deep.inner", right), ("closes", right),
            ("leaves_thread", right), ("empty", ""), ("attributes", "level=v1"),
        ] {
            let api = object.isEmpty ? "plug" : "plug : \(object)"
            #expect(try stage.ask(["plug"], api: api, trusted: trusted) == expected, "\(object)")
        }
        for (object, expected) in [
            ("missing", "has no attribute 'missing'"), ("NoMethod", "get_supported_configs"),
            ("Raising", "cannot be made"), ("a_tuple", "the answer is tuple and not list"),
            ("a_dict", "the answer is dict and not list"), ("none", "the answer is NoneType"),
            ("no_name", "has no attribute 'name'"), ("values_tuple", "the values of level is tuple"),
            ("values_text", "the values of level is str"), ("value_number", "a value of level is int"),
            ("multi", "multi_value of level is int"), ("bad_name", "a feature is called `Le-vel`"),
            ("bad_value", "`level` has `v 1`"), ("newline", "no valid value"),
            ("name_twice", "the feature `level` is there twice"), ("value_twice", "has the value `v1` twice"),
            ("surrogate", "error"), ("huge", "the answer is too long"), ("raises", "the device is on fire"),
            ("leaves", "ended Python before it answered"), ("leaves_hard", "ended Python before it answered"),
            ("status", "ended with status 7"), ("dies", "ended by signal 6"),
            ("floods", "it wrote more than 1048576 bytes"),
        ] {
            let text = try stage.ask(["plug"], api: "plug:\(object)", trusted: trusted)
            #expect(text.hasPrefix("error: the provider plugin `plug` has no answer"), "\(object): \(text)")
            #expect(text.contains(expected), "\(object): \(text)")
        }
        let text = try stage.ask(["plug"], api: "no_such.module", trusted: trusted)
        #expect(text.contains("No module named 'no_such'"), "\(text)")
        // V-215
        func catalogue(_ object: String) throws -> PluginCatalogue {
            try stage.host().catalogue(
                PluginRequest(
                    namespace: "hz", requires: [Requirement(parsing: "plug")], api: "plug:\(object)"),
                trusted: trusted)
        }
        #expect(
            try catalogue("Builder")
                == PluginCatalogue(
                    features: [
                        .init("level", ["v2", "v1"], isMultiValue: true),
                        .init("on", ["1.0_a"], isMultiValue: false),
                    ], isForEveryHost: true))
        #expect(throws: Diagnostic.self) { try catalogue("Static") }
        let start = Clock.monotonic()
        let hung = try stage.ask(["plug"], api: "plug:hangs", trusted: trusted, timeout: .seconds(1))
        #expect(hung.contains("it did not end within 1.0 seconds"), "\(hung)")
        #expect(Clock.monotonic() - start < 10_000_000_000)
    }

    /// No sdists and no variant wheels (V-185), and no dependency by URL.
    @Test func ordinaryWheelsOnly() throws {
        var stage = try Stage()
        stage.add("plug", "1.0", "def get_supported_configs(): return []\n")
        stage.add("linked", "1.0", "", requires: ["plug @ http://127.0.0.1:9/plug-1.0-py3-none-any.whl"])
        let linked = try stage.ask(["linked"], trusted: Self.trust("linked", "plug"))
        #expect(linked.hasPrefix("error") && linked.contains("127.0.0.1:9"), "\(linked)")
        stage.world.releases[0].wheel.tags = "py3-none-any-one"
        let variant = try stage.ask(["plug"], trusted: Self.trust("plug"))
        #expect(variant.contains("No solution found"), "\(variant)")
        #expect(!stage.ran)
    }

    /// V-272: a project's files do not say where plugins come from.
    @Test func projectIndexes() throws {
        let directory = TestDirectory([
            "swuv.toml": """
            default-index = "https://project.example/simple"
            allow-insecure-host = ["project.example"]
            offline = true
            """,
            "home/.config/swuv/swuv.toml": "[[index]]\nurl = \"https://user.example/simple\"",
        ])
        let settings = try Settings.of(
            ["install", "x"], environment: ["HOME": directory.path + "/home"], in: directory)
        #expect(try settings.indexAccess().index.indexes.contains { $0.url.contains("project.example") })
        let access = try settings.pluginAccess()
        #expect(
            access.index.indexes.map(\.url) == ["https://user.example/simple", Settings.publicIndex])
        #expect(access.network.insecureHosts.isEmpty)
        #expect(access.network.offline)
    }
}
