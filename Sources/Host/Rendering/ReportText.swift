internal import Installer

/// The lines in which operations tell what they did.
enum ReportText {
    /// `Resolved 4 packages in 520ms`.
    static func line(of step: StepSummary, style: Style) -> String {
        let verb =
            switch step.step {
            case .resolved: "Resolved"
            case .prepared: "Prepared"
            case .uninstalled: "Uninstalled"
            case .installed: "Installed"
            case .compiledBytecode: "Bytecode compiled"
            case .checked: "Checked"
            }
        let count = Quantities.count(step.count, step.step == .compiledBytecode ? "file" : "package")
        return style.dim(verb + " ") + style.bold(style.dim(count))
            + style.dim(" in " + Quantities.text(of: step.duration))
    }

    /// ` + idna==3.20`, one a change, by name; of one name what goes stands before what comes.
    static func lines(of changes: [Change], style: Style) -> [String] {
        sorted(changes).map { change in
            let sign =
                switch change.kind {
                case .add: style.green("+")
                case .remove: style.red("-")
                case .reinstall: style.yellow("~")
                }
            let version = style.dim("==" + TerminalText.told(change.version.description))
            let origin = change.url.map { style.dim(" (from \(TerminalText.told($0)))") } ?? ""
            let variant = change.variant.map { style.dim(" (variant \(TerminalText.told($0)))") } ?? ""
            return " \(sign) \(style.bold(change.name.text))\(version)\(variant)\(origin)"
        }
    }

    /// ``Selected torch 2.8.0 (cu128) for nvidia :: sm_arch :: 90_real (`swuv variants explain torch`)``
    static func line(of selection: VariantSummary, style: Style) -> String {
        let shown = selection.properties.prefix(2).joined(separator: ", ")
        let more = selection.properties.count > 2 ? " and \(selection.properties.count - 2) more" : ""
        let purpose = shown.isEmpty ? "" : " for \(shown)\(more)"
        return style.dim(
            TerminalText.told(
                "Selected \(selection.name) \(selection.version) (\(selection.label))\(purpose) (`swuv variants explain \(selection.name)`)"
            ))
    }

    static func sorted(_ changes: [Change]) -> [Change] {
        changes.sorted { a, b in
            if a.name != b.name { return a.name < b.name }
            if a.kind != b.kind { return rank(a.kind) < rank(b.kind) }
            if a.version != b.version { return a.version < b.version }
            return (a.url ?? "") < (b.url ?? "")
        }
    }

    private static func rank(_ kind: Change.Kind) -> Int {
        switch kind {
        case .remove: 0
        case .add: 1
        case .reinstall: 2
        }
    }

    /// What a dry run would do: counts, then the changes, a reinstallation as both of its halves.
    static func dryRun(_ changes: [Change], downloads: Int, style: Style) -> [String] {
        if changes.isEmpty { return ["Would make no changes"] }
        let halves = changes.flatMap { change -> [Change] in
            guard change.kind == .reinstall else { return [change] }
            return [
                Change(.remove, change.name, change.version),
                Change(.add, change.name, change.version, url: change.url, variant: change.variant),
            ]
        }
        let counts = [
            ("download", downloads), ("uninstall", halves.count { $0.kind == .remove }),
            ("install", halves.count { $0.kind == .add }),
        ]
        let summary = counts.filter { $0.1 > 0 }.map { verb, count in
            style.dim("Would \(verb) ") + style.bold(style.dim(Quantities.count(count, "package")))
        }
        return summary + lines(of: halves, style: style)
    }

    /// What is wrong with an environment, one line each.
    static func line(of finding: CheckFinding, style: Style) -> String {
        func literal(_ text: String) -> String { "`" + style.bold(TerminalText.told(text)) + "`" }
        let package = literal(finding.package.text)
        switch finding {
        case .missing(_, let requirement):
            return "The package \(package) requires \(literal(requirement)), but it's not installed"
        case .mismatched(_, let requirement, let installed):
            return
                "The package \(package) requires \(literal(requirement)), but \(literal(installed.description)) is installed"
        case .wrongPython(_, let requires, let python):
            return
                "The package \(package) requires Python \(literal(requires)), but \(literal(python.description)) is in use"
        case .duplicate(_, let locations):
            let places = locations.map { "\n  " + TerminalText.told($0.text) }.joined()
            return "The package \(package) is installed more than once:\(places)"
        case .unreadable(_, let reason):
            return "The metadata of the package \(package) cannot be read: \(TerminalText.told(reason))"
        }
    }
}
