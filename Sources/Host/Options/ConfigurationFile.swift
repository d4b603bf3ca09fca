internal import Installer

/// The settings of one configuration file: `swuv.toml`, or the `[tool.swuv]` table of a `pyproject.toml`.
///
/// Keys are the long names of options. `[[index]]` tables name indexes, `[sources]` pins packages to them,
/// `[variants]` says what is preferred among variant wheels.
struct ConfigurationFile: Sendable {
    var path: Path
    /// It belongs to a project, and whoever wrote that may not be the user.
    var isOfProject = false
    var values: [String: [SettingValue]] = [:]
    var indexes: [ConfiguredIndex] = []
    /// The index a package comes from, by the index's name.
    var pins: [PackageName: String] = [:]
    /// Keys that mean nothing here; told once.
    var warnings: [Diagnostic] = []

    /// One `[[index]]` table.
    struct ConfiguredIndex: Sendable, Equatable {
        var name: String?
        var url: SettingValue
        var isDefault: Bool
        var isExplicit: Bool
    }

    init(reading table: TOMLItem, of document: TOMLDocument, in directory: Path) throws {
        path = Path(document.file)
        var reader = ConfigurationReader(document: document, directory: directory)
        reader.read(table)
        if !reader.faults.isEmpty { throw document.errors(reader.faults).diagnostic.asUsage }
        values = reader.values
        indexes = reader.indexes
        pins = reader.pins
        warnings = reader.warnings
    }
}

extension Diagnostic {
    /// The same, with the exit status of a wrong call.
    var asUsage: Diagnostic {
        var copy = self
        copy.exitCode = .usage
        return copy
    }
}

/// Goes through the table and collects settings and faults.
private struct ConfigurationReader {
    let document: TOMLDocument
    let directory: Path
    var values: [String: [SettingValue]] = [:]
    var indexes: [ConfigurationFile.ConfiguredIndex] = []
    var pins: [PackageName: String] = [:]
    var warnings: [Diagnostic] = []
    var faults: [TOMLFault] = []

    mutating func read(_ item: TOMLItem) {
        guard let table = item.table else {
            faults.append(document.fault("expected a table, found \(item.kindName)", at: item))
            return
        }
        for entry in table.entries {
            switch entry.key {
            case "index": readIndexes(entry.item)
            case "sources": readSources(entry.item)
            case "variants": readVariants(entry.item)
            default:
                if let option = OptionSpec.configurable.first(where: { $0.name == entry.key }) {
                    readOption(option, called: entry.key, entry.item)
                } else {
                    warn(ofUnknown: entry)
                }
            }
        }
    }

    private mutating func readOption(
        _ option: OptionSpec, called key: String, _ item: TOMLItem
    ) {
        switch option.value {
        case .flag, .count:
            if let flag = item.boolean {
                values[option.name] = [value(flag ? "true" : "false", item)]
            } else {
                expected("a boolean", of: key, item)
            }
        case .one:
            if let text = item.string {
                values[option.name] = [value(text, item)]
            } else if let number = item.integer {
                values[option.name] = [value(String(number), item)]
            } else {
                expected("a string", of: key, item)
            }
        case .list:
            if let text = item.string {
                values[option.name] = [value(text, item)]
            } else if let elements = item.array {
                values[option.name] = elements.compactMap { element in
                    guard let text = element.string else {
                        expected("strings", of: key, element)
                        return nil
                    }
                    return value(text, element)
                }
            } else {
                expected("an array of strings", of: key, item)
            }
        }
    }

    private mutating func readIndexes(_ item: TOMLItem) {
        guard let elements = item.array else { return expected("an array of tables", of: "index", item) }
        for element in elements {
            guard let table = element.table else {
                expected("a table with `url`", of: "index", element)
                continue
            }
            var index = (name: String?.none, url: SettingValue?.none, isDefault: false, isExplicit: false)
            for entry in table.entries {
                switch entry.key {
                case "name":
                    index.name = entry.item.string
                    if index.name?.isEmpty ?? true { expected("a name", of: "name", entry.item) }
                case "url":
                    index.url = entry.item.string.map { value($0, entry.item) }
                    if index.url == nil { expected("a string", of: "url", entry.item) }
                case "default", "explicit":
                    guard let flag = entry.item.boolean else {
                        expected("a boolean", of: entry.key, entry.item)
                        continue
                    }
                    if entry.key == "default" { index.isDefault = flag } else { index.isExplicit = flag }
                default: warn(ofUnknown: entry)
                }
            }
            guard let url = index.url else {
                if table["url"] == nil {
                    faults.append(document.fault("an index needs a `url`", at: element))
                }
                continue
            }
            if index.isExplicit, index.name == nil {
                faults.append(document.fault("an index with `explicit = true` needs a `name`", at: element))
            }
            indexes.append(
                .init(name: index.name, url: url, isDefault: index.isDefault, isExplicit: index.isExplicit))
        }
    }

    private mutating func readSources(_ item: TOMLItem) {
        guard let table = item.table else { return expected("a table", of: "sources", item) }
        for entry in table.entries {
            guard let name = PackageName(entry.key) else {
                faults.append(document.fault("expected the name of a package", at: entry.keySpan))
                continue
            }
            guard let index = entry.item["index"]?.string else {
                expected("`{ index = \"NAME\" }`", of: entry.key, entry.item)
                continue
            }
            pins[name] = index
        }
    }

    private mutating func readVariants(_ item: TOMLItem) {
        guard let table = item.table else { return expected("a table", of: "variants", item) }
        for entry in table.entries {
            guard let option = OptionSpec.variantKeys.first(where: { $0.key == entry.key })?.option else {
                warn(ofUnknown: entry, among: OptionSpec.variantKeys.map(\.key))
                continue
            }
            if entry.key == "labels" {
                readLabels(entry.item, option)
            } else {
                readOption(option, called: entry.key, entry.item)
            }
        }
    }

    /// `{ torch = "cu130" }`, kept as `torch=cu130`.
    private mutating func readLabels(_ item: TOMLItem, _ option: OptionSpec) {
        guard let table = item.table else {
            return expected("a table such as `{ torch = \"cu130\" }`", of: "labels", item)
        }
        values[option.name] = table.entries.compactMap { entry in
            guard let label = entry.item.string else {
                expected("a label", of: entry.key, entry.item)
                return nil
            }
            return value("\(entry.key)=\(label)", entry.item)
        }
    }

    private func value(_ text: String, _ item: TOMLItem) -> SettingValue {
        let snippet = SourceSnippet(file: document.file, source: document.source, range: item.span)
        return SettingValue(text: text, origin: .file(snippet, directory: directory))
    }

    private mutating func expected(_ what: String, of key: String, _ item: TOMLItem) {
        faults.append(document.fault("expected \(what) for `\(key)`, found \(item.kindName)", at: item))
    }

    private static let topLevelKeys =
        OptionSpec.configurable.map(\.name) + ["index", "sources", "variants"]

    private mutating func warn(ofUnknown entry: TOMLTable.Entry, among known: [String] = topLevelKeys) {
        let similar = Suggestions.similar(to: entry.key, among: known).last
        let snippet = SourceSnippet(file: document.file, source: document.source, range: entry.keySpan)
        warnings.append(
            Diagnostic(
                "unknown setting `\(entry.key)` in `\(snippet.location)`"
                    + (similar.map { "; did you mean `\($0)`?" } ?? "")))
    }
}
