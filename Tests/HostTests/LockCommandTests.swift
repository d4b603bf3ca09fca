import Foundation
import TestSupport
import Testing

@testable import Host
@testable import Installer

/// `lock` and `export`, from command line to file.
@Suite struct LockCommandTests {
    /// A project, indexes and a cache.
    private struct Scene {
        let directory: TestDirectory
        let server: LoopbackServer
        let index: String

        /// In the files `INDEX` stands for the server.
        init(_ files: [String: String]) throws {
            server = try LoopbackServer()
            var world = PackageWorld()
            world.add("alpha", "1.0", requires: ["beta>=1"])
            world.add("alpha", "2.0", requires: ["beta>=1", "gamma ; sys_platform == 'win32'"])
            world.add("beta", "1.0")
            world.add("beta", "2.0", requiresPython: ">=3.10")
            world.add("gamma", "1.0")
            world.add("model", "0.7", requires: ["torch>=2"])
            world.add("torch", "2.9.0", requires: ["gamma"])
            world.add("binary", "1.0", tags: "cp39-cp39-manylinux_2_17_x86_64")
            world.add("binary", "1.0", tags: "cp312-cp312-manylinux_2_17_x86_64")
            world.add("binary", "1.0", tags: "cp312-cp312-win_amd64")
            world.add("binary", "1.0", tags: "cp39-abi3-macosx_11_0_arm64")
            world.add("binary", "1.0", tags: "py2-none-any")
            for label in ["cu126", "rocm"] {
                world.addVariant(
                    "multi", "1.0", label: label, variant: Self.variant(label),
                    requires: [
                        "beta", "cublas==12.6 ; variant_label == 'cu126'",
                        "hip ; 'amd' in variant_namespaces",
                    ])
            }
            world.add(
                "multi", "1.0",
                requires: [
                    "beta", "cublas==12.6 ; variant_label == 'cu126'", "hip ; 'amd' in variant_namespaces",
                ])
            world.add("cublas", "12.6")
            world.add("hip", "1.0")
            index = try world.serve(on: server)
            for label in ["cpu", "cu126"] {
                var torch = PackageWorld()
                torch.add("torch", "2.9.0+\(label)", requires: label == "cpu" ? [] : ["cublas"])
                try torch.serve(on: server, prefix: "/whl/\(label)")
            }
            directory = TestDirectory(
                files.mapValues { [server] in
                    $0.replacingOccurrences(of: "INDEX", with: server.origin)
                })
        }

        private static func variant(_ label: String) -> String {
            let properties =
                label == "rocm"
                ? #""amd": {"gfx_arch": ["gfx942"]}"# : #""nvidia": {"cuda_version_lower_bound": ["12.6"]}"#
            return
                #"{"$schema": "https://variants-schema.wheelnext.dev/peps/825/v0.1.1.json", "default-priorities": {"namespace": ["nvidia", "amd"]}, "variants": {"\#(label)": {\#(properties)}}}"#
        }

        func run(_ arguments: [String], _ variables: [String: String] = [:]) -> ProgramRun {
            var environment = [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
                "SWUV_CACHE_DIR": directory.path + "/cache", "SWUV_DEFAULT_INDEX": index,
                "SWUV_PROVIDERS_DIR": directory.path + "/providers.d",
            ]
            environment.merge(variables) { $1 }
            return ProgramRun(
                arguments + ["--directory", directory.path + "/p"], environment: environment, in: directory)
        }

        func file(_ name: String) -> String {
            (try? String(contentsOfFile: directory.path + "/p/" + name, encoding: .utf8)) ?? "(none)\n"
        }

        func write(_ name: String, _ text: String) {
            try? Data(text.utf8).write(to: URL(fileURLWithPath: directory.path + "/p/" + name))
        }

        /// Without what differs from run to run.
        func normalised(_ text: String) -> String {
            var text = text.replacingOccurrences(of: server.origin, with: "http://server")
            text = text.replacingOccurrences(of: "[0-9a-f]{64}", with: "HASH", options: .regularExpression)
            text = text.replacingOccurrences(
                of: "\"seconds\": [0-9.e-]+", with: "\"seconds\": 0", options: .regularExpression)
            text = text.replacingOccurrences(
                of: "size = [0-9]+", with: "size = N", options: .regularExpression)
            return text.replacingOccurrences(
                of: " in [0-9.]+m?s", with: " in TIME", options: .regularExpression)
        }
    }

    private static func project(_ rest: String) -> String {
        "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = \">=3.9\"\n" + rest
    }

    private static let conflict = """
        dependencies = ["model"]
        [project.optional-dependencies]
        cpu = ["torch>=2.2.0"]
        cuda = ["torch>=2.2.0"]
        [tool.uv]
        conflicts = [[{ extra = "cpu" }, { extra = "cuda" }]]
        [tool.uv.sources]
        torch = [{ index = "pytorch-cpu", extra = "cpu" }, { index = "pytorch-cuda", extra = "cuda" }]
        [[tool.uv.index]]
        name = "pytorch-cpu"
        url = "INDEX/whl/cpu/simple"
        explicit = true
        [[tool.uv.index]]
        name = "pytorch-cuda"
        url = "INDEX/whl/cu126/simple"
        explicit = true
        """

    private static let map = """
        [[variant-index]]
        name = "lights"
        packages = ["torch"]
        namespaces = ["nvidia"]
        [variant-index.variants.cu126]
        index = "INDEX/whl/cu126/simple"
        properties = { nvidia = { cuda_version_lower_bound = ["12.6"] } }
        [variant-index.variants.cpu]
        index = "INDEX/whl/cpu/simple"
        """

    private static let projects: [(String, [String: String])] = [
        (
            "plain",
            [
                "p/pyproject.toml": project(
                    """
                    dependencies = ["alpha", "binary ; sys_platform == 'linux'"]
                    [project.optional-dependencies]
                    more = ["gamma"]
                    all = ["demo[more]"]
                    [dependency-groups]
                    dev = ["beta", { include-group = "docs" }]
                    docs = ["gamma>=1"]
                    """)
            ]
        ),
        (
            "forks",
            [
                "p/pyproject.toml": project(
                    "dependencies = [\"alpha<2 ; sys_platform == 'darwin'\", \"alpha>=2 ; sys_platform != 'darwin'\"]\n"
                )
            ]
        ),
        ("conflict", ["p/pyproject.toml": project(conflict), "providers.d/lights.toml": map]),
        ("variants", ["p/pyproject.toml": project("dependencies = [\"multi\"]\n")]),
        (
            "labels",
            ["p/pyproject.toml": project("dependencies = [\"model\"]\n"), "providers.d/lights.toml": map]
        ),
        (
            "workspace",
            [
                "p/pyproject.toml": project(
                    """
                    dependencies = ["core"]
                    [tool.swuv.sources]
                    core = { workspace = true }
                    [tool.swuv.workspace]
                    members = ["packages/*"]
                    """),
                "p/packages/core/pyproject.toml": """
                [project]
                name = "core"
                version = "1.0"
                dependencies = ["beta"]
                [project.optional-dependencies]
                x = ["gamma"]
                """,
            ]
        ),
    ]

    /// What locks look like, and that no hardware changes them.
    @Test func locks() throws {
        var text = ""
        for (name, files) in Self.projects {
            let scene = try Scene(files)
            let first = scene.run(["lock"])
            text +=
                "## \(name)\n\n" + scene.normalised(first.errors) + "\n"
                + scene.normalised(scene.file("swuv.lock")) + "\n"
            #expect(first.status == 0, "\(name): \(first.errors)")
            let written = scene.file("swuv.lock")
            #expect(scene.run(["lock", "--check"]).status == 0, "\(name)")
            // From nothing, with other hardware; and from itself, looking at everything anew.
            try FileManager.default.removeItem(atPath: scene.directory.path + "/p/swuv.lock")
            _ = scene.run(["lock"], ["NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": "12.8"])
            #expect(scene.file("swuv.lock") == written, "\(name) on another host")
            _ = scene.run(["lock", "--upgrade-package", "gamma"])
            #expect(scene.file("swuv.lock") == written, "\(name) from itself")
        }
        Golden.expect(text, equals: "locks.txt")
    }

    @Test func exports() throws {
        var text = ""
        for (name, files) in Self.projects {
            let scene = try Scene(files)
            _ = scene.run(["lock"])
            for arguments in [
                ["export", "--no-hashes"],
                ["export", "--frozen", "--format", "pylock.toml", "--no-emit-project"],
            ] {
                let run = scene.run(arguments)
                text += "## \(name)\n\n" + scene.normalised(run.transcript(of: arguments))
                #expect(run.status == 0, "\(name): \(run.errors)")
            }
        }
        Golden.expect(text, equals: "exports.txt")
    }

    /// One project over time.
    @Test func changes() throws {
        let scene = try Scene(["p/pyproject.toml": Self.project("dependencies = [\"alpha<2\"]\n")])
        var text = ""
        func run(_ arguments: [String], note: String = "") {
            text += scene.normalised(scene.run(arguments).transcript(of: arguments, note: note))
        }
        run(["lock", "--check"])
        run(["lock", "--frozen"])
        run(["lock", "--dry-run"])
        #expect(scene.file("swuv.lock") == "(none)\n")
        run(["lock"])
        run(["lock"])
        let before = scene.file("swuv.lock")
        scene.write("pyproject.toml", Self.project("dependencies = [\"alpha\", \"gamma\"]\n"))
        run(["lock", "--locked"], note: "(changed) ")
        run(["lock", "--dry-run"])
        #expect(scene.file("swuv.lock") == before)
        run(["lock"])
        run(["lock", "--upgrade-package", "alpha", "--json"])
        run(["lock", "--upgrade"])
        scene.write(
            "swuv.lock",
            scene.file("swuv.lock").replacingOccurrences(of: "version = 1\n", with: "version = 9\n"))
        run(["lock"], note: "(newer) ")
        scene.write("swuv.lock", before.replacingOccurrences(of: "sha256 = \"", with: "sha256 = \"0"))
        run(["lock"], note: "(edited) ")
        try FileManager.default.removeItem(atPath: scene.directory.path + "/p/swuv.lock")
        scene.write(
            "uv.lock",
            "version = 1\n[[package]]\nname = \"beta\"\nversion = \"1.0\"\nsource = { registry = \"x\" }\n")
        run(["lock"], note: "(uv.lock) ")
        #expect(scene.file("swuv.lock").contains("name = \"beta\"\nversion = \"1.0\""))
        scene.write("pyproject.toml", "[project]\nname = 3\n")
        run(["lock"], note: "(invalid) ")
        try FileManager.default.removeItem(atPath: scene.directory.path + "/p/pyproject.toml")
        run(["lock"], note: "(no project) ")
        Golden.expect(text, equals: "lock-changes.txt")
    }
}
