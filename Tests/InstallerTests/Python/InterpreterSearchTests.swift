import Foundation
import Testing

@testable import Installer

@Suite struct InterpreterSearchTests {
    private func search(
        _ scratch: PythonScratch, in directory: String = ".", path: [String] = [],
        _ more: [String: String] = [:]
    ) -> InterpreterSearch {
        var environment = [
            "PATH": path.map { (scratch.root / $0).text }.joined(separator: ":"), "HOME": scratch.root.text,
        ]
        environment["PATH"]? += ":/bin"
        environment.merge(more) { $1 }
        return InterpreterSearch(
            query: scratch.query(), environment: environment,
            workingDirectory: Path(directory).absolute(in: scratch.root))
    }

    @Test func orderOfEnvironments() throws {
        let scratch = try PythonScratch()
        let base = try scratch.query().interpreter(at: scratch.interpreter("py312/bin/python3.12"))
        let other = try scratch.query().interpreter(
            at: scratch.interpreter("py311/bin/python3.11", version: "3.11.4"))
        for (name, interpreter) in [("active", base), ("work/.venv", base), ("conda", other)] {
            _ = try VirtualEnvironment.create(at: scratch.root / name, from: interpreter)
        }
        try scratch.directory("work/a/.venv")
        try scratch.directory("elsewhere")
        let active = ["VIRTUAL_ENV": (scratch.root / "active").text]
        let conda = ["CONDA_PREFIX": (scratch.root / "conda").text]
        let both = active.merging(conda) { $1 }
        let baseConda = conda.merging(["CONDA_DEFAULT_ENV": "base"]) { $1 }
        let rows: [(String, [String: String], String?, String?)] = [
            ("work/a/b", [:], nil, "work/.venv"), ("work", [:], nil, "work/.venv"),
            ("work/.venv/lib", [:], nil, "work/.venv"),
            ("work", active, nil, "active"), ("work", both, nil, "active"), ("work", conda, nil, "conda"),
            ("work", both, "3.11", "conda"), ("work", baseConda, nil, "work/.venv"),
            ("work", conda, "3.12", "work/.venv"), ("elsewhere", [:], nil, nil), ("work", [:], "3.11", nil),
            ("elsewhere", [:], "../active", "active"),
            ("elsewhere", active, "../work/.venv/bin/python", "work/.venv"),
            ("elsewhere", active, "../py311", "py311"),
            ("elsewhere", [:], "../py311/bin/python3.11", "py311"),
            ("elsewhere", active, "../nothing", nil), ("elsewhere", active, "../nothing/python", nil),
        ]
        for (directory, environment, text, expected) in rows {
            let search = search(scratch, in: directory, path: ["py312/bin"], environment)
            let request = text.map { PythonRequest(parsing: $0, in: search.workingDirectory) }
            let found = try? search.find(request, preference: .environment).prefix
            #expect(found == expected.map { scratch.root / $0 }, "\(directory) \(text ?? "")")
        }
        #expect(throws: (any Error).self) {
            _ = try search(scratch, in: "work", ["VIRTUAL_ENV": "/nowhere"]).find(
                nil, preference: .environment)
        }
        let failure = #expect(throws: Diagnostic.self) {
            _ = try search(scratch, in: "elsewhere").find(nil, preference: .environment)
        }
        #expect(failure?.message == "No virtual environment found")
        #expect(failure?.hints.first?.contains("swuv venv") == true)
        let mismatch = #expect(throws: Diagnostic.self) {
            _ = try search(scratch, in: "work").find(
                PythonRequest(parsing: "3.11", in: "/"), preference: .environment)
        }
        #expect(mismatch?.message == "No virtual environment found for Python 3.11")
        #expect(mismatch?.causes.first?.contains("is CPython 3.12.1") == true)
    }

    @Test func installedInterpreters() throws {
        let scratch = try PythonScratch()
        try scratch.interpreter("one/bin/python3.12")
        try scratch.link("one/bin/python3", to: "python3.12")
        try scratch.interpreter("two/bin/python3.9", version: "3.9.7")
        try scratch.interpreter("two/bin/python3.13", version: "3.13.0")
        try scratch.interpreter("two/bin/pypy3.10", version: "3.10.14", implementation: "pypy")
        try scratch.interpreter("two/bin/python3.14t", version: "3.14.0", freeThreaded: true)
        try scratch.file("bad/bin/python3", "#!/bin/sh\nexit 1\n", mode: 0o755)
        let one = try scratch.query().interpreter(at: scratch.root / "one/bin/python3")
        _ = try VirtualEnvironment.create(at: scratch.root / "venv", from: one)
        try scratch.interpreter(
            ".local/share/uv/python/cpython-3.8.19-linux-x86_64-gnu/bin/python3.8", version: "3.8.19")
        try scratch.link(".local/share/uv/python/cpython-3.8.19-linux-x86_64-gnu/bin/python", to: "python3.8")
        try scratch.interpreter("pyenv/versions/3.10.2/bin/python", version: "3.10.2")
        try scratch.interpreter("pyenv/versions/3.10.13/bin/python", version: "3.10.13")
        try scratch.interpreter("pyenv/versions/3.11.1/bin/python3.11", version: "3.11.1")
        try scratch.link("pyenv/versions/3.11.1/bin/python3", to: "python3.11")
        for name in ["python3", "python3.11", "python3.10"] {
            try scratch.file("pyenv/shims/\(name)", "#!/bin/sh\nexit 127\n", mode: 0o755)
        }
        try scratch.file("pyenv/version", "3.11.1\n")
        try scratch.file("project/.python-version", "3.10\n")
        let path = ["bad/bin", "venv/bin", "pyenv/shims", "one/bin", "two/bin"]
        let rows: [(String, String, String?)] = [
            ("3.12", ".", "one/bin/python3"), ("3.9", ".", "two/bin/python3.9"),
            ("3.13", ".", "two/bin/python3.13"),
            ("3.8", ".", ".local/share/uv/python/cpython-3.8.19-linux-x86_64-gnu/bin/python"),
            (">=3.13", ".", "two/bin/python3.13"), ("pypy", ".", nil), ("pypy3.10", ".", "two/bin/pypy3.10"),
            ("3.14t", ".", "two/bin/python3.14t"), ("3.10", ".", "pyenv/versions/3.10.13/bin/python"),
            ("3.10.2", ".", "pyenv/versions/3.10.2/bin/python"),
            ("3.11", ".", "pyenv/versions/3.11.1/bin/python3.11"),
            ("python3.11", ".", "pyenv/versions/3.11.1/bin/python3.11"),
            ("python3.9", ".", "two/bin/python3.9"),
            ("python3.10", ".", "pyenv/versions/3.10.13/bin/python"), ("3.7", ".", nil),
            ("python3.7", ".", nil),
        ]
        for (text, directory, expected) in rows {
            let search = search(
                scratch, in: directory, path: path, ["PYENV_ROOT": (scratch.root / "pyenv").text])
            let request = PythonRequest(parsing: text, in: search.workingDirectory)
            let found = try? search.find(request, preference: .system).executable
            if let expected {
                #expect(
                    found.flatMap { try? File.resolved($0) } == (try File.resolved(scratch.root / expected)),
                    "\(text)")
            } else if text != "pypy" {
                #expect(found?.text.hasPrefix(scratch.root.text) != true, "\(text)")
            }
        }
        let failure = #expect(throws: Diagnostic.self) {
            _ = try search(scratch, path: path).find(
                PythonRequest(parsing: "3.99", in: "/"), preference: .system)
        }
        #expect(failure?.message.hasPrefix("No interpreter found for Python 3.99") == true)
        #expect(failure?.causes.first?.contains("exit status 1") == true)
    }

    @Test func shims() throws {
        let scratch = try PythonScratch()
        for version in ["3.9.1", "3.10.2", "3.10.13"] {
            try scratch.file("versions/\(version)/bin/python3", mode: 0o755)
        }
        try scratch.file("versions/3.9.1/bin/python3.9", mode: 0o755)
        try scratch.directory("shims")
        try scratch.file("version", "3.9.1\n")
        try scratch.file("a/.python-version", "system\n3.10\n")
        let pyenv = try #require(Pyenv(shims: scratch.root / "shims"))
        let rows: [(String, String, [String: String], String?)] = [
            ("python3", ".", [:], "3.9.1"), ("python3", "a", [:], "3.10.13"), ("python3.9", "a", [:], nil),
            ("python3", "a", ["PYENV_VERSION": "3.10.2:3.9.1"], "3.10.2"),
            ("python3.9", "a", ["PYENV_VERSION": "3.10.2:3.9.1"], "3.9.1"),
            ("python3", ".", ["PYENV_VERSION": "../../etc"], nil), ("python3.12", ".", [:], nil),
        ]
        for (name, directory, environment, version) in rows {
            let found = pyenv.program(
                name, in: Path(directory).absolute(in: scratch.root), environment: environment)
            #expect(found == version.map { scratch.root / "versions" / $0 / "bin" / name })
        }
        #expect(Pyenv(shims: scratch.root / "versions") == nil)
        #expect(Pyenv(environment: ["HOME": "/nowhere"]) == nil)
    }
}
