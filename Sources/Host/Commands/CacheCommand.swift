internal import Installer

enum CacheCommand {
    static func directory(_ context: CommandContext) throws -> Int32 {
        let directory = try directory(of: context)
        if context.isJSON {
            context.emit([("directory", .string(directory.text))])
        } else {
            context.console.result(TerminalText.escaped(directory.text) + "\n")
        }
        return 0
    }

    static func clean(_ context: CommandContext) throws -> Int32 {
        let directory = try directory(of: context)
        let names = try context.arguments.positionals.map { text in
            guard let name = PackageName(text) else {
                throw UsageError.invalid(
                    value: text, for: "[PACKAGE]...", reason: "expected the name of a package")
            }
            return name
        }
        guard try File.status(directory) != nil else {
            context.console.line("No cache found at: \(TerminalText.escaped(directory.text))")
            emit(CacheRemovalReport(files: 0, bytes: 0), directory, context)
            return 0
        }
        if names.isEmpty {
            context.console.line("Clearing cache at: \(place(directory, context))")
        }
        let report = try context.withSession { try cleanCache(CleanCacheRequest(packages: names), in: $0) }
        tell(report, otherwise: "No cache entries found", directory, context)
        return 0
    }

    static func prune(_ context: CommandContext) throws -> Int32 {
        let directory = try directory(of: context)
        guard try File.status(directory) != nil else {
            context.console.line("No cache found at: \(TerminalText.escaped(directory.text))")
            emit(CacheRemovalReport(files: 0, bytes: 0), directory, context)
            return 0
        }
        context.console.line("Pruning cache at: \(place(directory, context))")
        let report = try context.withSession { try pruneCache(in: $0) }
        tell(report, otherwise: "No unused entries found", directory, context)
        return 0
    }

    static func size(_ context: CommandContext) throws -> Int32 {
        let directory = try directory(of: context)
        var report = CacheSizeReport(bytes: 0, parts: [])
        if try File.status(directory) != nil { report = try context.withSession { try measureCache(in: $0) } }
        if context.isJSON {
            context.emit([
                ("directory", .string(directory.text)), ("bytes", JSONValue(report.bytes)),
                (
                    "parts",
                    .array(report.parts.map { ["name": .string($0.name), "bytes": JSONValue($0.bytes)] })
                ),
            ])
        } else {
            let isHuman = try context.settings.isOn(.human)
            context.console.result(
                (isHuman ? Quantities.text(ofBytes: report.bytes) : "\(report.bytes)") + "\n")
        }
        return 0
    }

    private static func directory(of context: CommandContext) throws -> Path {
        guard let directory = try context.settings.cacheDirectory() else {
            throw Diagnostic(
                "there is no cache to look after with `--no-cache`",
                hints: ["Leave out `--no-cache`, or name the cache with `--cache-dir`"], exitCode: .usage)
        }
        return directory
    }

    private static func place(_ directory: Path, _ context: CommandContext) -> String {
        context.console.errorStyle.cyan(TerminalText.escaped(directory.text))
    }

    private static func tell(
        _ report: CacheRemovalReport, otherwise: String, _ directory: Path, _ context: CommandContext
    ) {
        let style = context.console.errorStyle
        if report.files == 0 {
            context.console.line(otherwise)
        } else {
            let files = style.bold(Quantities.count(report.files, "file"))
            let bytes = style.green(Quantities.text(ofBytes: report.bytes))
            context.console.line("Removed \(files) (\(bytes))")
        }
        emit(report, directory, context)
    }

    private static func emit(_ report: CacheRemovalReport, _ directory: Path, _ context: CommandContext) {
        context.emit([
            ("directory", .string(directory.text)), ("files", JSONValue(report.files)),
            ("bytes", JSONValue(report.bytes)),
        ])
    }
}
