import Foundation
import Testing

@testable import Host
@testable import Installer

private let head = "[project]\nname = \"demo\"\nversion = \"0.1.0\"\n"
private let tail = "requires-python = \">=3.x\"\ndependencies = []\n"
private let readme = "description = \"Add your description here\"\nreadme = \"README.md\"\n"
private let build =
    "\n[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n"
private let script = "\n[project.scripts]\ndemo = \"demo:main\"\n"

@Suite struct InitCommandTests {
    private static func files(_ directory: TestDirectory, _ path: String = "") -> [String: String] {
        var found: [String: String] = [:]
        let root = directory.path + "/" + path
        for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init() {
            guard !name.hasPrefix("home"), !name.contains(".git/") else { continue }
            if let text = try? String(contentsOfFile: root + "/" + name, encoding: .utf8) {
                found[name] = text
            }
        }
        return found
    }

    /// The version of the interpreter that is found here, as it stands in the files.
    private static func stable(_ text: String?) -> String? {
        text?.replacing(/3\.\d+/, with: "3.x")
    }

    @Test func kinds() {
        let rows: [([String], document: String, files: [String])] = [
            ([], head + readme + tail, [".python-version", "README.md", "main.py"]),
            (["--bare"], head + tail, []),
            (
                ["--lib"], head + readme + tail + build,
                [".python-version", "README.md", "src/demo/__init__.py", "src/demo/py.typed"]
            ),
            (
                ["--package", "--no-readme", "--no-pin-python", "--description", "x \"y\" \\"],
                head + "description = 'x \"y\" \\'\n" + tail + script + build, ["src/demo/__init__.py"]
            ),
            (
                ["--bare", "--package", "--build-backend", "uv"],
                head + tail + script
                    + "\n[build-system]\nrequires = [\"uv_build\"]\nbuild-backend = \"uv_build\"\n", []
            ),
            (
                ["--no-description", "--vcs", "none", "--no-readme"], head + tail,
                [".python-version", "main.py"]
            ),
        ]
        for row in rows {
            let directory = TestDirectory([".git/HEAD": ""])
            let run = ProgramRun(["init", "demo"] + row.0, in: directory)
            #expect(
                run.status == 0 && run.errors == "Initialized project `demo` at `[DIR]/demo`\n",
                "\(run.errors)")
            let files = Self.files(directory, "demo")
            #expect(Self.stable(files["pyproject.toml"]) == row.document, "\(row.0)")
            #expect(files.keys.sorted() == (row.files + ["pyproject.toml"]).sorted(), "\(row.0)")
        }
    }

    @Test func whatIsThereStays() {
        let directory = TestDirectory([
            "My App/main.py": "x = 1\n", "My App/README.md": "hello\n", "file": "", ".git/HEAD": "",
        ])
        let run = ProgramRun(["init", "My App", "--json"], in: directory)
        #expect(run.status == 0 && run.output.contains("\"name\": \"my-app\""), "\(run.errors)")
        #expect(Self.files(directory, "My App")["main.py"] == "x = 1\n")
        #expect(Self.files(directory, "My App")["README.md"] == "hello\n")
        let rows: [([String], Int32, String)] = [
            (
                ["init", "My App"], 1,
                "error: Cannot initialize a project in `My App`\n  cause: `pyproject.toml` already exists\n"
            ),
            (["init", "file"], 1, "error: Cannot initialize a project in `file`: it is no directory\n"),
            (["init", "x", "--name", "a b"], 2, ""), (["init", "---"], 2, ""),
            (["init", "x", "--app", "--lib"], 2, ""), (["init", "x", "--lib", "--no-package"], 2, ""),
            (["init", "x", "--python", "2.4"], 1, ""),
        ]
        for (arguments, status, text) in rows {
            let run = ProgramRun(arguments, in: directory)
            #expect(run.status == status, "\(arguments): \(run.errors)")
            if !text.isEmpty { #expect(run.errors == text) }
            #expect(Self.files(directory)["x/pyproject.toml"] == nil)
        }
    }

    @Test func repositoriesAndWorkspaces() {
        let root = "[project]\nname = 'root' # mine\n"
        let directory = TestDirectory(["a/pyproject.toml": root])
        let first = ProgramRun(["init", "a/libs/b", "--vcs", "none"], in: directory)
        #expect(
            first.errors
                == "Adding `b` as member of workspace `[DIR]/a`\nInitialized project `b` at `[DIR]/a/libs/b`\n"
        )
        #expect(ProgramRun(["init", "a/libs/c", "--vcs", "none"], in: directory).status == 0)
        #expect(ProgramRun(["init", "a/d", "--no-workspace", "--vcs", "none"], in: directory).status == 0)
        #expect(
            Self.files(directory)["a/pyproject.toml"]
                == root + "\n[tool.swuv.workspace]\nmembers = [\n    \"libs/b\",\n    \"libs/c\",\n]\n")
        #expect(Self.files(directory)["a/libs/b/.python-version"] == nil)
        #expect(Self.files(directory)["a/d/.python-version"] != nil)
        let git = ProgramRun(["init", "g", "--vcs", "git"], in: directory)
        if git.status == 0 {
            #expect(Self.files(directory)["g/.gitignore"]?.contains("swuv.local.toml") == true)
        }
    }
}
