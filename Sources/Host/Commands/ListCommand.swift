internal import Installer

enum ListCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        var editables = ListRequest.EditableFilter.include
        if try settings.isOn(.excludeEditable) { editables = .exclude }
        if try settings.isOn(.editableOnly) { editables = .only }
        var request = ListRequest(
            target: try settings.environmentTarget(), excluding: Set(try settings.names(.exclude)),
            editables: editables)
        request.tellsVariants = context.isJSON
        let isStrict = try settings.isOn(.strict)
        return try context.withSession { session in
            let report = try listInstalled(request, in: session)
            if context.isJSON {
                context.emit([
                    ("environment", JSONReport.value(report.environment)),
                    ("packages", .array(report.distributions.map(value))),
                ])
            } else {
                switch settings.text(.format) {
                case "json":
                    let array = JSONValue.array(report.distributions.map(value))
                    context.console.result(JSONWriter.text(of: array) + "\n")
                case "freeze": context.console.result(InventoryText.pins(report.distributions))
                default: context.console.result(InventoryText.columns(report.distributions))
                }
            }
            if isStrict { try StrictCheck.warn(of: request.target, in: session, console: context.console) }
            return 0
        }
    }

    /// As uv's `--format json` has it; there `variant` is not asked for.
    private static func value(_ one: ListedDistribution) -> JSONValue {
        .object(
            [("name", .string(one.name.text)), ("version", .string(one.version.description))]
                + JSONReport.optional("editable_project_location", one.editableLocation?.text)
                + JSONReport.optional("variant", one.variant?.text))
    }
}
