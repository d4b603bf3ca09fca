import Testing

@testable import Host
@testable import Installer

/// Reports of every kind, and what is printed of them.
enum ReportRows {
    private static func name(_ text: String) throws -> PackageName { try #require(PackageName(text)) }
    private static func version(_ text: String) throws -> Version { try #require(Version(text)) }

    private static func changes() throws -> [Change] {
        [
            Change(.add, try name("idna"), try version("3.20")),
            Change(.remove, try name("idna"), try version("3.19")),
            Change(.reinstall, try name("demo"), try version("0.1.0"), url: "file:///src/demo"),
            Change(.add, try name("Torch"), try version("2.6.0+cu126"), url: "https://x/\u{1b}[2Jtorch.whl"),
            Change(.remove, try name("click"), try version("8.1.0")),
            Change(.remove, try name("vision"), try version("0.26"), variant: "null"),
            Change(.add, try name("vision"), try version("0.27"), variant: "cu130"),
        ]
    }

    private static let steps: [StepSummary] = [
        StepSummary(.resolved, count: 4, in: .milliseconds(520)),
        StepSummary(.prepared, count: 1, in: .microseconds(70_900)),
        StepSummary(.uninstalled, count: 1, in: .microseconds(905)),
        StepSummary(.installed, count: 2, in: .microseconds(1_234_567)),
        StepSummary(.compiledBytecode, count: 1, in: .seconds(125)),
        StepSummary(.checked, count: 4, in: .microseconds(20)),
        StepSummary(.checked, count: 0, in: .zero),
    ]

    private static func selections() throws -> [VariantSummary] {
        [
            VariantSummary(
                name: try name("vision"), version: try version("0.27"), label: "cu130",
                properties: [
                    "nvidia :: cuda_version_lower_bound :: 13.0", "nvidia :: sm_arch :: 90_real",
                    "priority :: order :: 1",
                ]),
            VariantSummary(
                name: try name("demo"), version: try version("1"), label: "v3",
                properties: ["x86_64 :: level :: v3"]),
        ]
    }

    private static func findings() throws -> [CheckFinding] {
        [
            .missing(try name("flask"), requirement: "click>=8.1.3"),
            .mismatched(try name("flask"), requirement: "click>=8.1.3", installed: try version("7.0")),
            .wrongPython(try name("numpy"), requires: ">=3.11", python: try version("3.9.2")),
            .duplicate(try name("idna"), locations: ["/a/idna-3.19.dist-info", "/a/idna-3.20.dist-info"]),
            .unreadable(try name("bad"), reason: "METADATA is\u{7} missing"),
        ]
    }

    private static let diagnostics: [Diagnostic] = [
        Diagnostic("plain failure"),
        Diagnostic(
            "No solution found when resolving dependencies",
            causes: [
                "Because there is no version of idna==99 and you require idna==99, we can conclude that your requirements are unsatisfiable."
            ],
            hints: ["Pre-releases exist; allow them with `--prerelease allow`", "Use `--offline` no more"]),
        Diagnostic(
            "Failed to parse: `a b`",
            causes: ["Expected one of `@`, `(`, `<`\na b\n  ^", "in -r \u{1b}]0;x\u{7}.txt"]),
        Diagnostic("first line\nsecond \u{9b}31m line", hints: ["one\ntwo"]),
    ]

    static func text(style: Style) throws -> String {
        var lines = steps.map { ReportText.line(of: $0, style: style) } + ["# changes"]
        lines += ReportText.lines(of: try changes(), style: style) + ["# dry run"]
        lines += try selections().map { ReportText.line(of: $0, style: style) }
        lines += ReportText.dryRun(try changes(), downloads: 2, style: style) + ["# dry run, nothing"]
        lines += ReportText.dryRun([], downloads: 0, style: style) + ["# check"]
        lines += try findings().map { ReportText.line(of: $0, style: style) } + ["# errors and warnings"]
        var text = lines.joined(separator: "\n") + "\n"
        for diagnostic in diagnostics { text += DiagnosticText.error(diagnostic, style: style) + "\n" }
        for diagnostic in diagnostics { text += DiagnosticText.warning(diagnostic, style: style) + "\n" }
        let listed = [
            ListedDistribution(name: try name("click"), version: try version("8.5.1")),
            ListedDistribution(
                name: try name("demo"), version: try version("0.1"), editableLocation: "/src/demo"),
            ListedDistribution(
                name: try name("zipp"), version: try version("3.1"),
                url: "https://host/zipp-3.1-py3-none-any.whl"),
        ]
        text += "# list\n" + InventoryText.columns(listed) + "# list without editables\n"
        text += InventoryText.columns([listed[0]]) + InventoryText.columns([])
        text += "# list --format freeze\n" + InventoryText.pins(listed)
        text += "# freeze\n" + InventoryText.requirements(listed) + "# show\n"
        return text
            + InventoryText.details([
                ShownDistribution(
                    name: try name("flask"), version: try version("3.1.3"),
                    summary: "A simple \u{1b}[31mframework",
                    homePage: "https://flask", license: "BSD-3-Clause", location: "/v/site-packages",
                    requires: [try name("click"), try name("jinja2")], files: ["flask/__init__.py", "x\ny"]),
                ShownDistribution(
                    name: try name("click"), version: try version("8"), location: "/v/site-packages",
                    editableLocation: "/src/click", requiredBy: [try name("flask")]),
            ])
    }

    static func json() throws -> String {
        let environment = EnvironmentSummary(
            root: "/v", python: "/v/bin/python", version: try version("3.12.1"))
        let values: [JSONValue] = [
            JSONReport.success(
                ["swuv", "install"],
                [
                    ("environment", JSONReport.value(environment)), ("dry_run", false),
                    ("changes", JSONReport.value(try changes())), ("steps", JSONReport.value(steps)),
                    ("variants", .array(try selections().map(JSONReport.value))),
                ], warnings: [Diagnostic("careful")]),
            JSONReport.success(
                ["swuv", "check"], [("findings", .array(try findings().map(JSONReport.value)))], warnings: []),
            JSONReport.failure(["swuv", "cache", "dir"], diagnostics[1], warnings: []),
            JSONReport.failure(
                ["swuv"], UsageError(message: "m", details: ["d"], tips: ["t"]).diagnostic, warnings: []),
        ]
        return values.map { JSONWriter.text(of: $0, .pretty) }.joined()
    }
}
