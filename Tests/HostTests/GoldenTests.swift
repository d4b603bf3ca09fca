import Foundation
import Testing

@testable import Host
@testable import Installer

@Suite struct GoldenTests {
    @Test func helpPages() {
        let pages: [[String]] = [
            ["--help"], ["install", "--help"], ["uninstall", "-h"], ["list", "-h"], ["freeze", "-h"],
            ["show", "-h"], ["check", "-h"], ["compile", "-h"], ["venv", "-h"],
            ["variants", "intersect", "-h"],
            ["cache", "-h"],
            ["cache", "clean", "-h"], ["cache", "size", "-h"], ["help", "cache", "prune"],
            ["completions", "-h"], ["init", "-h"], ["add", "-h"], ["remove", "-h"], ["tree", "-h"], ["help"],
            [], ["cache"], ["--version"], ["-V"],
        ]
        Golden.expect(pages.map { ProgramRun($0).transcript(of: $0) }.joined(), equals: "help.txt")
        let coloured = ["venv", "--help"]
        Golden.expect(
            Golden.visible(ProgramRun(coloured, environment: ["FORCE_COLOR": "1"]).transcript(of: coloured)),
            equals: "help-coloured.txt")
    }

    @Test func usageErrors() {
        let rows: [[String]] = [
            ["instal"], ["foo"], ["cache", "dri"], ["install", "--indx", "x"], ["install", "-z"],
            ["venv", "-p"], ["venv", "--no-such"], ["install", "--link-mode", "cpoy", "a"],
            ["install", "--link-mode=", "a"], ["install"], ["uninstall", "-q"], ["compile"],
            ["install", "--python"], ["install", "--offline=3", "x"], ["install", "--color", "--json", "x"],
            ["install", "--link-mode", "copy", "--link-mode=clone", "flask"],
            ["install", "--target", "a", "--prefix", "b", "x"], ["venv", "--clear", "--allow-existing"],
            ["list", "flask"], ["venv", "a", "b"], ["completions", "tcsh"], ["completions"],
            ["install", "-qv", "x"], ["help", "instal"], ["list", "--format", "xml"],
            ["install", "--exclude-newer", "yesterday", "x"], ["install", "--only-binary", "a b", "x"],
            ["install", "--python-version", "three", "x"], ["install", "--python-platform", "amiga", "x"],
            ["install", "-P", "-x-", "x"], ["install", "--upgrade-package=-x-", "x"],
            ["install", "--index", "name=", "x"], ["show"], ["show", "a b"], ["cache", "clean", "a/b"],
            ["cache", "size", "--no-cache"], ["list", "--json", "--nope"], ["--json", "show"],
            ["install", "--directory", "nowhere", "x"], ["list", "--config-file", "nowhere.toml"],
            ["install", "--variant", "torch", "x"], ["install", "--variant", "a b=c", "x"],
            ["install", "--variant=torch=", "x"], ["install", "--prefer-variant", "a :: b :: c :: d", "x"],
            ["install", "--exclude-variant", "NVIDIA", "x"], ["install", "--enable-provider", "a-b", "x"],
            ["install", "--enable-provider", "a", "--disable-provider", "a", "x"],
            ["install", "caf\u{e9}\u{1b}[31m\u{202e}", "--\u{1b}[2J"],
        ]
        let text = rows.map { ProgramRun($0).transcript(of: $0) }.joined()
        Golden.expect(Golden.visible(text), equals: "usage-errors.txt")
        let row = ["install", "--indx", "x"]
        Golden.expect(
            Golden.visible(ProgramRun(row + ["--color=always"]).transcript(of: row))
                + Golden.visible(ProgramRun(row, environment: ["FORCE_COLOR": "1"]).transcript(of: row)),
            equals: "usage-error-coloured.txt")
    }

    @Test func configurationErrors() {
        let rows: [(name: String, text: String)] = [
            ("pyproject.toml", "[tool.swuv\n"), ("swuv.toml", "offline = 3\nfind-links = 4\nindex = 1\n"),
            ("pyproject.toml", "[project]\nname = 'x'\n[tool.swuv]\nofline = true\nhttp-timeout = 0\n"),
            ("swuv.toml", "link-mode = 'magic'\n"),
            ("swuv.toml", "[[index]]\nname = 'a'\n[[index]]\nurl = 3\n"),
            ("swuv.toml", "[[index]]\nurl = 'https://a/'\nexplicit = true\nurls = 1\n"),
            ("swuv.toml", "[sources]\ntorch = 'x'\n'a b' = { index = 'x' }\n"),
            ("swuv.toml", "only-binary = ['numpy', 3]\nexclude-newer = 'soon'\n"),
            (
                "swuv.toml",
                "[variants]\nlabels = { torch = 'cu130', 'a b' = 1 }\nprefer = 3\nstrict = 'x'\nprofil = 'x'\n"
            ), ("swuv.toml", "[variants]\nlabels = { torch = 'cu-130' }\n"),
            ("pyproject.toml", "[tool.swuv.variants]\nexclude = ['nvidia :: sm arch']\n"),
            ("swuv.toml", "variants = 1\n"),
            ("home/.config/swuv/swuv.toml", "offline = 'x\n"), ("etc/swuv.toml", "a.b.c = \n"),
        ]
        var text = ""
        for row in rows {
            let arguments = ["install", "x", "--dry-run"]
            let run = ProgramRun(arguments, in: TestDirectory([row.name: row.text]))
            text += "# \(row.name)\n\(row.text)" + run.transcript(of: arguments)
        }
        let variables = [
            "SWUV_OFFLINE": "perhaps", "UV_LINK_MODE": "magic", "SWUV_HTTP_TIMEOUT": "-1",
            "PIP_NO_BINARY": "numpy,a/b", "UV_EXCLUDE_NEWER": "2026-02-30",
        ]
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            let arguments = ["install", "x"]
            let run = ProgramRun(arguments, environment: [name: value])
            text += run.transcript(of: arguments, note: "\(name)=\(value) ")
        }
        Golden.expect(text, equals: "configuration-errors.txt")
    }

    @Test func completionScripts() {
        for shell in ["bash", "zsh", "fish"] {
            Golden.expect(ProgramRun(["completions", shell]).output, equals: "completions.\(shell)")
            #expect(ProgramRun(["generate-shell-completion", shell]).status == 0)
        }
    }

    @Test func reports() throws {
        Golden.expect(try ReportRows.text(style: .plain), equals: "reports.txt")
        Golden.expect(Golden.visible(try ReportRows.text(style: .coloured)), equals: "reports-coloured.txt")
    }

    @Test func json() throws {
        Golden.expect(try ReportRows.json(), equals: "json.txt")
    }

    @Test func reference() {
        Golden.expect(CommandReference.text, equalsFile: "docs/commands.md")
    }
}
