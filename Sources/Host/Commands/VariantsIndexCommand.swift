internal import Installer

enum VariantsIndexCommand {
    static let spec = CommandSpec(
        "index", "Make a directory of wheels an index, with the metadata of its variants",
        positional: CommandSpec.Positional(
            "DIR", required: true, repeated: false, completes: .directory,
            "The directory; it gets `NAME-VERSION-variants.json` files and a folder `simple`"),
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let request = IndexVariantsRequest(directory: Path(context.arguments.positionals[0]))
        return try context.withSession(preparingCache: false) { session in
            let report = try indexVariants(request, in: session)
            VariantWheelText.lines(of: report, style: context.console.errorStyle)
                .forEach(context.console.line)
            context.emit([
                ("directory", .string(report.directory.text)),
                (
                    "releases",
                    .array(
                        report.releases.map { release in
                            [
                                "name": .string(release.name.text),
                                "version": .string(release.version.description),
                                "files": JSONValue(release.files),
                                "labels": JSONValue(release.labels.map(\.text)),
                            ]
                        })
                ),
                ("written", JSONValue(report.written)), ("unchanged", JSONValue(report.unchanged)),
                ("removed", JSONValue(report.removed)),
            ])
            return 0
        }
    }
}
