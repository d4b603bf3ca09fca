import Foundation
import Testing

@testable import Installer

@Suite struct InterpreterQueryTests {
    @Test func badInterpretersAreNamed() throws {
        let scratch = try PythonScratch()
        try scratch.file("garbage", "#!/bin/sh\necho not json\n", mode: 0o755)
        try scratch.file(
            "half", "#!/bin/sh\necho '<swuv-facts>{\"version\":[3,12,1]}</swuv-facts>'\n", mode: 0o755)
        try scratch.file("broken", "#!/bin/sh\necho '<swuv-facts>{\"version\":</swuv-facts>'\n", mode: 0o755)
        try scratch.file("silent", "#!/bin/sh\nexit 0\n", mode: 0o755)
        try scratch.file("failing", "#!/bin/sh\nprintf 'oo\\033[31mps\\n' >&2\nexit 3\n", mode: 0o755)
        try scratch.file("killed", "#!/bin/sh\nkill -9 $$\n", mode: 0o755)
        try scratch.file("flood", "#!/bin/sh\nexec yes nonsense\n", mode: 0o755)
        try scratch.file("slow", "#!/bin/sh\nexec sleep 30\n", mode: 0o755)
        try scratch.file("two", "#!/bin/sh\necho 'Unknown option: -I' >&2\nexit 2\n", mode: 0o755)
        try scratch.file(
            "ancient", "#!/bin/sh\necho '<swuv-facts>{\"version\":[3,4,1]}</swuv-facts>'\n", mode: 0o755)
        try scratch.file("plain", "text", mode: 0o644)
        try scratch.file("noformat", bytes: [0, 1, 2], mode: 0o755)
        try scratch.link("dangling", to: "/nowhere/python")
        try scratch.directory("directory")
        let rows: [(String, String)] = [
            ("garbage", "it does not describe an interpreter\n\n[stdout]\nnot json"),
            ("half", "no usable `implementation`"), ("broken", "it is not JSON"),
            ("silent", "it does not describe an interpreter"),
            ("failing", "failed with exit status 3\n\n[stderr]\noo[31mps"),
            ("killed", "failed on signal 9"), ("flood", "/flood"), ("slow", "did not answer within 1 second"),
            ("two", "older than 3"), ("ancient", "is Python 3.4.1, and 3.6 is the oldest"),
            ("plain", "is not an executable file"), ("noformat", "/noformat"),
            ("dangling", "Broken symlink at"),
            ("directory", "is not an executable file"), ("absent", "not found at"),
        ]
        for (name, expected) in rows {
            let path = scratch.root / name
            do {
                _ = try scratch.query(timeoutSeconds: name == "slow" ? 1 : 10)
                    .interpreter(at: path, origin: "provided path")
                Issue.record("\(name) was accepted")
            } catch {
                #expect(
                    error.diagnostic.message
                        == "Failed to inspect Python interpreter from provided path at `\(path)`")
                #expect(error.cause.contains(expected), "\(name): \(error.cause)")
            }
        }
    }

    @Test func answersAreKept() throws {
        let scratch = try PythonScratch()
        let python = try scratch.interpreter("base/bin/python3.12")
        try scratch.link("base/bin/python", to: "python3.12")
        let query = scratch.query()
        #expect(try query.interpreter(at: python).version == Version("3.12.1"))
        #expect(try query.interpreter(at: python).executable == python)
        #expect(try query.interpreter(at: scratch.root / "base/bin/python").executable.name == "python")
        #expect(scratch.runs() == 1)
        _ = try scratch.query(cached: false).interpreter(at: python)
        #expect(scratch.runs() == 2)

        // Another file in its place, an edit in place, a spoiled cache: asked again.
        try scratch.interpreter("base/bin/python3.12", version: "3.12.2")
        #expect(try query.interpreter(at: python).patch == 2)
        #expect(scratch.runs() == 3)
        for entry in try Directory.entries(scratch.root / "cache") {
            try scratch.file("cache/\(entry.name)", "{\"format\": 1")
        }
        #expect(try query.interpreter(at: python).patch == 2)
        #expect(scratch.runs() == 4)
        _ = try query.interpreter(at: python)
        #expect(scratch.runs() == 4)

        // A shim is asked each time: what it names depends on where it runs.
        try scratch.file("shims/python3", "#!/bin/sh\nexec '\(python)' \"$@\"\n", mode: 0o755)
        for _ in 0..<2 {
            #expect(try query.interpreter(at: scratch.root / "shims/python3").executable == python)
        }
        #expect(scratch.runs() == 6)
    }

    @Test func environmentsAreDerived() throws {
        let scratch = try PythonScratch()
        let python = try scratch.interpreter("base/bin/python3.12")
        let base = try scratch.query().interpreter(at: python)
        let made = try VirtualEnvironment.create(at: scratch.root / "venv", from: base)
        #expect(scratch.runs() == 1)
        let query = scratch.query()
        let found = try query.interpreter(inEnvironment: scratch.root / "venv")
        #expect(scratch.runs() == 1)
        #expect(found.isVirtualEnvironment && found.prefix == scratch.root / "venv")
        #expect(found.scheme == made.scheme)
        #expect(found.scheme.purelib == scratch.root / "venv/lib/python3.12/site-packages")
        #expect(found.facts.json == made.interpreter.facts.json)
        #expect(Environment(found).kind == .virtual)

        // Whatever makes the answer less than certain leads to asking.
        let configuration = "home = \(python.parent)\nversion_info = 3.12.1\n"
        let rows: [(String, () throws -> Void)] = [
            (
                "another minor version",
                { try scratch.file("venv/pyvenv.cfg", "home = \(python.parent)\nversion_info = 3.11.1\n") }
            ),
            (
                "another home",
                { try scratch.file("venv/pyvenv.cfg", "home = /usr/bin\nversion_info = 3.12.1\n") }
            ),
            ("no home", { try scratch.file("venv/pyvenv.cfg", "version_info = 3.12.1\n") }),
            (
                "a copy",
                {
                    try scratch.file("venv/pyvenv.cfg", configuration)
                    try File.remove(scratch.root / "venv/bin/python")
                    try scratch.file("venv/bin/python", bytes: File.read(python), mode: 0o755)
                }
            ),
        ]
        for (what, change) in rows {
            let before = scratch.runs()
            try change()
            _ = try query.interpreter(inEnvironment: scratch.root / "venv")
            #expect(scratch.runs() == before + 1, "\(what)")
        }
        try File.remove(scratch.root / "venv/bin/python")
        try scratch.file("venv/bin/python", "#!/bin/sh\necho not json\n", mode: 0o755)
        #expect(throws: InterpreterError.self) { try query.interpreter(inEnvironment: scratch.root / "venv") }
    }

    /// What is derived for an environment is what its Python says, whoever made the environment.
    @Test(.enabled(if: !RealPythons.all.isEmpty, "no Python on this machine")) func realInterpreters() throws
    {
        let scratch = try PythonScratch()
        let asking = scratch.query(cached: false)
        let query = scratch.query()
        for (number, python) in RealPythons.all.enumerated() {
            let base = try query.interpreter(at: python)
            #expect(!base.isVirtualEnvironment)
            #expect(try query.interpreter(at: python).facts.json == base.facts.json)
            let program = """
                import sys, sysconfig, platform
                print("%d.%d.%d" % sys.version_info[:3], platform.python_implementation(), platform.machine(),
                    platform.release(), sysconfig.get_paths()["stdlib"], sys.prefix, sep="|")
                """
            let said = try output(of: [python.text, "-I", "-c", program]).text.split(separator: "\n").last
                .map(String.init)
            let markers = base.markerEnvironment
            #expect(
                said
                    == [
                        base.version.description, markers.platformPythonImplementation,
                        markers.platformMachine,
                        markers.platformRelease, base.stdlib.text, base.prefix.text,
                    ].joined(separator: "|"))

            let ours = try VirtualEnvironment.create(at: scratch.root / "ours \(number)", from: base)
            let theirs = scratch.root / "theirs\(number)"
            let made = try output(of: [python.text, "-I", "-m", "venv", "--without-pip", theirs.text])
            var roots = [ours.root]
            if made.status == 0 { roots.append(theirs) }
            for root in roots {
                for name in ["python", "python3"] {
                    let asked = try asking.interpreter(at: root / "bin" / name)
                    var derived = try query.interpreter(at: root / "bin" / name)
                    #expect(derived.isVirtualEnvironment && derived.prefix == root)
                    #expect(derived.scheme == asked.scheme)
                    #expect(derived.sitePackages.first == asked.sitePackages.first)
                    #expect(derived.markerEnvironment == asked.markerEnvironment)
                    // Only these differ: versions before 3.11 repeat the environment's own Python as the base's.
                    derived = try Interpreter(
                        derived.facts.with(baseOf: asked.facts), asked: derived.executable)
                    #expect(derived.facts.json == asked.facts.json)
                }
            }
            let works = try output(of: [
                (ours.root / "bin/python").text, "-c", "import sys, ssl; print(sys.prefix)",
            ])
            #expect(works.text == ours.root.text + "\n")
        }
    }
}

extension InterpreterFacts {
    fileprivate func with(baseOf other: InterpreterFacts) -> InterpreterFacts {
        var copy = self
        copy.baseExecutable = other.baseExecutable
        copy.sitePackages = other.sitePackages
        return copy
    }
}
