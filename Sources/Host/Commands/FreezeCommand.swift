internal import Installer

enum FreezeCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        let request = ListRequest(
            target: try settings.environmentTarget(), excluding: Set(try settings.names(.exclude)),
            editables: try settings.isOn(.excludeEditable) ? .exclude : .include)
        let isStrict = try settings.isOn(.strict)
        return try context.withSession { session in
            let report = try listInstalled(request, in: session)
            let text = InventoryText.requirements(report.distributions)
            if context.isJSON {
                context.emit([
                    ("environment", JSONReport.value(report.environment)),
                    ("requirements", JSONValue(text.split(separator: "\n").map(String.init))),
                ])
            } else {
                context.console.result(text)
            }
            if isStrict { try StrictCheck.warn(of: request.target, in: session, console: context.console) }
            return 0
        }
    }
}
