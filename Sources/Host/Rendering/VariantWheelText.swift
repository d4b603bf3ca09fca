internal import Installer
internal import VariantProviders

/// What the commands for packagers tell about variant wheels.
enum VariantWheelText {
    // MARK: check

    /// One line a file, then what is wrong with it; releases after their files.
    static func text(of report: CheckVariantsReport, in directory: Path, style: Style) -> String {
        var text = ""
        for file in report.files {
            let place = (file.path.relative(to: directory) ?? file.path).text
            text += style.bold(TerminalText.told(place)) + ": " + description(of: file.kind) + "\n"
            for fault in file.faults { text += line("error", style.red("error"), fault, style) }
            for doubt in file.doubts { text += line("warning", style.yellow("warning"), doubt, style) }
        }
        for release in report.releases {
            let labels = release.labels.map(\.text).joined(separator: ", ")
            text += style.bold("\(release.name) \(release.version)") + ": "
            text +=
                Quantities.count(release.labels.count, "variant") + (labels.isEmpty ? "" : " (\(labels))")
                + "\n"
            for fault in release.faults {
                let files = fault.files.map { "`\($0)`" }.joined(separator: " and ")
                text += line("error", style.red("error"), "\(files): \(fault.message)", style)
            }
            for doubt in release.doubts { text += line("warning", style.yellow("warning"), doubt, style) }
        }
        return text
    }

    private static func line(_ word: String, _ shown: String, _ text: String, _ style: Style) -> String {
        let indent = "\n" + String(repeating: " ", count: word.utf8.count + 4)
        let told = TerminalText.told(text, keepingLines: true).split(
            separator: "\n", omittingEmptySubsequences: false)
        return "  " + style.bold(shown + ":") + " " + told.joined(separator: indent) + "\n"
    }

    private static func description(of kind: CheckedVariantFile.Kind) -> String {
        switch kind {
        case .ordinary: return "ordinary wheel"
        case .variant(let label, let properties):
            let list = properties?.all.map(\.description).joined(separator: ", ") ?? ""
            return "variant `\(label)`" + (list.isEmpty ? "" : ", " + list)
        case .index(let labels): return "metadata of " + Quantities.count(labels.count, "variant")
        case .other: return "unknown kind of file"
        }
    }

    static func summary(of report: CheckVariantsReport, style: Style) -> String {
        let (faults, doubts) = (report.faultCount, report.doubtCount)
        var text = style.dim("Checked ") + style.bold(style.dim(Quantities.count(report.files.count, "file")))
        text += style.dim(faults == 0 ? ": no errors" : ": ")
        if faults > 0 { text += style.red(Quantities.count(faults, "error")) }
        if doubts > 0 { text += style.dim(", ") + style.yellow(Quantities.count(doubts, "warning")) }
        return text
    }

    static func value(_ file: CheckedVariantFile) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [("path", .string(file.path.text))]
        switch file.kind {
        case .ordinary: members.append(("kind", "wheel"))
        case .variant(let label, let properties):
            members += [("kind", "variant"), ("label", .string(label.text))]
            if let properties {
                members.append(("properties", JSONValue(properties.all.map(\.description))))
            }
        case .index(let labels):
            members += [("kind", "variants_file"), ("labels", JSONValue(labels.map(\.text)))]
        case .other: members.append(("kind", "unknown"))
        }
        members += [("errors", JSONValue(file.faults)), ("warnings", JSONValue(file.doubts))]
        return .object(members)
    }

    static func value(_ release: CheckedVariantRelease) -> JSONValue {
        [
            "name": .string(release.name.text), "version": .string(release.version.description),
            "labels": JSONValue(release.labels.map(\.text)),
            "errors": .array(
                release.faults.map { ["files": JSONValue($0.files), "message": .string($0.message)] }),
            "warnings": JSONValue(release.doubts),
        ]
    }

    // MARK: index

    static func lines(of report: IndexVariantsReport, style: Style) -> [String] {
        var lines = report.releases.map { release in
            let labels = release.labels.map(\.text).joined(separator: ", ")
            return style.bold("\(release.name) \(release.version)") + ": "
                + Quantities.count(release.files, "file") + (labels.isEmpty ? "" : ", variants \(labels)")
        }
        var written =
            style.dim("Wrote ") + style.bold(style.dim(Quantities.count(report.written.count, "file")))
        if report.unchanged > 0 { written += style.dim(", \(report.unchanged) unchanged") }
        if !report.removed.isEmpty { written += style.dim(", \(report.removed.count) removed") }
        lines.append(written)
        return lines
    }
}
