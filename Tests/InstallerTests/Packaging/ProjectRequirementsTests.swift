import Foundation
import Testing

@testable import Installer

@Suite struct ProjectRequirementsTests {
    static let demo = """
        [project]
        name = "Demo.Pkg"
        version = "1.2"
        requires-python = ">=3.9"
        dependencies = ["idna<4", "certifi ; python_version < '3.10'"]
        [project.optional-dependencies]
        Dev = ["demo-pkg[Test]>=1", "packaging"]
        test = ["iniconfig", "Demo_Pkg[dev, all]"]
        all = ["demo.pkg[fast] ; sys_platform == 'linux'"]
        fast = ["uvloop", "idna<4", "six ; sys_platform == 'linux' and python_version > '3'"]
        [dependency-groups]
        lint = ["wheel", {include-group = "Typing_X"}, "ruff"]
        typing-x = ["mypy", {include-group = "base"}]
        base = ["attrs"]
        both = [{include-group = "base"}, {include-group = "typing-x"}, "attrs"]
        self = ["demo-pkg[fast]"]
        [tool.uv.sources]
        idna = { path = "../idna" }
        """

    static func read(_ text: String, file: String = "pyproject.toml") throws(TOMLErrors)
        -> ProjectRequirements
    {
        try ProjectRequirements.parse(Array(text.utf8), file: file)
    }

    @Test func selections() throws {
        let project = try Self.read(Self.demo)
        #expect(project.name?.text == "demo-pkg" && project.version?.description == "1.2")
        #expect(project.requiresPython?.description == ">=3.9")
        #expect(project.extraNames.map(\.text) == ["dev", "test", "all", "fast"])
        #expect(project.groupNames.map(\.text) == ["lint", "typing-x", "base", "both", "self"])
        #expect(project.sourced.map(\.text) == ["idna"])
        let own = ["idna<4", "certifi ; python_version < '3.10'"]
        let linux = "sys_platform == 'linux'"
        let fast = [
            "uvloop ; \(linux)", "idna<4 ; \(linux)", "six ; \(linux) and python_version > '3'",
        ]
        let rows: [(extras: [String], all: Bool, groups: [String], expected: [String])] = [
            ([], false, [], own),
            (
                ["FAST"], false, [],
                own + ["uvloop", "six ; sys_platform == 'linux' and python_version > '3'"]
            ),
            (["all"], false, [], own + fast),
            (["dev"], false, [], own + ["packaging", "iniconfig"] + fast),
            (["test"], false, [], own + ["iniconfig", "packaging"] + fast),
            (
                [], true, [],
                own + [
                    "packaging", "iniconfig", "uvloop",
                    "six ; sys_platform == 'linux' and python_version > '3'",
                ]
            ),
            (
                [], false, ["lint"],
                own + ["wheel :lint", "mypy :lint", "attrs :lint", "ruff :lint"]
            ),
            ([], false, ["both", "both"], own + ["attrs :both", "mypy :both"]),
        ]
        for row in rows {
            let found = try project.requirements(
                extras: Set(row.extras.map { ExtraName($0)! }), allExtras: row.all,
                groups: row.groups.map { ExtraName($0)! })
            let told = found.map { requirement, origin in
                let label = origin.split(separator: ":").dropFirst().first.map { " :" + $0.dropLast() } ?? ""
                return requirement.description + label
            }
            #expect(told == row.expected, "\(row.extras) \(row.groups)")
        }
        #expect(
            try project.requirements(extras: [], groups: [ExtraName("base")!]).map(\.origin) == [
                "demo-pkg (pyproject.toml)", "demo-pkg (pyproject.toml)", "demo-pkg (pyproject.toml:base)",
            ])
        #expect(
            try project.requirements(ofGroups: [ExtraName("self")!]).map { $0.requirement.description } == [
                "idna<4", "certifi ; python_version < '3.10'", "uvloop",
                "six ; sys_platform == 'linux' and python_version > '3'",
            ])
        let groups = try Self.read("[dependency-groups]\r\nlint = ['ruff']\r\n", file: "sub/pyproject.toml")
        #expect(
            try groups.requirements(ofGroups: [ExtraName("Lint")!]).map(\.origin) == [
                "(sub/pyproject.toml:lint)"
            ])
    }

    /// A document and the `line:column message` of each of its faults.
    static let faults: [(String, [String])] = [
        (
            "[project]\nname = 3\nversion = 1",
            [
                "2:8 `project.name` must be a string, not an integer",
                "3:11 `project.version` must be a string, not an integer",
            ]
        ),
        (
            "[project]\n",
            [
                "1:1 `[project]` has no `name`",
                "1:1 `[project]` has no `version`, and `dynamic` does not list it",
            ]
        ),
        ("project = []", ["1:11 `project` must be a table, not an array"]),
        (
            "[project]\nname = '-x'\ndynamic = ['version', 3]",
            [
                "2:8 `-x` is no valid project name",
                "3:23 `an element of project.dynamic` must be a string, not an integer",
            ]
        ),
        (
            "[project]\nname = 'x'\nversion = 'one'\nrequires-python = '>=3, what'",
            [
                "3:12 expected a number", "4:25 ",
            ]
        ),
        (
            "[project]\nname = 'x'\nversion = '1'\ndynamic = ['name', 'version']",
            [
                "4:12 `name` must not be dynamic", "4:20 `version` is dynamic, yet `[project]` gives it",
            ]
        ),
        (
            "\u{FEFF}[project]\r\nname = 'x'\r\nversion = '1'\r\ndependencies = [\r\n  'ok',\r\n  'é >> 1',\r\n  'a >> 1', 3,\r\n  \"a\\u0020>> 1\",\r\n]\r\n",
            [
                "6:4 expected a package name", "7:7 ",
                "7:13 a requirement of `project.dependencies` must be a string",
                "8:3 ",
            ]
        ),
        (
            "[project]\nname = 'x'\nversion = '1'\ndependencies = 'idna'\noptional-dependencies = 1",
            [
                "4:16 `project.dependencies` must be an array, not a string",
                "5:25 `project.optional-dependencies` must be a table, not an integer",
            ]
        ),
        (
            "[project]\nname = 'x'\nversion = '1'\n[project.optional-dependencies]\na_b = []\nA-b = []\n'../x' = []\nc = 'd'",
            [
                "6:1 the extra `a-b` is there twice, in different spellings",
                "7:1 `../x` is no valid name of an extra",
                "8:5 `project.optional-dependencies.c` must be an array, not a string",
            ]
        ),
        (
            "[dependency-groups]\na = [{include-group = 'B'}, {include-group = 'zz'}]\nb = [{include-group = 'a'}]\nA = []\n'?' = []\nc = [{include-group = 3}, {x = 1}, {include-group='c', y = 1}, 4, {include-group = '?'}]\nd = 1",
            [
                "2:46 there is no dependency group `zz`",
                "3:23 the dependency group includes itself: `a` includes `b` includes `a`",
                "4:1 the dependency group `a` is there twice, in different spellings",
                "5:1 `?` is no valid name of a dependency group",
                "6:23 `include-group` must be a string, not an integer",
                "6:27 expected a requirement or `{include-group = \"…\"}`",
                "6:36 expected a requirement or `{include-group = \"…\"}`",
                "6:64 a requirement of `dependency-groups.c` must be a string, not an integer",
                "6:84 `?` is no valid name of a dependency group",
                "7:5 `dependency-groups.d` must be an array, not an integer",
            ]
        ),
        (
            "[dependency-groups]\na = [{include-group = 'a'}]",
            [
                "2:23 the dependency group includes itself: `a` includes `a`"
            ]
        ),
        ("a = " + String(repeating: "[", count: 9000), ["1:133 nested more than 128 levels deep"]),
    ]

    @Test func documentFaults() {
        for (text, expected) in Self.faults {
            do throws(TOMLErrors) {
                _ = try Self.read(text)
                Issue.record("accepted: \(text)")
            } catch {
                let told = error.faults.map { "\($0.line):\($0.column) \($0.message)" }
                #expect(told.count == expected.count, "\(told)")
                for (one, start) in zip(told, expected) { #expect(one.hasPrefix(start), "\(told)") }
            }
        }
    }

    @Test func selectionFaults() throws {
        let head = "[project]\nname = 'demo'\nversion = '1'\n"
        let rows: [(text: String, extras: [String], groups: [String], message: String, code: ExitCode)] = [
            (head, ["nope"], [], "Requested extra not found: `nope`", .usage),
            (head, [], ["nope"], "Requested dependency group not found: `nope`", .usage),
            (
                head + "dynamic = ['dependencies']", [], [],
                "Cannot read the requirements of `pyproject.toml` without building it", .failure
            ),
            (
                head + "dynamic = ['optional-dependencies']", ["x"], [],
                "Cannot read the requirements of `pyproject.toml` without building it", .failure
            ),
            (
                head + "optional-dependencies = { a = ['demo[b]'] }", ["a"], [],
                "Failed to read `pyproject.toml`", .failure
            ),
            (
                head + "optional-dependencies = { a = ['demo[b]>2'], b = [] }", ["a"], [],
                "Failed to read `pyproject.toml`", .failure
            ),
            ("[tool.poetry]\nname = 'x'", [], [], "`pyproject.toml` has no `[project]` table", .failure),
        ]
        for row in rows {
            let project = try Self.read(row.text)
            do {
                _ = try project.requirements(
                    extras: Set(row.extras.map { ExtraName($0)! }), groups: row.groups.map { ExtraName($0)! })
                Issue.record("accepted: \(row.text)")
            } catch {
                let diagnostic = Diagnostic(describing: error)
                #expect(diagnostic.message == row.message && diagnostic.exitCode == row.code)
            }
        }
        #expect(try Self.read(head + "dynamic = ['optional-dependencies']").requirements(extras: []).isEmpty)
        #expect(
            try Self.read(head + "optional-dependencies = { a = ['demo[b]'] }").requirements(extras: [])
                .isEmpty)
    }

    @Test func secretsAreMasked() throws {
        let text =
            "[project]\nname = 'x'\nversion = '1'\ndependencies = ['a @ https://me:hunter2@h.example/a.whl ?']"
        let error = try #require(throws: TOMLErrors.self) { try Self.read(text) }
        #expect(!error.diagnostic.causes.joined().contains("hunter2"))
        #expect(error.diagnostic.causes.joined().contains("@h.example"))
    }

    @Test func manyReferences() throws {
        // Each extra names the next twice, under different markers: 2^40 ways, one limit.
        var text = "[project]\nname = 'x'\nversion = '1'\n[project.optional-dependencies]\n"
        for level in 0..<40 {
            text += "e\(level) = [\"x[e\(level + 1)] ; platform_version != 'a\(level)'\", "
            text += "\"x[e\(level + 1)] ; platform_version != 'b\(level)'\"]\n"
        }
        text += "e40 = ['idna']\n"
        let project = try Self.read(text)
        #expect(throws: Diagnostic.self) { try project.requirements(extras: [ExtraName("e0")!]) }
        // A long chain of groups, and groups that include the next twice.
        var chain = "[dependency-groups]\n"
        for level in 0..<3000 {
            chain += "g\(level) = [{include-group = 'g\(level + 1)'}, {include-group = 'g\(level + 1)'}]\n"
        }
        let groups = try Self.read(chain + "g3000 = ['idna']\n")
        #expect(try groups.requirements(ofGroups: [ExtraName("g0")!]).count == 1)
    }

    @Test func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "swuv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "sub"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.demo.utf8).write(to: folder.appending(path: "sub/pyproject.toml"))
        let directory = Path(folder.path)
        for path in ["sub/pyproject.toml", "\(directory)/sub/pyproject.toml"] {
            let project = try ProjectRequirements.read(Path(path), in: directory)
            #expect(project.file == "sub/pyproject.toml")
        }
        #expect(mkfifo(folder.appending(path: "fifo").path, 0o600) == 0)
        for (name, cause) in [
            ("fifo", "not a regular file"), ("sub", "Is a directory"), ("none", "No such file or directory"),
        ] {
            do {
                _ = try ProjectRequirements.read(Path(name), in: directory)
                Issue.record("read \(name)")
            } catch {
                let diagnostic = Diagnostic(describing: error)
                #expect(diagnostic.message == "Failed to read `\(name)`")
                #expect(diagnostic.causes.first?.hasPrefix(cause) == true, "\(diagnostic)")
            }
        }
    }
}
