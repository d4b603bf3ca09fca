import Foundation
import TestSupport
import Testing

@testable import Host
@testable import Installer

/// `add`, `remove` and `tree` from command line to files, with an index of this process.
@Suite struct EditCommandTests {
    private static let project = """
        [project]
        name = "demo"
        version = "0.1.0"
        requires-python = ">=3.8"
        dependencies = [
            "idna>=3",  # names
        ]

        [dependency-groups]
        dev = []

        """

    private static func world() -> PackageWorld {
        var world = PackageWorld()
        world.add("flask", "3.1.0", requires: ["click>=8", "asgiref; extra == 'async'"], extras: ["async"])
        world.add("flask", "3.0.0", requires: ["click>=8"])
        world.add("click", "8.2.0")
        world.add("asgiref", "3.5")
        world.add("idna", "3.10")
        world.add("broken", "1.0", requires: ["nowhere"])
        return world
    }

    private struct Place {
        let directory: TestDirectory
        let server: LoopbackServer
        let index: String

        init(_ text: String = EditCommandTests.project, files: [String: String] = [:]) throws {
            directory = TestDirectory(files.merging(["pyproject.toml": text]) { $1 })
            server = try LoopbackServer()
            index = try EditCommandTests.world().serve(on: server)
        }

        func run(_ arguments: String...) -> ProgramRun {
            ProgramRun(arguments, environment: ["UV_DEFAULT_INDEX": index], in: directory)
        }

        var document: String { text("pyproject.toml") }
        func text(_ name: String) -> String {
            (try? String(contentsOfFile: directory.path + "/" + name, encoding: .utf8)) ?? "-"
        }
    }

    @Test func adding() throws {
        let place = try Place()
        let first = place.run("add", "Flask[async]", "--no-sync")
        #expect(first.status == 0, "\(first.errors)")
        #expect(
            place.document
                == Self.project.replacingOccurrences(
                    of: "    \"idna", with: "    \"flask[async]>=3.1.0\",\n    \"idna"))
        #expect(first.errors.contains("Added `flask[async]>=3.1.0` to `project.dependencies`"))
        #expect(place.run("lock", "--check").status == 0)
        let dev = place.run("add", "--dev", "click", "--bounds", "major", "--no-sync", "--json")
        #expect(
            dev.status == 0 && dev.output.contains("\"requirement\": \"click>=8.2.0,<9.0.0\""),
            "\(dev.errors)")
        #expect(place.document.contains("dev = [\n    \"click>=8.2.0,<9.0.0\",\n]\n"))
        let tree = place.run("tree", "--universal")
        #expect(
            tree.output == """
                demo v0.1.0
                ├── flask[async] v3.1.0
                │   ├── click v8.2.0
                │   └── asgiref v3.5 (extra: async)
                ├── idna v3.10
                └── click v8.2.0 (group: dev)

                """, "\(tree.errors)")
        #expect(place.run("remove", "flask", "--no-sync").status == 0)
        #expect(!place.text("swuv.lock").contains("name = \"flask\""))
        let missing = place.run("remove", "click", "--no-sync")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("could not be found in `project.dependencies`"))
        #expect(missing.errors.contains("(try: `swuv remove click --group dev`)"))
    }

    /// What cannot be locked leaves the files as they were.
    @Test func failures() throws {
        let place = try Place()
        #expect(place.run("lock").status == 0)
        let lock = place.text("swuv.lock")
        let rows: [([String], Int32)] = [
            (["add", "broken"], 1), (["add", "nothere"], 1), (["add", "flask<1"], 1), (["add", "a b"], 1),
            (["add", "demo"], 1), (["add", "./nowhere"], 1),
            (["add", "idna", "--dev", "--optional", "x"], 2),
            (["add", "flask", "--locked"], 1), (["add", "flask", "--tag", "v1"], 2),
            (["add", "flask", "--editable"], 2), (["add", "flask", "--script", "x.py"], 2),
            (["add", "flask", "--package", "other"], 2), (["add", "flask", "-m", "os_nam == 'x'"], 2),
            (["add", "git+https://host.invalid/x"], 1), (["remove", "nothere"], 1), (["remove", "a b"], 2),
            (["add"], 2), (["add", "ftp://host/x-1.tar.gz"], 1),
        ]
        for (arguments, status) in rows {
            let run = ProgramRun(
                arguments + ["--no-sync"], environment: ["UV_DEFAULT_INDEX": place.index], in: place.directory
            )
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(place.document == Self.project && place.text("swuv.lock") == lock, "\(arguments)")
        }
    }

    @Test func sources() throws {
        let rows: [([String], document: [String])] = [
            (["flask", "--frozen"], ["    \"flask\",\n"]), (["flask<3", "--frozen"], ["    \"flask<3\",\n"]),
            (
                ["flask @ git+https://u:p@host/x@v1#subdirectory=s"],
                ["\"flask\",", "flask = { git = \"https://u@host/x\", subdirectory = \"s\", rev = \"v1\" }"]
            ),
            (
                ["flask @ git+https://host/x", "--branch", "main"],
                ["[tool.swuv.sources]\nflask = { git = \"https://host/x\", branch = \"main\" }"]
            ), (["./lib"], ["\"my-lib\",", "my-lib = { workspace = true }", "members = [\n    \"lib\",\n]"]),
            (["./lib", "--editable"], ["my-lib = { workspace = true }"]),
            (["./lib", "--raw"], ["my-lib @ file://"]),
            (
                ["https://host/x-1.0-py3-none-any.whl"],
                ["\"x\",", "x = { url = \"https://host/x-1.0-py3-none-any.whl\" }"]
            ),
            (
                ["flask", "--index", "mine=https://host/simple"],
                [
                    "flask = { index = \"mine\" }",
                    "[[tool.swuv.index]]\nname = \"mine\"\nurl = \"https://host/simple\"\n",
                ]
            ),
            (["flask", "-m", "os_name == 'x'", "--extra", "a"], ["\"flask[a] ; os_name == 'x'\","]),
            (["-r", "requirements.txt"], ["\"click>8\",", "\"asgiref\","]),
            (
                ["flask", "--optional", "web"],
                ["[project.optional-dependencies]\nweb = [\n    \"flask\",\n]\n"]
            ),
        ]
        for (arguments, expected) in rows {
            let place = try Place(files: [
                "lib/pyproject.toml": "[project]\nname = 'My.Lib'\nversion = '1'\n",
                "requirements.txt": "click>8\nasgiref # x\n",
            ])
            let run = ProgramRun(
                ["add"] + arguments + ["--frozen"], environment: ["UV_DEFAULT_INDEX": place.index],
                in: place.directory)
            #expect(run.status == 0, "\(arguments): \(run.errors)")
            for text in expected { #expect(place.document.contains(text), "\(arguments): \(place.document)") }
            #expect(place.text("swuv.lock") == "-")
            #expect(place.server.requests.isEmpty)
        }
    }

    @Test func constraintsHoldOnce() throws {
        let place = try Place(files: ["c.txt": "flask<3.1\n"])
        #expect(place.run("add", "flask", "-c", "c.txt", "--no-sync").status == 0)
        #expect(place.document.contains("\"flask>=3.0.0\","))
        #expect(place.text("swuv.lock").contains("version = \"3.0.0\""))
        #expect(!place.text("swuv.lock").contains("<3.1"))
        #expect(place.run("lock", "--check").status == 0)
    }

    @Test func environmentFollows() throws {
        let place = try Place()
        let run = place.run("add", "flask")
        #expect(run.status == 0 && run.errors.contains(" + flask==3.1.0"), "\(run.errors)")
        let tree = place.run("tree", "--package", "flask")
        #expect(tree.output == "flask v3.1.0\n└── click v8.2.0\n", "\(tree.errors)")
        #expect(
            place.run("tree", "--invert", "--package", "click").output
                == "click v8.2.0\n└── flask v3.1.0\n    └── demo v0.1.0\n")
        #expect(place.run("tree", "--all-variants", "--depth", "1").status == 0)
        #expect(place.run("tree", "--package", "nothere").status == 1)
        let json = place.run("tree", "--json")
        #expect(json.status == 0 && json.output.contains("\"roots\": ["))
        let removed = place.run("remove", "flask")
        #expect(removed.status == 0 && removed.errors.contains(" - click==8.2.0"), "\(removed.errors)")
    }
}
