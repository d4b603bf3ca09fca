internal import Installer

enum CheckCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let request = CheckRequest(target: try context.settings.environmentTarget())
        return try context.withSession { session in
            let report = try checkEnvironment(request, in: session)
            let style = context.console.errorStyle
            context.console.line(ReportText.line(of: report.checked, style: style))
            if report.findings.isEmpty {
                context.console.line(style.dim("All installed packages are compatible"))
            } else {
                let count = report.findings.count
                let noun = count == 1 ? "incompatibility" : "incompatibilities"
                context.console.line(style.dim("Found ") + style.bold(style.dim("\(count) \(noun)")))
                for finding in report.findings {
                    context.console.line(ReportText.line(of: finding, style: style))
                }
            }
            context.emit([
                ("environment", JSONReport.value(report.environment)),
                ("compatible", .bool(report.findings.isEmpty)),
                ("checked", JSONValue(report.checked.count)),
                ("findings", .array(report.findings.map(JSONReport.value))),
            ])
            return report.findings.isEmpty ? 0 : 1
        }
    }
}
