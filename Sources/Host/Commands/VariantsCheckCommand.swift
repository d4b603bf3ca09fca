internal import Installer

enum VariantsCheckCommand {
    static let spec = CommandSpec(
        "check", "Find everything that is wrong with variant wheels and their metadata",
        positional: CommandSpec.Positional(
            "FILE", required: true, completes: .file,
            "Wheels, `NAME-VERSION-variants.json` files, or directories of both"),
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let request = CheckVariantsRequest(paths: context.arguments.positionals.map { Path($0) })
        return try context.withSession(preparingCache: false) { session in
            let report = try checkVariants(request, in: session)
            if !context.isJSON {
                let directory = context.settings.workingDirectory
                context.console.result(
                    VariantWheelText.text(of: report, in: directory, style: context.console.outputStyle))
            }
            context.console.line(VariantWheelText.summary(of: report, style: context.console.errorStyle))
            context.emit([
                ("valid", .bool(report.faultCount == 0)),
                ("files", .array(report.files.map(VariantWheelText.value))),
                ("releases", .array(report.releases.map(VariantWheelText.value))),
            ])
            return report.faultCount == 0 ? 0 : 1
        }
    }
}
