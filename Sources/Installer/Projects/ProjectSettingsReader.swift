internal import VariantProviders

/// Reads the tables `[tool.swuv]` and `[tool.uv]` of a project, and gathers what is wrong in them.
struct ProjectSettingsReader {
    private(set) var fields: TOMLFields
    private(set) var settings = ProjectSettings()
    private var tools: [(name: String, table: TOMLTable)] = []

    init(_ document: TOMLDocument) {
        fields = TOMLFields(document)
    }

    mutating func read() {
        guard let tool = fields.document["tool"], let table = fields.table(tool, "tool") else { return }
        for name in ["swuv", "uv"] {
            if let item = table[name], let own = fields.table(item, "tool.\(name)") {
                tools.append((name, own))
            }
        }
        for (name, table) in tools {
            if let item = table["sources"] { settings.sources.read(item, "tool.\(name).sources", &fields) }
            if let item = table["index"] { readIndexes(item, "tool.\(name).index") }
            if name == "swuv", let item = table["extras"] { readHardware(item) }
        }
        if let (item, label) = setting("workspace") {
            settings.workspace = WorkspaceTable(item, label, &fields)
        }
        if let (item, label) = setting("conflicts") { readConflicts(item, label) }
        if let (item, label) = setting("environments") { settings.environments = markers(item, label) }
        if let (item, label) = setting("required-environments") {
            settings.requiredEnvironments = markers(item, label, mayOverlap: true)
        }
        if let (item, label) = setting("constraint-dependencies") {
            settings.constraints = fields.requirements(item, label)
        }
        if let (item, label) = setting("override-dependencies") {
            settings.overrides = fields.requirements(item, label)
        }
        if let (item, label) = setting("dev-dependencies") {
            settings.development = fields.requirements(item, label)
        }
        if let (item, label) = setting("default-extras") {
            settings.defaultExtras = names(item, label, "an extra")
        }
        if let (item, label) = setting("default-groups") {
            settings.defaultGroups = names(item, label, "a dependency group")
        }
        if let (item, label) = setting("package") { settings.isPackage = fields.boolean(item, label) }
        if let (item, label) = setting("managed") {
            settings.isManaged = fields.boolean(item, label) ?? true
        }
    }

    /// The stronger of the tables that have the key.
    private func setting(_ key: String) -> (TOMLItem, String)? {
        for (name, table) in tools {
            if let item = table[key] { return (item, "tool.\(name).\(key)") }
        }
        return nil
    }
}

// MARK: - Indexes, environments, names

extension ProjectSettingsReader {
    private mutating func readIndexes(_ item: TOMLItem, _ label: String) {
        // A list of names or URLs is a setting of the program (`--index`).
        for element in fields.array(item, label) ?? [] where element.string == nil {
            guard let table = fields.table(element, "an element of \(label)") else { continue }
            let name = table["name"].flatMap { fields.string($0, "\(label).name") }
            guard let item = table["url"] else {
                fields.report("an index needs a `url`", element.span)
                continue
            }
            guard let url = fields.string(item, "\(label).url"), let name else { continue }
            if name.isEmpty, let item = table["name"] {
                fields.report("the name of an index is empty", item.span)
            }
            if !settings.indexes.contains(where: { $0.name == name }) {
                settings.indexes.append(.init(name: name, url: url))
            }
        }
    }

    /// `mayOverlap`: the same environment may be in several of them.
    private mutating func markers(_ item: TOMLItem, _ label: String, mayOverlap: Bool = false) -> [Marker] {
        var found: [Marker] = []
        for element in item.string == nil ? fields.array(item, label) ?? [] : [item] {
            guard let marker = fields.marker(element, "an element of \(label)") else { continue }
            if !mayOverlap,
                let other = found.first(where: { !MarkerSet($0).isDisjoint(with: MarkerSet(marker)) })
            {
                fields.report("this environment overlaps with `\(other)`", element.span)
            }
            found.append(marker)
        }
        return found
    }

    private mutating func names(_ item: TOMLItem, _ label: String, _ kind: String) -> DefaultNames? {
        if let text = item.string {
            if text == "all" { return .all }
            fields.report("`\(label)` must be an array of names or `\"all\"`", item.span)
            return nil
        }
        guard let items = fields.array(item, label) else { return nil }
        return .these(items.compactMap { fields.extraName($0, "an element of \(label)", kind) })
    }
}

// MARK: - Conflicts

extension ProjectSettingsReader {
    private mutating func readConflicts(_ item: TOMLItem, _ label: String) {
        for set in fields.array(item, label) ?? [] {
            guard let items = fields.array(set, "an element of \(label)") else { continue }
            if items.count < 2 { fields.report("a conflict needs two or more of them", set.span) }
            var entries: [ProjectSettings.ConflictEntry] = []
            for item in items {
                guard let table = fields.table(item, "an element of a conflict") else { continue }
                if let entry = conflict(table, at: item.span) { entries.append(entry) }
            }
            settings.conflicts.append(entries)
        }
    }

    private mutating func conflict(
        _ table: TOMLTable, at span: Range<Int>
    ) -> ProjectSettings.ConflictEntry? {
        let count = fields.faults.count
        for entry in table.entries where !["package", "extra", "group"].contains(entry.key) {
            fields.report(
                "`\(TextExcerpt.shortened(entry.key))` is none of `package`, `extra` and `group`",
                entry.keySpan)
        }
        let package = table["package"].flatMap { fields.packageName($0, "package") }
        let extra = table["extra"].flatMap { fields.extraName($0, "extra", "an extra") }
        let group = table["group"].flatMap { fields.extraName($0, "group", "a dependency group") }
        if extra != nil, group != nil { fields.report("`extra` and `group` exclude each other", span) }
        if table.isEmpty { fields.report("expected `extra`, `group` or `package`", span) }
        return fields.faults.count > count
            ? nil : ProjectSettings.ConflictEntry(package: package, extra: extra, group: group, span: span)
    }
}

// MARK: - Hardware of extras

extension ProjectSettingsReader {
    /// `cuda = { label = "cu126" }`, or `{ properties = { nvidia = { cuda_version_lower_bound = ["12.6"] } } }`.
    private mutating func readHardware(_ item: TOMLItem) {
        let label = "tool.swuv.extras"
        guard let table = fields.table(item, label) else { return }
        for entry in table.entries {
            guard let extra = ExtraName(entry.key) else {
                fields.report(
                    "`\(TextExcerpt.shortened(entry.key))` is no valid name of an extra", entry.keySpan)
                continue
            }
            guard settings.extras[extra] == nil else {
                fields.report("the extra `\(extra)` is there twice, in different spellings", entry.keySpan)
                continue
            }
            guard let own = fields.table(entry.item, "\(label).\(extra)") else { continue }
            settings.extras[extra] = hardware(own, "\(label).\(extra)", at: entry.item.span)
        }
    }

    private mutating func hardware(
        _ table: TOMLTable, _ label: String, at span: Range<Int>
    ) -> LockInputs.ExtraHardware? {
        guard table.entries.count == 1, let entry = table.entries.first,
            entry.key == "label" || entry.key == "properties"
        else {
            fields.report("expected either `label` or `properties`", span)
            return nil
        }
        if entry.key == "label" {
            guard let text = fields.string(entry.item, "\(label).label") else { return nil }
            guard let label = VariantLabel(text) else {
                fields.report(
                    "`\(TextExcerpt.shortened(text))` is no label: those are made of `0-9`, `a-z`, `_` and `.`",
                    entry.item.span)
                return nil
            }
            return .label(label)
        }
        guard let namespaces = fields.table(entry.item, "\(label).properties") else { return nil }
        var properties: [String: [String: [String]]] = [:]
        for namespace in namespaces.entries {
            checkName(namespace)
            guard let features = fields.table(namespace.item, "\(label).properties.\(namespace.key)") else {
                continue
            }
            for feature in features.entries {
                checkName(feature)
                let place = "\(label).properties.\(namespace.key).\(feature.key)"
                let values = fields.strings(feature.item, place)
                for (text, item) in values where !VariantSyntax.isValue(text) {
                    fields.report(
                        "`\(TextExcerpt.shortened(text))` is no valid value of a feature", item.span)
                }
                if values.isEmpty, feature.item.array != nil {
                    fields.report("`\(place)` has no values", feature.item.span)
                }
                properties[namespace.key, default: [:]][feature.key] = values.map(\.text)
            }
        }
        return .properties(VariantProperties(properties))
    }

    private mutating func checkName(_ entry: TOMLTable.Entry) {
        if !VariantSyntax.isName(entry.key) {
            fields.report(
                "`\(TextExcerpt.shortened(entry.key))` is no name of a namespace or a feature: those are made of `0-9`, `a-z` and `_`",
                entry.keySpan)
        }
    }
}
