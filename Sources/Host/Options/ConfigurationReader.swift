internal import Installer

/// Goes through the table and collects settings and faults.
struct ConfigurationReader {
    let document: TOMLDocument
    let directory: Path
    let kind: ConfigurationFile.Kind
    var values: [String: [SettingValue]] = [:]
    var indexes: [ConfigurationFile.ConfiguredIndex] = []
    var pins: [PackageName: String] = [:]
    var defaults = SelectionDefaults.none
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
            case "sources" where kind != .uv: readSources(entry.item)
            case "variants" where kind != .uv: readVariants(entry.item)
            case "config-settings" where entry.item.table != nil:
                readPairs(entry.item, of: entry.key, into: .configSetting)
            case "config-settings-package" where entry.item.table != nil:
                for package in entry.item.table?.entries ?? [] {
                    readPairs(
                        package.item, of: entry.key, into: .configSettingsPackage, after: package.key + ":")
                }
            case "extra-build-dependencies" where entry.item.table != nil:
                readExtraDependencies(entry.item)
            case "default-extras" where kind == .file:
                defaults.extras = defaultNames(entry.item, of: entry.key)
            case "default-groups" where kind == .file:
                defaults.groups = defaultNames(entry.item, of: entry.key)
            default:
                if kind == .uv {
                    readForeign(entry)
                } else if let option = OptionSpec.configurable.first(where: { $0.name == entry.key }) {
                    readOption(option, called: entry.key, entry.item)
                } else if kind != .project || !Self.projectKeys.contains(entry.key) {
                    warn(ofUnknown: entry)
                }
            }
        }
    }

    /// Keys of `[tool.swuv]` that speak about the project.
    private static let projectKeys: Set<String> = [
        "workspace", "conflicts", "environments", "required-environments", "constraint-dependencies",
        "override-dependencies", "cache-keys", "dev-dependencies", "default-groups",
        "default-extras", "extras", "package", "managed", "dependency-groups",
    ]

    /// Keys of `[tool.uv]` that are called otherwise here. Flags stand for all packages.
    private static let foreignNames: [String: OptionSpec] = [
        "no-binary": .noBinary, "no-binary-package": .noBinary, "no-build-package": .onlyBinary,
    ]

    /// A key of `[tool.uv]`, which may have forms that mean nothing here.
    private mutating func readForeign(_ entry: TOMLTable.Entry) {
        let known = Self.foreignNames[entry.key] ?? OptionSpec.configurable.first { $0.name == entry.key }
        // uv's cache is uv's: `cache clean` of either program would empty the directory.
        guard let option = known, option.name != OptionSpec.cacheDir.name, entry.item.table == nil else {
            return
        }
        if case .list = option.value, let flag = entry.item.boolean {
            if flag { values[option.name, default: []].append(value(":all:", entry.item)) }
            return
        }
        let before = values[option.name] ?? []
        readOption(option, called: entry.key, entry.item)
        if !before.isEmpty { values[option.name, default: []] += before }
    }

    /// Names, or `"all"`.
    private mutating func defaultNames(_ item: TOMLItem, of key: String) -> DefaultNames? {
        if item.string == "all" { return .all }
        guard let elements = item.array else {
            expected("an array of names or `\"all\"`", of: key, item)
            return nil
        }
        return .these(
            elements.compactMap { element in
                let name = element.string.flatMap { ExtraName($0) }
                if name == nil { expected("names", of: key, element) }
                return name
            })
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

    /// A table from keys to a string, a boolean, or several strings, as a list of `KEY=VALUE`.
    private mutating func readPairs(
        _ item: TOMLItem, of key: String, into option: OptionSpec, after prefix: String = ""
    ) {
        guard let table = item.table else { return expected("a table", of: key, item) }
        for entry in table.entries {
            for element in entry.item.array ?? [entry.item] {
                guard let text = element.string ?? element.boolean.map({ $0 ? "true" : "false" }) else {
                    expected("strings, booleans or arrays of strings", of: key, element)
                    continue
                }
                values[option.name, default: []].append(value("\(prefix)\(entry.key)=\(text)", element))
            }
        }
    }

    /// A table from packages to requirements, which may be tables with `requirement` as in uv.
    private mutating func readExtraDependencies(_ item: TOMLItem) {
        let option = OptionSpec.extraBuildDependencies
        for entry in item.table?.entries ?? [] {
            guard let elements = entry.item.array else {
                expected("an array of requirements", of: option.name, entry.item)
                continue
            }
            for element in elements {
                guard let text = element.string ?? element["requirement"]?.string else {
                    expected("requirements", of: option.name, element)
                    continue
                }
                values[option.name, default: []].append(value("\(entry.key):\(text)", element))
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
            var isFlat = false
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
                case "format":
                    isFlat = entry.item.string == "flat"
                    if entry.item.string != "simple", !isFlat {
                        expected("`simple` or `flat`", of: "format", entry.item)
                    }
                default: if kind != .uv { warn(ofUnknown: entry) }
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
                .init(
                    name: index.name, url: url, isDefault: index.isDefault, isExplicit: index.isExplicit,
                    isFlat: isFlat))
        }
    }

    private mutating func readSources(_ item: TOMLItem) {
        guard let table = item.table else { return expected("a table", of: "sources", item) }
        for entry in table.entries {
            // The other forms are the project's reader to judge.
            if kind == .project, !Self.isPlainPin(entry.item) { continue }
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

    /// `{ index = "…" }` and nothing else.
    private static func isPlainPin(_ item: TOMLItem) -> Bool {
        item.table?.keys == ["index"] && item["index"]?.string != nil
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
        OptionSpec.configurable.map(\.name)
        + ["index", "sources", "variants", "default-extras", "default-groups"]

    private mutating func warn(ofUnknown entry: TOMLTable.Entry, among known: [String] = topLevelKeys) {
        let similar = Suggestions.similar(to: entry.key, among: known).last
        let snippet = SourceSnippet(file: document.file, source: document.source, range: entry.keySpan)
        warnings.append(
            Diagnostic(
                "unknown setting `\(entry.key)` in `\(snippet.location)`"
                    + (similar.map { "; did you mean `\($0)`?" } ?? "")))
    }
}
