import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Host
@testable import Installer

/// `sync`, `install` of a project and `sync pylock.toml`, from command line to environment.
@Suite struct SyncTests {
    private static let project = """
        [project]
        name = "demo"
        version = "0.1"
        requires-python = ">=3.8"
        dependencies = ["a"]
        [project.optional-dependencies]
        x = ["c"]
        y = ["d"]
        [dependency-groups]
        dev = ["e"]
        docs = ["f"]
        [tool.swuv]
        conflicts = [[{ extra = "x" }, { extra = "y" }]]
        """

    /// A project, an index and a cache.
    private struct Scene {
        let directory: TestDirectory
        let server: LoopbackServer
        let index: String

        init() throws {
            directory = TestDirectory(["p/pyproject.toml": SyncTests.project])
            server = try LoopbackServer()
            var world = PackageWorld()
            world.add("a", "1.0", requires: ["b"])
            for name in ["b", "c", "d", "e", "f"] { world.add(name, "1.0") }
            index = try world.serve(on: server)
        }

        func run(_ arguments: [String], _ variables: [String: String] = [:]) -> ProgramRun {
            var environment = [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
                "SWUV_CACHE_DIR": directory.path + "/cache", "SWUV_DEFAULT_INDEX": index,
            ]
            environment.merge(variables) { $1 }
            return ProgramRun(
                arguments + ["--directory", directory.path + "/p"], environment: environment, in: directory)
        }

        /// Names in the environment.
        var installed: String {
            let lib = directory.path + "/p/.venv/lib"
            let python = (try? FileManager.default.contentsOfDirectory(atPath: lib))?.first ?? ""
            let entries =
                (try? FileManager.default.contentsOfDirectory(atPath: "\(lib)/\(python)/site-packages")) ?? []
            return entries.filter { $0.hasSuffix(".dist-info") }.map { String($0.prefix { $0 != "-" }) }
                .sorted().joined(separator: " ")
        }

        var selection: String {
            (try? String(contentsOfFile: directory.path + "/p/.venv/swuv-selection.toml", encoding: .utf8))
                ?? ""
        }
    }

    /// A command, what is installed after it, and a part of what it says.
    private struct Step {
        var arguments: [String]
        var variables: [String: String] = [:]
        var installed: String
        var says: String
        var status: Int32 = 0
    }

    private static let steps: [Step] = [
        Step(
            arguments: ["sync", "--dry-run"], installed: "",
            says: "Would create project environment at: .venv"),
        Step(arguments: ["sync", "--check"], installed: "", says: "Unable to find lockfile", status: 1),
        Step(arguments: ["sync"], installed: "a b e", says: "Installed 3 packages in"),
        Step(arguments: ["sync"], installed: "a b e", says: "Checked 3 packages in"),
        Step(arguments: ["sync", "--check"], installed: "a b e", says: "Would make no changes"),
        Step(arguments: ["install"], installed: "a b e", says: "Checked 3 packages in"),
        Step(
            arguments: ["sync", "--extra", "z"], installed: "a b e", says: "Extra `z` is not defined",
            status: 1),
        Step(
            arguments: ["sync", "--extra", "x", "--extra", "y"], installed: "a b e",
            says: "Extras `x` and `y` are incompatible", status: 1),
        Step(arguments: ["sync", "--extra", "x"], installed: "a b c e", says: " + c==1.0"),
        Step(
            arguments: ["sync"], installed: "a b c e",
            says:
                "Using the extra `x` remembered from `swuv sync --extra x` (`swuv sync --forget` to drop it)"),
        // Another kind of choice leaves it; the same kind takes its place.
        Step(
            arguments: ["sync", "--group", "docs"], installed: "a b c e f",
            says: "Using the extra `x` remembered"),
        Step(arguments: ["sync", "--extra", "y"], installed: "a b d e f", says: " - c==1.0"),
        Step(
            arguments: ["sync"], variables: ["SWUV_EXTRA": "x"], installed: "a b d e f",
            says: "Using the extra `y` and the group `docs` remembered"),
        Step(arguments: ["sync", "--no-dev", "--no-extra", "y"], installed: "a b f", says: " - d==1.0"),
        Step(
            arguments: ["sync", "--check"], installed: "a b f", says: "The environment is outdated", status: 1
        ),
        Step(
            arguments: ["sync", "--only-group", "docs", "--inexact"], installed: "a b f",
            says: "Checked 1 package in"),
        Step(arguments: ["sync", "--forget"], installed: "a b e", says: " - f==1.0"),
        Step(
            arguments: ["sync"], variables: ["SWUV_EXTRA": "x", "SWUV_GROUP": "docs,dev"],
            installed: "a b c e f", says: " + c==1.0"),
        Step(
            arguments: ["sync", "--no-remember", "--extra", "y", "--frozen", "--offline"],
            installed: "a b d e", says: " + d==1.0"),
        Step(arguments: ["sync", "--extra", "x", "--no-remember"], installed: "a b c e", says: " - d==1.0"),
        Step(
            arguments: ["sync", "--no-remember", "--all-groups", "--no-default-groups"], installed: "a b e f",
            says: " - c==1.0"),
        Step(arguments: ["sync", "--only-group", "docs"], installed: "f", says: "Uninstalled 3 packages"),
        Step(
            arguments: ["sync", "--no-install-package", "a", "--no-default-groups"], installed: "b",
            says: " + b==1.0"),
        Step(
            arguments: ["sync", "--package", "other"], installed: "b",
            says: "The workspace has no member `other`", status: 1),
        Step(arguments: ["sync", "notes.txt"], installed: "b", says: "expected a `pylock.toml`", status: 2),
        Step(
            arguments: ["sync", "--reinstall-package", "b", "--frozen", "--offline"], installed: "a b e",
            says: " ~ b==1.0"),
    ]

    @Test func aDay() throws {
        let scene = try Scene()
        for (number, step) in Self.steps.enumerated() {
            if step.arguments.contains("--offline") { scene.server.forgetRequests() }
            let run = scene.run(step.arguments, step.variables)
            let what = "\(number): \(step.arguments.joined(separator: " "))\n\(run.errors)"
            #expect(run.status == step.status, "\(what)")
            #expect(run.errors.contains(step.says), "\(what)")
            #expect(scene.installed == step.installed, "\(what)")
        }
        #expect(scene.selection == "")
    }

    /// What is locked is fetched from where the lock says, and nothing else is asked for.
    @Test func onlyFilesAreAskedFor() throws {
        let scene = try Scene()
        #expect(scene.run(["lock"]).status == 0)
        scene.server.forgetRequests()
        let run = scene.run(["sync", "--frozen", "--json"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("\"environment_state\": \"created\""))
        for name in ["a", "b"] { #expect(scene.server.requests(of: "/simple/\(name)/").isEmpty) }
        #expect(scene.server.requests(of: "/files/a-1.0-py3-none-any.whl").count == 1)
        #expect(scene.server.requests(of: "/files/c-1.0-py3-none-any.whl").isEmpty)
        #expect(scene.installed == "a b e")
    }

    /// Another Python makes the environment anew; what was remembered stays.
    @Test func anotherPython() throws {
        let scene = try Scene()
        #expect(scene.run(["sync", "--extra", "x"]).status == 0)
        let configuration = scene.directory.path + "/p/.venv/pyvenv.cfg"
        var text = try String(contentsOfFile: configuration, encoding: .utf8)
        text = text.replacingOccurrences(of: "home = ", with: "home = /nowhere")
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
        try FileManager.default.removeItem(atPath: scene.directory.path + "/p/.venv/bin/python")
        let dry = scene.run(["sync", "--dry-run"])
        #expect(dry.errors.contains("Would replace project environment at: .venv"), "\(dry.errors)")
        let run = scene.run(["sync"])
        #expect(
            run.errors.contains(
                "Removed virtual environment at: .venv\nCreating virtual environment at: .venv"),
            "\(run.errors)")
        #expect(scene.installed == "a b c e", "\(run.errors)")
        let bad = scene.run(["sync", "--python", "3.99"])
        #expect(bad.status == 1)
        #expect(scene.installed == "a b c e")
        try "extras = [3, \"x y\"]".write(
            toFile: scene.directory.path + "/p/.venv/swuv-selection.toml", atomically: true, encoding: .utf8)
        let warned = scene.run(["sync"])
        #expect(
            warned.errors.contains(
                "the selection remembered in `[DIR]/p/.venv/swuv-selection.toml` is not used"),
            "\(warned.errors)")
        #expect(warned.errors.contains("`x y` is no valid name"), "\(warned.errors)")
        #expect(scene.installed == "a b e")
    }

    @Test func aDirectoryInTheWay() throws {
        let scene = try Scene()
        let place = scene.directory.path + "/p/.venv"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try "x".write(toFile: place + "/file", atomically: true, encoding: .utf8)
        let run = scene.run(["sync"])
        #expect(run.status == 1)
        #expect(
            run.errors.contains("`.venv` cannot be used as the environment of the project"), "\(run.errors)")
        let elsewhere = scene.run(["sync"], ["SWUV_PROJECT_ENVIRONMENT": "env"])
        #expect(elsewhere.status == 0, "\(elsewhere.errors)")
        #expect(elsewhere.errors.contains("Creating virtual environment at: env"))
        let active = scene.run(["sync"], ["SWUV_PROJECT_ENVIRONMENT": "env", "VIRTUAL_ENV": "/x"])
        #expect(
            active.errors.contains("`VIRTUAL_ENV=/x` does not match the project environment path `env`"),
            "\(active.errors)")
    }

    /// One of them makes the environment, all find it whole.
    @Test func severalAtOnce() throws {
        let scene = try Scene()
        let faults = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            let run = scene.run(["sync"])
            if run.status != 0 { faults.withLock { $0.append(run.errors) } }
        }
        #expect(faults.withLock { $0 } == [])
        #expect(scene.installed == "a b e")
        let left = try FileManager.default.contentsOfDirectory(atPath: scene.directory.path + "/p").sorted()
        #expect(left == [".venv", "pyproject.toml", "swuv.lock"])
    }

    @Test func lockFilesOfOthers() throws {
        let scene = try Scene()
        #expect(scene.run(["sync"]).status == 0)
        let wheel = WheelBuilder("c", "1.0")
        let sha = try Digest.of(wheel.build()).hex
        try """
        lock-version = "1.0"
        created-by = "hand"
        [[packages]]
        name = "c"
        version = "1.0"
        wheels = [{ url = "\(scene.server.origin)/files/\(wheel.filename)", hashes = { sha256 = "\(sha)" } }]
        """.write(
            toFile: scene.directory.path + "/p/pylock.toml", atomically: true, encoding: .utf8)
        let run = scene.run(["sync", "pylock.toml"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(scene.installed == "c", "\(run.errors)")
    }
}
