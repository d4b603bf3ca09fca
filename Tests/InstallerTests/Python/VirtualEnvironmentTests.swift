import Foundation
import Testing

@testable import Installer

@Suite struct VirtualEnvironmentTests {
    @Test func layout() throws {
        let scratch = try PythonScratch()
        let python = try scratch.interpreter("base/bin/python3.12")
        try scratch.link("base/bin/python3", to: "python3.12")
        try scratch.link("aliases/py", to: "../base/bin/python3")
        let base = try scratch.query().interpreter(at: scratch.root / "aliases/py")
        let environment = try VirtualEnvironment.create(
            at: scratch.root / "deep/v env", from: base,
            options: .init(prompt: "my\nprompt", includesSystemSitePackages: true, creator: "9.9"))
        let root = scratch.root / "deep/v env"
        #expect(environment.root == root)
        #expect(try Link.target(of: root / "bin/python") == (scratch.root / "base/bin/python3").text)
        #expect(try Link.target(of: root / "bin/python3") == "python")
        #expect(try Link.target(of: root / "bin/python3.12") == "python")
        #expect(try Link.target(of: root / "lib64") == "lib")
        #expect(try File.resolved(root / "bin/python3.12") == python)
        #expect(try File.status(environment.sitePackages)?.kind == .directory)
        #expect(
            try String(decoding: File.read(root / "pyvenv.cfg"), as: UTF8.self) == """
                home = \(scratch.root)/base/bin
                implementation = CPython
                swuv = 9.9
                version_info = 3.12.1
                include-system-site-packages = true
                prompt = my prompt

                """)
        #expect(try File.read(root / ".gitignore") == Array("*\n".utf8))
        #expect(
            try String(decoding: File.read(root / "CACHEDIR.TAG"), as: UTF8.self).hasPrefix(
                "Signature: 8a477f"))
        #expect(try Directory.entries(root.parent).map(\.name) == ["v env"])
        // An environment of an environment has the same base.
        let inner = try VirtualEnvironment.create(
            at: scratch.root / "inner", from: scratch.query().interpreter(inEnvironment: root))
        #expect(try Link.target(of: inner.root / "bin/python").hasPrefix((scratch.root / "base/bin/").text))

        let pypy = try scratch.query().interpreter(
            at: scratch.interpreter("pypy/bin/pypy3.10", version: "3.10.14", implementation: "pypy"))
        let other = try VirtualEnvironment.create(at: scratch.root / "other", from: pypy)
        #expect(try File.resolved(other.root / "bin/pypy3.10") == pypy.executable)
        #expect(try File.resolved(other.root / "bin/python3") == pypy.executable)
    }

    @Test func existingDirectories() throws {
        let scratch = try PythonScratch()
        let base = try scratch.query().interpreter(at: scratch.interpreter("base/bin/python3.12"))
        func create(_ name: String, _ existing: VirtualEnvironment.Existing) -> String? {
            do {
                _ = try VirtualEnvironment.create(
                    at: scratch.root / name, from: base, options: .init(existing: existing))
                return nil
            } catch {
                return Diagnostic(describing: error).causes.first ?? "\(error)"
            }
        }
        try scratch.directory("empty")
        try scratch.file("full/notes.txt", "mine")
        try scratch.file("file")
        try scratch.link("link", to: "empty")
        try scratch.link("dangling", to: "later")
        #expect(create("empty", .refuse) == nil)
        #expect(create("empty", .refuse)?.hasPrefix("A virtual environment already exists at") == true)
        #expect(create("link", .refuse)?.hasPrefix("A virtual environment already exists at") == true)
        #expect(create("full", .refuse)?.hasPrefix("A directory already exists at") == true)
        #expect(create("full", .clear(force: false))?.contains("not a virtual environment") == true)
        #expect(File.exists(scratch.root / "full/notes.txt"))
        #expect(create("file", .clear(force: true))?.hasPrefix("File exists at") == true)
        #expect(create("dangling", .refuse) == nil)
        #expect(File.exists(scratch.root / "later/bin/activate"))

        #expect(create("full", .keep) == nil)
        #expect(
            File.exists(scratch.root / "full/notes.txt") && File.exists(scratch.root / "full/bin/activate"))
        #expect(create("full", .keep) == nil)
        let site = scratch.root / "full/lib/python3.12/site-packages"
        try scratch.file("outside/kept.txt")
        try scratch.link("full/outside", to: "../outside")
        #expect(create("full", .clear(force: false)) == nil)
        #expect(try Directory.entries(site).isEmpty)
        #expect(!File.exists(scratch.root / "full/notes.txt") && !File.exists(scratch.root / "full/outside"))
        #expect(File.exists(scratch.root / "outside/kept.txt"))
        // Through a link: the link stays.
        #expect(create("link", .clear(force: false)) == nil)
        #expect(try Link.target(of: scratch.root / "link") == "empty")
        try scratch.file("forced/x")
        #expect(create("forced", .clear(force: true)) == nil)
        #expect(!File.exists(scratch.root / "forced/x"))
    }

    @Test func schemes() throws {
        let scratch = try PythonScratch()
        let base = try scratch.query().interpreter(at: scratch.interpreter("base/bin/python3.12"))
        let target = Environment(target: "/t", interpreter: base)
        #expect(
            target.purelib == "/t" && target.platlib == "/t" && target.scripts == "/t/bin"
                && target.data == "/t")
        let prefix = Environment(prefix: "/p", interpreter: base)
        #expect(
            prefix.purelib == "/p/lib/python3.12/site-packages" && prefix.scripts == "/p/bin"
                && prefix.data == "/p")
        #expect(prefix.siteDirectories.isEmpty)
        let system = Environment(base)
        #expect(system.kind == .system)
        try system.requireMutable(breakSystemPackages: false)
        try scratch.file("base/lib/python3.12/EXTERNALLY-MANAGED", "[externally-managed]\nError=Use apt\n")
        #expect(throws: ExternallyManaged.self) { try system.requireMutable(breakSystemPackages: false) }
        try system.requireMutable(breakSystemPackages: true)
        try Environment(target: "/t", interpreter: base).requireMutable(breakSystemPackages: false)
        let venv = try VirtualEnvironment.create(at: scratch.root / "venv", from: base)
        try venv.requireMutable(breakSystemPackages: false)
        #expect(venv.siteDirectories == [scratch.root / "venv/lib/python3.12/site-packages"])
    }

    /// The shells that are here, on paths and prompts that try to break out of the quotes.
    @Test(arguments: ["sh", "bash", "zsh", "fish"])
    func activation(shell: String) throws {
        guard
            ["/bin", "/usr/bin", "/usr/local/bin"].contains(where: {
                File.isExecutable(Path("\($0)/\(shell)"))
            })
        else {
            return
        }
        let scratch = try PythonScratch()
        let base = try scratch.query().interpreter(at: scratch.interpreter("base/bin/python3.12"))
        let names = [
            "plain", "two words", #"q'uo"te\d"#, "$(touch owned) `touch owned` $HOME !x ;touch owned",
            "ünï*?[a]",
        ]
        for (number, name) in names.enumerated() {
            let root = scratch.root / name
            let prompt = number == 0 ? nil : "p\(name)"
            _ = try VirtualEnvironment.create(at: root, from: base, options: .init(prompt: prompt))
            let script = scratch.root / "script"
            let activate = ActivationScripts.posixQuoted((root / "bin/activate").text)
            let text =
                shell == "fish"
                ? """
                function fish_prompt; echo base-prompt; end
                set before "$PATH"
                source \(ActivationScripts.fishQuoted((root / "bin/activate.fish").text))
                echo "$VIRTUAL_ENV"; echo "$VIRTUAL_ENV_PROMPT"; echo $PATH[1]; command -v python; fish_prompt
                source \(ActivationScripts.fishQuoted((root / "bin/activate.fish").text))
                deactivate
                test "$before" = "$PATH"; and echo restored
                set -q VIRTUAL_ENV; or echo unset; functions -q deactivate; or echo gone; fish_prompt
                """
                : """
                set -eu
                PS1='base-prompt'; PYTHONHOME=/home-of-python; export PYTHONHOME; before=$PATH
                . \(activate)
                printf '%s\\n' "$VIRTUAL_ENV" "$VIRTUAL_ENV_PROMPT" "${PATH%%:*}"; command -v python
                printf '%s\\n' "$PS1${PYTHONHOME-}"
                . \(activate)
                deactivate
                test "$before" = "$PATH" && echo restored
                test -z "${VIRTUAL_ENV+x}" && echo unset
                command -v deactivate >/dev/null || echo gone
                printf '%s\\n' "$PS1$PYTHONHOME"
                """
            try scratch.file("script", text)
            let said = try output(
                of: [shell, script.text], environment: ["PATH": "/usr/bin:/bin", "HOME": scratch.root.text])
            let shown = prompt ?? name
            let lines =
                [
                    root.text, shown, "\(root)/bin", "\(root)/bin/python", "(\(shown)) base-prompt",
                    "restored", "unset", "gone",
                ]
                + [shell == "fish" ? "base-prompt" : "base-prompt/home-of-python"]
            #expect(said.text.split(separator: "\n").map(String.init) == lines, "\(shell) \(name)")
        }
        #expect(
            !File.exists(scratch.root / "owned")
                && !File.exists(Path(FileManager.default.currentDirectoryPath) / "owned"))
    }
}
