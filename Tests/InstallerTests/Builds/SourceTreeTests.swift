import TestSupport
import Testing

@testable import Installer

@Suite("Source trees")
struct SourceTreeTests {
    private func tree(_ files: [String: String], isArchive: Bool = true) throws -> (SourceTree, Scratch) {
        let scratch = try Scratch()
        for (name, text) in files { try File.writeAtomically(Array(text.utf8), to: scratch / name) }
        return (try SourceTree(scratch.path, title: "demo-1.0.tar.gz", isArchive: isArchive), scratch)
    }

    @Test("Who builds it")
    func buildSystems() throws {
        let rows: [(text: String, expected: String)] = [
            ("", "setuptools.build_meta:__legacy__ setuptools>=40.8.0"),
            (
                "[build-system]\nrequires = [\"flit_core<4\"]\nbuild-backend = \"flit_core.buildapi\"",
                "flit_core.buildapi flit-core<4"
            ),
            ("[build-system]\nrequires = []", "setuptools.build_meta:__legacy__ "),
            (
                "[build-system]\nrequires = []\nbuild-backend = \"b\"\nbackend-path = [\".\", \"x/../y\"]",
                "b  . x/../y"
            ),
            ("build-system = 3", "line 1, column 16: `build-system` must be a table, not an integer"),
            ("[build-system]\nbuild-backend = \"b\"", "`build-system` has no `requires`"),
            (
                "[build-system]\nrequires = \"x\"\nbuild-backend = 3\nbackend-path = [\"..\"]",
                "`build-system.requires` must be an array|`build-system.build-backend` must be a string|must lie in the project"
            ),
            ("[build-system]\nrequires = [\"a b\", 3]", "line 2|an element of build-system.requires"),
            ("[build-system]\nrequires = []\nbackend-path = [\"/etc\"]", "must lie in the project"),
            ("[build-system]\nrequires = []\nbuild-backend = \"a; b\"", "must name a module"),
            ("[build-system]\nrequires = []\nbuild-backend = \"a:b:c\"", "must name a module"),
            ("[build-system]\nrequires = []\nbuild-backend = \"\"", "must name a module"),
            ("[build-system]\nrequires = []\nbuild-backend = \"1a\"", "must name a module"),
            ("not toml at all [", "demo-1.0.tar.gz/pyproject.toml"),
        ]
        for (text, expected) in rows {
            var found = ""
            let said = complaint {
                let system = try tree(["pyproject.toml": text]).0.buildSystem
                found =
                    ([system.backend, system.requires.map(\.description).joined(separator: " ")]
                    + system.backendPath)
                    .joined(separator: " ")
            }
            if said.isEmpty {
                #expect(found == expected, "\(text)")
            } else {
                for word in expected.split(separator: "|") {
                    #expect(said.contains(word), "\(text): \(said)")
                }
            }
        }
        #expect(complaint { _ = try tree([:]) }.contains("neither a `pyproject.toml` nor a `setup.py`"))
        #expect(try tree(["setup.py": ""]).0.buildSystem == .legacy)
    }

    private static let project = "[project]\nname = \"demo\"\nversion = \"1.0\"\n"

    @Test("Metadata without a build, where the files say it")
    func staticMetadata() throws {
        func info(_ version: String, _ more: String = "") -> String {
            "Metadata-Version: \(version)\nName: demo\nVersion: 1.0\nRequires-Dist: a>=1\n\(more)"
        }
        let rows: [(files: [String: String], expected: String?)] = [
            (["PKG-INFO": info("2.2"), "setup.py": ""], "a>=1"),
            (["PKG-INFO": info("2.4", "Dynamic: License\n"), "setup.py": ""], "a>=1"),
            (["PKG-INFO": info("2.1"), "setup.py": ""], nil),
            (["PKG-INFO": info("2.2", "Dynamic: Requires-Dist\n"), "setup.py": ""], nil),
            (["PKG-INFO": info("2.3", "Dynamic: requires-python\n"), "setup.py": ""], nil),
            (["PKG-INFO": info("3.0"), "setup.py": ""], nil),
            (
                ["pyproject.toml": Self.project + "dependencies = [\"b\", \"c; os_name == 'x'\"]"],
                "b c ; os_name == 'x'"
            ),
            (
                ["pyproject.toml": Self.project + "optional-dependencies = { t = [\"b\"] }"],
                "b ; extra == 't'"
            ),
            (
                [
                    "pyproject.toml": Self.project
                        + "optional-dependencies.t = [\"b; os_name == 'x' or os_name == 'y'\"]"
                ],
                "b ; (os_name == 'x' or os_name == 'y') and extra == 't'"
            ),
            (["pyproject.toml": Self.project], ""),
            (["pyproject.toml": Self.project + "dynamic = [\"dependencies\"]"], nil),
            (["pyproject.toml": Self.project + "dynamic = [\"optional-dependencies\"]"], nil),
            (["pyproject.toml": Self.project + "dynamic = [\"readme\"]"], ""),
            (["pyproject.toml": "[project]\nname = \"demo\"\ndynamic = [\"version\"]"], ""),
            (["pyproject.toml": "[tool.poetry]\nname = \"demo\""], nil),
            // A fault in what only the backend reads is the backend's to tell.
            (["pyproject.toml": "[project]\nname = 3"], nil),
        ]
        for (files, expected) in rows {
            let (tree, scratch) = try tree(files)
            let metadata = tree.staticMetadata(version: Version("1.0"))
            #expect(
                metadata.map { $0.requirements.map(\.description).joined(separator: " ") } == expected,
                "\(files)")
            // What is kept says the same again.
            if let metadata {
                #expect(
                    try CoreMetadata(parsing: Array(metadata.header.utf8)).requirements
                        == metadata.requirements)
            }
            withExtendedLifetime(scratch) {}
        }
    }

    @Test("It must be what its file name says")
    func identity() throws {
        let rows: [(files: [String: String], word: String)] = [
            (
                ["setup.py": "", "PKG-INFO": "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n"],
                "`PKG-INFO` is of the project `other`"
            ),
            (
                ["setup.py": "", "PKG-INFO": "Metadata-Version: 2.1\nName: Demo\nVersion: 2\n"],
                "`PKG-INFO` is of version `2`"
            ),
            (["setup.py": "", "PKG-INFO": "Metadata-Version: 2.1\nName: Demo\nVersion: 1\n"], ""),
            (
                ["pyproject.toml": "[project]\nname = \"other\"\nversion = \"2\""],
                "`pyproject.toml` is of the project `other`"
            ),
            (
                ["pyproject.toml": "[project]\nname = \"demo\"\nversion = \"2\""],
                "`pyproject.toml` is of version `2`"
            ),
            (["pyproject.toml": Self.project], ""),
            (["pyproject.toml": ""], ""),
        ]
        for (files, word) in rows {
            let (tree, scratch) = try tree(files)
            let said = complaint { try tree.check(name: PackageName("demo")!, version: Version("1.0")) }
            #expect(word.isEmpty ? said.isEmpty : said.contains(word), "\(files): \(said)")
            withExtendedLifetime(scratch) {}
        }
    }

    @Test("Hints about the usual causes")
    func hints() {
        let rows = [
            ("yaml/_yaml.h:2:10: fatal error: yaml.h: No such file or directory", "header `yaml.h`"),
            ("a.c:1:10: fatal error: Python.h: No such file or directory", "python3-dev"),
            ("error: command 'gcc' failed: No such file or directory", "build-essential"),
            ("ModuleNotFoundError: No module named 'distutils'", "Python 3.12 does not have any more"),
            ("ModuleNotFoundError: No module named 'numpy.core'", "module `numpy` to be built"),
            ("AttributeError: module 'pkgutil' has no attribute 'ImpImporter'", "does not have any more"),
            ("FileNotFoundError: [Errno 2] No such file or directory: 'cmake'", "program `cmake`"),
            ("ok", ""),
        ]
        for (line, word) in rows {
            let output = BuildOutput(Array("before\n\(line)\nafter\n\n".utf8))
            let hint = output.hints(python: "3.12").first ?? ""
            #expect(word.isEmpty ? hint.isEmpty : hint.contains(word), "\(line): \(hint)")
            #expect(output.cause?.contains(line) == true)
        }
    }
}
