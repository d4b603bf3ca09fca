import Testing

@testable import Installer

@Suite struct WorkspaceTests {
    static func project(_ name: String, _ more: String = "") -> String {
        "[project]\nname = '\(name)'\nversion = '1'\n\(more)\n"
    }

    /// Which projects are found from where.
    @Test func discovery() throws {
        let scratch = try WorkspaceScratch([
            "pyproject.toml": Self.project(
                "root",
                "requires-python = '>=3.9'\n[tool.uv.workspace]\nmembers = ['packages/*', 'lib?/**/x-[a-c]', 'extra']"
                    + "\nexclude = ['packages/skip', 'packages/*-old']"),
            "packages/a/pyproject.toml": Self.project("a", "requires-python = '>=3.10,<4'"),
            "packages/a/src/x": "", "packages/b/pyproject.toml": Self.project("b"),
            "packages/skip/pyproject.toml": Self.project("skip"),
            "packages/a-old/pyproject.toml": "not = [valid",
            "packages/.hidden/pyproject.toml": "not = [valid",
            "packages/empty/readme": "",
            "packages/off/pyproject.toml": Self.project("off", "[tool.uv]\nmanaged = false"),
            "lib1/deep/er/x-b/pyproject.toml": Self.project("x-b"),
            "lib1/x-c/pyproject.toml": Self.project("x-c"),
            "lib1/x-d/pyproject.toml": Self.project("x-d"),
            "extra/pyproject.toml": Self.project("extra"),
            "alone/pyproject.toml": Self.project("alone"),
        ])
        let all = ["a", "b", "extra", "root", "x-b", "x-c"]
        let rows: [(from: String, root: String, current: String?, members: [String])] = [
            (".", ".", "root", all), ("packages", ".", "root", all), ("packages/a", ".", "a", all),
            ("packages/a/src", ".", "a", all), ("lib1/deep/er/x-b", ".", "x-b", all),
            ("packages/skip", "packages/skip", "skip", ["skip"]), ("alone", "alone", "alone", ["alone"]),
            ("lib1/x-d", "lib1/x-d", "x-d", ["x-d"]),
        ]
        for row in rows {
            let workspace = try #require(try scratch.workspace(row.from))
            #expect(workspace.root == Path(row.root).absolute(in: scratch.path), "\(row.from)")
            #expect(workspace.current?.name.text == row.current, "\(row.from)")
            #expect(workspace.members.map(\.name.text) == row.members, "\(row.from)")
        }
        let workspace = try #require(try scratch.workspace())
        #expect(workspace.requiresPython?.description == ">=3.10,<4")
        #expect(workspace.lockPath == scratch.path / "swuv.lock")
        #expect(workspace.files.count == 7 && workspace.watched.contains(scratch.path / "packages"))
        #expect(workspace.watched.contains(scratch.path / "packages/empty/pyproject.toml"))
        #expect(
            try workspace.inputs().members.map(\.path) == [
                "packages/a", "packages/b", "extra", ".", "lib1/deep/er/x-b", "lib1/x-c",
            ])
        let places: [([String: String], String)] = [
            ([:], ".venv"), (["UV_PROJECT_ENVIRONMENT": "env"], "env"),
            (["UV_PROJECT_ENVIRONMENT": "env", "SWUV_PROJECT_ENVIRONMENT": "/x/y"], "/x/y"),
            (["SWUV_PROJECT_ENVIRONMENT": ""], ".venv"),
        ]
        for (environment, expected) in places {
            #expect(
                workspace.environmentPath(environment: environment)
                    == Path(expected).absolute(in: scratch.path))
        }
        #expect(try Workspace.discover(from: "/proc/self") == nil)
    }

    @Test func virtualRoots() throws {
        let root = try WorkspaceScratch([
            "pyproject.toml": "[tool.swuv.workspace]\nmembers = ['a']\n[tool.uv.workspace]\nmembers = ['b']",
            "a/pyproject.toml": Self.project("a"), "b/pyproject.toml": Self.project("b"),
        ])
        let workspace = try #require(try root.workspace())
        #expect(workspace.current == nil && workspace.members.map(\.name.text) == ["a"])
        let groups = try WorkspaceScratch(["pyproject.toml": "[dependency-groups]\ndev = ['ruff']"])
        let inputs = try #require(try groups.workspace()).inputs()
        #expect(inputs.told == ["virtual-workspace-root:dev ruff"] && inputs.members[0].isVirtual)
    }

    /// Documents whose workspace is at fault.
    @Test func faults() throws {
        func project(_ name: String, _ more: String = "") -> String { Self.project(name, more) }
        let rows: [(files: [String: String], expected: [String])] = [
            (["pyproject.toml": "[tool.ruff]"], ["`pyproject.toml` has no `[project]` table"]),
            (
                ["pyproject.toml": "[tool.uv]\nmanaged = false"],
                ["`pyproject.toml` says `managed = false`: nothing in it is managed"]
            ),
            (["pyproject.toml": "a = [\n[tool"], ["2:2 "]),
            (["pyproject.toml/x": ""], ["Failed to read `pyproject.toml` | Is a directory (os error 21)"]),
            (
                [
                    "pyproject.toml":
                        "[project]\nname = 3\n[tool.uv]\nmanaged = 1\n[build-system]\nrequires = 'x'\nbuild-backend = 3\nbackend-path = ['..']"
                ],
                [
                    "1:1 `[project]` has no `version`", "2:8 `project.name` must be a string, not an integer",
                    "4:11 `tool.uv.managed` must be a boolean, not an integer",
                    "6:12 `build-system.requires` must be an array, not a string",
                    "7:17 `build-system.build-backend` must be a string, not an integer",
                    "8:17 a `backend-path` must not lead out of the project",
                ]
            ),
            (["pyproject.toml": project("x", "[build-system]")], ["4:1 `[build-system]` has no `requires`"]),
            (["pyproject.toml": "tool = 3"], ["1:8 `tool` must be a table, not an integer"]),
            (
                ["pyproject.toml": "tool.uv = 3\ntool.swuv = []"],
                ["1:11 `tool.uv` must be a table", "2:13 `tool.swuv` must be a table"]
            ),
            (
                [
                    "pyproject.toml":
                        "[tool.uv.workspace]\nmembers = [3, '', '/abs', 'a[', 'no', 'file', 'bare']\nexclude = 'x'\nmember = []",
                    "file": "", "bare/x": "",
                ],
                [
                    "2:12 an element of `tool.uv.workspace.members` must be a string",
                    "2:15 `` is no pattern of directories", "2:19 `/abs` is no pattern",
                    "2:27 `a[` is no pattern",
                    "3:11 `tool.uv.workspace.exclude` must be an array",
                    "4:1 `member` is none of `members` and `exclude`",
                ]
            ),
            (
                [
                    "pyproject.toml":
                        "[tool.uv.workspace]\nmembers = ['no', 'file', 'bare', 'a', 'b', 'c', 'd', 'e']",
                    "file": "", "bare/x": "",
                    "a/pyproject.toml": project("a"), "b/pyproject.toml": project("A"),
                    "c/pyproject.toml": "[tool.x]",
                    "d/pyproject.toml": project("d", "[tool.uv.workspace]"),
                    "e/pyproject.toml": "[project]\nname = 3",
                ],
                [
                    "2:12 there is no directory `no`", "2:18 there is no directory `file`",
                    "2:26 the directory `bare` has no `pyproject.toml`",
                    "e/pyproject.toml:1:1 ", "e/pyproject.toml:2:8 `project.name` must be a string",
                    "c/pyproject.toml:1:1 the member `c` has no `[project]` table",
                    "d/pyproject.toml:1:1 the member `d` of a workspace cannot be a workspace itself",
                    "b/pyproject.toml:2:8 `a` is the name of another member too",
                ]
            ),
            (
                [
                    "pyproject.toml": project(
                        "x", "requires-python='>=3.9'\n[tool.uv.workspace]\nmembers = ['a']"),
                    "a/pyproject.toml": project("a", "requires-python='<3.8'"),
                ],
                ["a/pyproject.toml:4:17 there is no Python that all members can run on"]
            ),
            (
                ["pyproject.toml": project("x", "dynamic=['dependencies']")],
                ["Cannot read the requirements of `pyproject.toml` without building it"]
            ),
        ]
        for row in rows {
            let told = try WorkspaceScratch(row.files).faults()
            #expect(told.count == row.expected.count, "\(told)")
            for (one, start) in zip(told, row.expected) { #expect(one.hasPrefix(start), "\(told)") }
        }
    }

    @Test func globs() {
        let rows: [(String, yes: [String], no: [String])] = [
            ("a", ["a"], ["b", "a/b", "aa"]), ("./a//b/", ["a/b"], ["a"]),
            ("*", ["a", "bc"], ["a/b", ".a", "."]),
            (".*", [".a"], ["a"]), ("**", ["a", "a/b", "a/b/c"], [".a/b"]),
            ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/x", "b", "a/.x/b"]),
            ("a?c", ["abc"], ["ac", "abbc"]), ("a*c*", ["ac", "abcd", "acc"], ["ab"]),
            ("[!ab]x", ["cx"], ["ax", "x"]),
            ("[]-]x", ["]x", "-x"], ["ax"]), ("[a-c]", ["a", "c"], ["d"]),
            (String(repeating: "a*", count: 40) + "b", [], [String(repeating: "a", count: 200)]),
        ]
        for (text, yes, no) in rows {
            guard let glob = PathGlob(text, span: 0..<0) else {
                Issue.record("\(text)")
                continue
            }
            for path in yes { #expect(glob.matches(Path(path)), "\(text) \(path)") }
            for path in no { #expect(!glob.matches(Path(path)), "\(text) \(path)") }
        }
        for text in ["", "/a", "a[", "a/[b", "a\0"] { #expect(PathGlob(text, span: 0..<0) == nil) }
    }
}
