import Testing

@testable import Host
@testable import Installer

@Suite struct RunWordsTests {
    /// The words after `swuv run`, what bears on the environment, and the command; nil: the option tables decide.
    static let rows: [(words: [String], bearing: String?, command: String)] = [
        (["python"], "", "python"), (["python", "-c", "1"], "", "python"),
        (["--", "ls", "--", "-l"], "", "ls"),
        (["-q", "ls", "-v"], "", "ls"), (["-qqn", "ls"], "", "ls"), (["-v", "ls"], nil, ""),
        (["--extra", "cpu", "x"], "--extra=cpu\n", "x"), (["--extra=cpu", "x"], "--extra=cpu\n", "x"),
        (["--extra", "a", "-q", "--group=b", "--frozen", "x"], "--extra=a\n--group=b\n--frozen\n", "x"),
        (["-p", "3.12", "x"], "--python=3.12\n", "x"), (["-p3.12", "x"], "--python=3.12\n", "x"),
        (["-qp=3.12", "x"], "--python=3.12\n", "x"), (["-p", "./py", "x"], nil, ""),
        (["-p", "a/b", "x"], nil, ""), (["-p", "/a/b", "x"], "--python=/a/b\n", "x"),
        (["--default-index", "https://a.example/x", "x"], "--default-index=https://a.example/x\n", "x"),
        (["--index", "a=https://a.example/x", "x"], "--index=a=https://a.example/x\n", "x"),
        (["--index=a=whl/x", "x"], nil, ""), (["--find-links", "./whl", "x"], nil, ""),
        (["--find-links", "/whl", "x"], "--find-links=/whl\n", "x"),
        (["--no-index", "x"], "--no-index\n", "x"),
        (["-m", "json.tool", "-h"], "", "json.tool"), (["-qm", "x"], "", "x"), (["--module", "x"], "", "x"),
        (["-mjson.tool"], nil, ""), (["-"], "", "-"), (["-", "x"], "", "-"), ([""], "", ""),
        (["--exact", "x"], "", "x"), (["--with", "a", "x"], nil, ""), (["--isolated", "x"], nil, ""),
        (["--script", "x"], nil, ""), (["--no-sync", "x"], nil, ""), (["--verbose", "x"], nil, ""),
        (["--unknown", "x"], nil, ""), (["--frozen=yes", "x"], nil, ""), (["--extra"], nil, ""),
        (["--extra", "--frozen", "x"], nil, ""), (["--"], nil, ""), (["-q"], nil, ""), ([], nil, ""),
        (["--directory", "d", "--project=p", "x"], "", "x"),
        (["--project", "a", "--project", "b", "x"], nil, ""),
        (["--project=", "x"], nil, ""), (["--env-file", ".env", "x"], "", "x"), (["--help"], nil, ""),
        (["--extra=a\nb", "x"], nil, ""), (["--color", "never", "--offline", "x"], "", "x"),
    ]

    @Test(arguments: rows) func understands(_ words: [String], _ bearing: String?, _ command: String) {
        let arguments = ["swuv", "run"] + words
        let found = RunWords(arguments, from: 2)
        #expect(found?.bearing == bearing)
        if let found { #expect(arguments[found.command] == command) }
    }

    /// `swuv sync` has no words of its own, and none of `run`'s alone.
    @Test(
        arguments: [
            ([], "", 0), (["-q"], "", 1), (["-qq", "--quiet"], "", 3), (["--extra", "a"], "--extra=a\n", 0),
            (["--default-index=/i", "--cache-dir", "c"], "--default-index=/i\n", 0), (["x"], nil, 0),
            (["--"], nil, 0), (["--inexact"], nil, 0), (["--exact"], "", 0), (["-m"], nil, 0),
            (["--env-file", "a"], nil, 0), (["--project", "a"], nil, 0), (["--dry-run"], nil, 0),
            (["--check"], nil, 0), (["-v"], nil, 0), (["--reinstall"], nil, 0), (["--forget"], nil, 0),
            (["--json"], nil, 0), (["--upgrade"], nil, 0), (["--no-remember"], nil, 0),
        ] as [([String], String?, Int)])
    func understandsSync(_ words: [String], _ bearing: String?, _ quietness: Int) {
        let found = RunWords(["swuv", "sync"] + words, from: 2, takesCommand: false)
        let plain = found.flatMap { $0.isPlainSync ? $0 : nil }
        #expect(plain?.bearing == bearing)
        if let plain { #expect(plain.quietness == quietness) }
    }

    /// Whoever reads a command line without the tables reads it as they do.
    @Test func agreesWithTheTables() throws {
        for option in RunCommand.spec.options {
            let names = [option.name] + option.aliases + (option.negation.map { [$0] } ?? [])
            for spelling in names.map({ "--\($0)" })
                + (option.short.map { ["-\(Character(Unicode.Scalar($0)))"] } ?? [])
            {
                let value = option.choices.first ?? "v1"
                guard let found = RunWords(["swuv", "run", spelling, value, "x"], from: 2) else { continue }
                #expect(found.command == (option.takesValue ? 4 : 3), "\(spelling)")
                guard case .command(let parsed) = try ArgumentParser.parse(["run", spelling, value, "x"])
                else {
                    Issue.record("\(spelling)")
                    continue
                }
                #expect(parsed.trailingPlace.map { $0 + 1 } == found.command, "\(spelling)")
                #expect(parsed.positionals.last == "x")
            }
        }
        guard
            case .command(let parsed) = try ArgumentParser.parse([
                "-q", "run", "-q", "--", "a", "--", "-v", "-",
            ])
        else { return }
        #expect(parsed.positionals == ["a", "--", "-v", "-"] && parsed.trailingPlace == 4)
    }

    /// A project whose stamp holds is run without another look; whatever is in doubt goes the long way.
    @Test func takesTheShortWay() throws {
        let directory = TestDirectory([
            "pyproject.toml": "[project]\n", ".venv/pyvenv.cfg": "", ".venv/bin/python": "",
            ".venv/lib/x": "",
            "plain.py": "print(1)\n", "own.py": "# /// script\n# ///\n", "vars": "A=1\nPATH=/no\n",
            "bad": "A\n",
            "sub/x": "",
        ])
        let project = Path(directory.path)
        Clock.sleep(nanoseconds: 60_000_000)
        let root = project / ".venv"
        let watch = StampWatch(environment: ["HOME": "/h"])
        var outcome = StampWatch.Outcome(
            project: project, root: root, scripts: root / "bin", interpreter: root / "bin/python",
            siteDirectories: [root / "lib"])
        outcome.files = [project / "pyproject.toml"]
        #expect(watch.write(outcome))
        func plan(_ words: [String], more: [String] = [], at place: Path? = nil) -> RunShortcut? {
            RunShortcut(
                ["swuv", "run"] + words, variables: ["HOME=/h", "PATH=/bin"] + more,
                directory: { place ?? project })
        }
        let simple = try #require(plan(["ls", "-l"]))
        #expect(simple.replacement.candidates == [root / "bin/ls", "/bin/ls"])
        #expect(simple.replacement.keepsArgumentsFrom == 2 && simple.replacement.leading.isEmpty)
        #expect(
            simple.replacement.variables == [
                "PATH=\(root)/bin:/bin", "VIRTUAL_ENV=\(root)", "SWUV_RUN_RECURSION_DEPTH=1",
            ])
        #expect(plan(["plain.py"])?.replacement.leading == ["\(root)/bin/python"])
        #expect(plan(["x"], at: project / "sub")?.replacement.directory == nil)
        #expect(plan(["--directory", "sub", "x"])?.replacement.directory == project / "sub")
        #expect(plan(["--project", directory.path, "x"], at: "/")?.replacement.directory == nil)
        let nested = plan(["x"], more: ["SWUV_RUN_RECURSION_DEPTH=4", "VIRTUAL_ENV=\(root)"])
        #expect(nested?.replacement.variables.last == "SWUV_RUN_RECURSION_DEPTH=5")
        #expect(plan(["--env-file", "vars", "x"])?.replacement.variables.last == "A=1")
        #expect(plan(["x"], more: ["UV_ENV_FILE=vars"])?.replacement.variables.last == "A=1")
        #expect(plan(["--no-env-file", "x"], more: ["UV_ENV_FILE=vars"])?.replacement.variables.count == 3)
        for words in [
            ["own.py"], ["-"], ["https://x/y.py"], ["--env-file", "bad", "x"], ["--env-file", "none", "x"],
            ["--exact", "x"], ["--extra", "a", "x"], [],
        ] {
            #expect(plan(words) == nil, "\(words)")
        }
        #expect(plan(["x"], at: "/") == nil)
        for variable in [
            "SWUV_RUN_RECURSION_DEPTH=100", "SWUV_WORKING_DIR=/", "SWUV_EXTRA=a", "UV_PROJECT=/",
        ] {
            #expect(plan(["x"], more: [variable]) == nil, "\(variable)")
        }
        try File.writeAtomically(Array("[project]\nname = 'x'\n".utf8), to: project / "pyproject.toml")
        #expect(plan(["ls"]) == nil)
    }
}
