internal import Installer
internal import VariantProviders

enum VariantsMakeCommand {
    static let spec = CommandSpec(
        "make", "Turn a wheel into a variant wheel",
        positional: CommandSpec.Positional(
            "WHEEL", required: true, repeated: false, completes: .file,
            "The wheel; it stays as it is"),
        options: { [.variantLabel, .variantProperty, .variantMetadata, .wheelOutput] },
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        let label = try settings.value(of: .variantLabel).map { value in
            guard let label = VariantLabel(value.text) else {
                throw value.complaint(about: .variantLabel, "a label consists of `0-9`, `a-z`, `_` and `.`")
            }
            return label
        }
        let properties = try settings.values(of: .variantProperty).map { value in
            guard case .property(let property) = VariantSelector(parsing: value.text) else {
                throw value.complaint(
                    about: .variantProperty,
                    "expected `NAMESPACE :: FEATURE :: VALUE`, of `0-9`, `a-z` and `_`")
            }
            return property
        }
        let request = MakeVariantRequest(
            wheel: Path(context.arguments.positionals[0]), label: label, properties: properties,
            seed: settings.value(of: .variantMetadata).map { Path($0.text) },
            output: settings.path(.wheelOutput))
        return try context.withSession(preparingCache: false) { session in
            let report = try makeVariant(request, in: session)
            for name in report.leftOut {
                context.console.warning(
                    Diagnostic("the signature `\(name)` is left out: it was of the old `RECORD`"))
            }
            let style = context.console.errorStyle
            context.console.line(
                "Made variant " + style.bold(report.label.text) + style.dim(" (providers: \(report.seed))"))
            for property in report.properties.all { context.console.line("  \(property)") }
            if !context.isJSON { context.console.result(TerminalText.escaped(report.path.text) + "\n") }
            context.emit([
                ("path", .string(report.path.text)), ("label", .string(report.label.text)),
                ("properties", JSONValue(report.properties.all.map(\.description))),
                ("sha256", .string(report.sha256.hex)),
            ])
            return 0
        }
    }
}

extension OptionSpec {
    static let variantLabel = OptionSpec(
        "label", .one("LABEL"), .own,
        "The new variant's label (by default the one that the metadata has for these properties, or a digest of them)"
    )
    static let variantProperty = OptionSpec(
        "property", .list("PROPERTY"), .own,
        "What the wheel was built for: `nvidia :: cuda_version_lower_bound :: 12.0`; none for `null`")
    static let variantMetadata = OptionSpec(
        "metadata", .one("FILE"), .own, completes: .file,
        "Providers, their order, and perhaps labels: the `[variant]` of a `pyproject.toml`, or JSON (by default the providers that swuv knows)"
    )
    static let wheelOutput = OptionSpec(
        "output-dir", .one("DIR"), .own, short: "o", completes: .directory,
        "Where the new wheel goes (by default beside the old one)")
}
