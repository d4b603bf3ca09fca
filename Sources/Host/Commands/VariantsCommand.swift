internal import Installer
internal import VariantProviders

enum VariantsCommand {
    // MARK: detect

    /// With `--json` the host profile and nothing around it, so that it can be given back with
    /// `--variant-profile`.
    static func detect(_ context: CommandContext) throws -> Int32 {
        let disabled = try context.settings.variantRequest().preferences.disabledProviders
        return try context.withSession(preparingCache: false) { session in
            let report = try detectVariants(disabled: disabled, in: session)
            let console = context.console
            if context.isJSON {
                for case (let namespace, let diagnostic?) in report.detections.map({
                    ($0.namespace, $0.failure)
                }) {
                    console.warning(diagnostic.wrapped(in: "the provider of `\(namespace)` failed"))
                }
                console.result(report.profile.text)
            } else {
                console.result(
                    DetectionText(
                        report.detections, isFull: console.verbosity > 0, style: console.outputStyle
                    ).text)
            }
            return 0
        }
    }

    // MARK: intersect

    static func intersect(_ context: CommandContext) throws -> Int32 {
        try context.withSession(preparingCache: false) { session in
            let profile = try intersectProfiles(context.arguments.positionals.map { Path($0) }, in: session)
            if let output = context.settings.path(.output) {
                try File.writeAtomically(Array(profile.text.utf8), to: output)
            } else {
                context.console.result(profile.text)
            }
            return 0
        }
    }

    // MARK: explain

    static func explain(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        let request = ExplainRequest(
            requirement: context.arguments.positionals.first ?? "", access: try settings.indexAccess(),
            resolution: try settings.resolutionOptions(), target: try settings.environmentTarget(),
            pythonVersion: try settings.version(.pythonVersion),
            pythonPlatform: try settings.platform(.pythonPlatform), variants: try settings.variantRequest())
        return try context.withSession { session in
            let explanation = try explainVariants(request, in: session)
            let console = context.console
            if context.isJSON {
                context.emit(ExplanationJSON.members(of: explanation))
            } else {
                console.result(
                    ExplanationText(explanation, isFull: console.verbosity > 0, style: console.outputStyle)
                        .text)
            }
            return 0
        }
    }
}

extension Detection {
    fileprivate var failure: Diagnostic? {
        if case .failed(let diagnostic) = result { diagnostic } else { nil }
    }
}
