internal import Installer

enum ShowCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        if context.arguments.positionals.isEmpty {
            throw Diagnostic("no package was named", hints: ["Name one or more: `swuv show NAME`"])
        }
        var seen: Set<PackageName> = []
        let names = try context.arguments.positionals.map { text in
            guard let name = PackageName(text) else {
                throw UsageError.invalid(
                    value: text, for: "[PACKAGE]...", reason: "expected the name of a package")
            }
            return name
        }.filter { seen.insert($0).inserted }
        let request = ShowRequest(
            target: try settings.environmentTarget(), names: names, files: try settings.isOn(.files))
        let isStrict = try settings.isOn(.strict)
        return try context.withSession { session in
            let report = try show(request, in: session)
            if !report.missing.isEmpty {
                let list = report.missing.map(\.text).joined(separator: ", ")
                context.console.warning(Diagnostic("Package(s) not found for: \(list)"))
            }
            if context.isJSON {
                context.emit([
                    ("environment", JSONReport.value(report.environment)),
                    ("packages", .array(report.distributions.map(value))),
                    ("missing", JSONValue(report.missing.map(\.text))),
                ])
            } else {
                context.console.result(InventoryText.details(report.distributions))
            }
            if isStrict { try StrictCheck.warn(of: request.target, in: session, console: context.console) }
            return report.distributions.isEmpty ? 1 : 0
        }
    }

    private static func value(_ one: ShownDistribution) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("name", .string(one.name.text)), ("version", .string(one.version.description)),
        ]
        members += JSONReport.optional("summary", one.summary)
        members += JSONReport.optional("home_page", one.homePage)
        members += JSONReport.optional("license", one.license)
        members += JSONReport.optional("variant", one.variant)
        members.append(("location", .string(one.location.text)))
        members += JSONReport.optional("editable_project_location", one.editableLocation?.text)
        members.append(("requires", JSONValue(one.requires.map(\.text))))
        members.append(("required_by", JSONValue(one.requiredBy.map(\.text))))
        if let files = one.files { members.append(("files", JSONValue(files))) }
        return .object(members)
    }
}
