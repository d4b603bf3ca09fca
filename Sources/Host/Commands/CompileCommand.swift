internal import Installer

enum CompileCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        let output = settings.path(.outputFile)
        let request = CompileRequest(
            sources: try settings.requirementSources(positionalsAreFiles: true),
            access: try settings.indexAccess(), resolution: try settings.resolutionOptions(),
            target: try settings.environmentTarget(), pythonVersion: try settings.version(.pythonVersion),
            pythonPlatform: try settings.platform(.pythonPlatform), universal: try settings.isOn(.universal),
            output: output, upgrade: try settings.selection(all: .upgrade, some: .upgradePackage),
            style: try style(context), variants: try settings.variantRequest())
        return try context.withSession { session in
            let report = try compileRequirements(request, in: session)
            if context.isJSON {
                context.emit(
                    [
                        ("packages", .array(report.packages.map(value))),
                        ("steps", JSONReport.value(report.steps)),
                    ] + JSONReport.optional("output", report.output?.text))
            } else if output == nil || context.console.verbosity >= 0 {
                context.console.result(TerminalText.escaped(report.text, keepingLines: true))
            }
            return 0
        }
    }

    private static func style(_ context: CommandContext) throws -> CompileStyle {
        let settings = context.settings
        var annotation = CompileStyle.Annotation.split
        if settings.text(.annotationStyle) == "line" { annotation = .line }
        if try settings.isOn(.noAnnotate) { annotation = .none }
        let isUniversal = try settings.isOn(.universal)
        return CompileStyle(
            headerCommand: try settings.isOn(.noHeader) ? nil : headerCommand(context),
            annotation: annotation, hashes: try settings.isOn(.generateHashes),
            markers: try isUniversal || settings.isOn(.noStripMarkers),
            extras: try settings.isOn(.noStripExtras), emitIndexURL: try settings.isOn(.emitIndexURL),
            emitFindLinks: try settings.isOn(.emitFindLinks),
            omitting: Set(try settings.names(.noEmitPackage)))
    }

    /// Options that change how the command runs but not what it makes.
    private static let unnamed: Set<String> = Set(
        [
            OptionSpec.quiet, .verbose, .color, .noProgress, .json, .cacheDir, .noCache, .refresh,
            .refreshPackage, .upgrade, .upgradePackage, .offline, .directory,
        ].map(\.name))

    /// The command as someone may repeat it.
    static func headerCommand(_ context: CommandContext) -> String {
        if let text = context.settings.text(.customCompileCommand) { return text }
        let words = context.arguments.spellings.filter { spelling in
            spelling.options.isEmpty || !spelling.options.allSatisfy(unnamed.contains)
        }.flatMap(\.words)
        return (context.arguments.path + words.map { quoted(Redaction.redacted($0)) }).joined(separator: " ")
    }

    /// For a POSIX shell.
    private static func quoted(_ word: String) -> String {
        let safe = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:=@%+,~".utf8.contains(byte)
            }
        }
        if safe, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
    }

    private static func value(_ package: CompiledPackage) -> JSONValue {
        .object(
            [
                (key: "name", value: JSONValue.string(package.name.text)),
                (key: "version", value: .string(package.version.description)),
            ] + JSONReport.optional("marker", package.marker) + [(key: "via", value: JSONValue(package.via))])
    }
}
