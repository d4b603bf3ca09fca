/// Where an environment keeps the selection that was given for it: `swuv-selection.toml`. It lies in the environment,
/// so it is in no version control and goes with it.
extension RememberedSelection {
    package static let fileName = "swuv-selection.toml"
    private static let sizeLimit = 1 << 18

    /// Empty when there is none. One that cannot be read counts as none, with a warning.
    package init(in root: Path, reporter: any Reporter) {
        self.init()
        let path = root / Path(Self.fileName)
        do {
            guard let bytes = try File.readIfPresent(path, limit: Self.sizeLimit) else { return }
            let document = try TOMLDocument(parsing: bytes, file: path.text)
            try read(document)
        } catch {
            reporter.warning(
                Diagnostic(describing: error).wrapped(in: "the selection remembered in `\(path)` is not used")
            )
            self.init()
        }
    }

    private mutating func read(_ document: TOMLDocument) throws(TOMLErrors) {
        var fields = TOMLFields(document)
        func names(_ key: String) -> Set<ExtraName> {
            guard let item = document[key] else { return [] }
            var found: Set<ExtraName> = []
            for (text, item) in fields.strings(item, key) {
                if let name = ExtraName(text) {
                    found.insert(name)
                } else {
                    fields.report("`\(TextExcerpt.shortened(text))` is no valid name", item.span)
                }
            }
            return found
        }
        extras = names("extras")
        groups = names("groups")
        if let item = document["variants"], let table = fields.table(item, "variants") {
            for entry in table.entries {
                guard let name = PackageName(entry.key),
                    let label = entry.item.string.flatMap(VariantLabel.init)
                else {
                    fields.report("expected a package and a label", entry.keySpan)
                    continue
                }
                labels[name] = label
            }
        }
        if !fields.faults.isEmpty { throw document.errors(fields.faults) }
    }

    /// Brings the file up to date; an empty selection has none.
    package func write(in root: Path) throws {
        let path = root / Path(Self.fileName)
        if isEmpty {
            try File.remove(path)
            return
        }
        let bytes = Array(text.utf8)
        if (try? File.readIfPresent(path, limit: Self.sizeLimit)) == bytes { return }
        try File.writeAtomically(bytes, to: path)
    }

    private var text: String {
        func list(_ names: Set<ExtraName>) -> String {
            "[" + names.sorted().map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        }
        var lines = [
            "# What was chosen for this environment with `\(command)`.",
            "# `swuv sync --forget` drops it, the next choice replaces it.",
            "extras = \(list(extras))", "groups = \(list(groups))",
        ]
        if !labels.isEmpty {
            lines += ["", "[variants]"]
            lines += labels.sorted { $0.key < $1.key }.map { "\($0.key) = \"\($0.value)\"" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `swuv sync --extra cpu`
    package var command: String {
        (["swuv sync"] + extras.sorted().map { "--extra \($0)" } + groups.sorted().map { "--group \($0)" }
            + labels.sorted { $0.key < $1.key }.map { "--variant \($0.key)=\($0.value)" })
            .joined(separator: " ")
    }

    /// ``Using the extra `cpu` remembered from `swuv sync --extra cpu` (`swuv sync --forget` to drop it)``
    package var note: String {
        func list(_ kind: String, _ names: [String]) -> [String] {
            guard !names.isEmpty else { return [] }
            let quoted = names.map { "`\($0)`" }
            let text =
                quoted.count == 1
                ? quoted[0] : quoted.dropLast().joined(separator: ", ") + " and " + quoted[quoted.count - 1]
            return ["the \(kind)\(names.count > 1 ? "s" : "") \(text)"]
        }
        let parts =
            list("extra", extras.sorted().map(\.text)) + list("group", groups.sorted().map(\.text))
            + list("variant", labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        return
            "Using \(parts.joined(separator: " and ")) remembered from `\(command)` (`swuv sync --forget` to drop it)"
    }
}
