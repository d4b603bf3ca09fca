import Testing

@testable import Installer

@Suite struct PythonRequestTests {
    @Test func reading() throws {
        let scratch = try PythonScratch()
        try scratch.directory("envs/one")
        try scratch.file("python")
        let rows: [(String, String)] = [
            ("any", "any Python"), ("3", "Python 3"), ("3.12", "Python 3.12"), ("312", "Python 3.12"),
            ("3.12.1", "Python 3.12.1"), ("3.13t", "Python 3.13 (free-threaded)"),
            ("3.13+freethreaded", "Python 3.13 (free-threaded)"), ("cpython", "CPython"), ("pypy", "PyPy"),
            ("cpython3.12", "CPython 3.12"), ("cpython@3.12", "CPython 3.12"),
            ("cpython-3.12", "CPython 3.12"),
            ("cp312", "CPython 3.12"), ("pp310", "PyPy 3.10"), ("PyPy@3.10", "PyPy 3.10"),
            (">=3.10,<3.13", "Python >=3.10, <3.13"), ("~=3.11", "Python ~=3.11"),
            ("pypy>=3.10", "PyPy >=3.10"), ("python>=3.9", "Python >=3.9"),
            ("python3.12", "executable name `python3.12`"), ("nope", "executable name `nope`"),
            ("cp", "executable name `cp`"), ("3.x", "executable name `3.x`"), ("t", "executable name `t`"),
            ("foo>=4", "executable name `foo>=4`"), ("1.2.3.4", "executable name `1.2.3.4`"),
            ("", "directory `\(scratch.root)`"),
            ("python", "path `\(scratch.root)/python`"), ("./python", "path `\(scratch.root)/python`"),
            ("bin/python", "path `\(scratch.root)/bin/python`"),
            ("envs/one", "directory `\(scratch.root)/envs/one`"),
            ("envs", "directory `\(scratch.root)/envs`"), ("/usr/bin/none", "path `/usr/bin/none`"),
        ]
        for (text, expected) in rows {
            let request = PythonRequest(parsing: text, in: scratch.root)
            #expect(
                "\(request)" == expected.replacing(", <", with: ",<") || "\(request)" == expected, "\(text)")
        }
    }

    @Test func programNames() throws {
        let rows: [(String, [String])] = [
            ("3.12", ["python3.12", "python3", "python"]),
            ("3.12.1", ["python3.12.1", "python3.12", "python3", "python"]),
            (">=3.9", ["python3", "python"]), ("3", ["python3", "python"]),
            ("3.13t", ["python3.13t", "python3.13", "python3", "python"]),
            ("pypy@3.10", ["pypy3.10", "pypy3", "pypy", "python3.10", "python3", "python"]),
        ]
        for (text, names) in rows {
            #expect(try #require(PythonPredicate(parsing: text)).executableNames == names, "\(text)")
        }
    }

    @Test func pins() throws {
        let scratch = try PythonScratch()
        try scratch.directory("a/b/c")
        #expect(PythonPin(in: scratch.root / "a/b/c")?.file.parent.text.hasPrefix(scratch.root.text) != true)
        try scratch.file("a/.python-version", "# ours\n\n3.12\n3.11\n")
        let pin = try #require(PythonPin(in: scratch.root / "a/b/c"))
        #expect("\(pin.request)" == "Python 3.12")
        #expect(pin.file == scratch.root / "a/.python-version")
        try scratch.file("a/b/.python-version", "my-environment\n")
        #expect(PythonPin(in: scratch.root / "a/b/c") == nil)
    }
}
