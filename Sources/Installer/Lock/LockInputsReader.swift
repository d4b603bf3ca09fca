/// Reads the table `[inputs]` of a lock.
struct LockInputsReader {
    var fields: LockFields

    mutating func read(requiresPython: VersionSpecifiers) -> LockInputs {
        var inputs = LockInputs(requiresPython: requiresPython, members: [])
        guard let item = fields.required("inputs", of: fields.document.root, "", at: 0..<0),
            let table = fields.table(item, "inputs")
        else { return inputs }
        inputs.mode = choice("resolution", of: table) ?? inputs.mode
        inputs.prerelease = choice("prerelease", of: table) ?? inputs.prerelease
        inputs.excludeNewer = fields.moment("exclude-newer", of: table, "inputs")
        inputs.constraints = requirements("constraints", of: table, "inputs")
        inputs.overrides = requirements("overrides", of: table, "inputs")
        inputs.environments = markers("environments", of: table)
        inputs.requiredEnvironments = markers("required-environments", of: table)
        inputs.conflicts = fields.elements("conflicts", of: table, "inputs").compactMap { conflict($0) }
        inputs.members = fields.elements("member", of: table, "inputs").compactMap { member($0) }
        inputs.directories = fields.elements("directory", of: table, "inputs").compactMap { directory($0) }
        return inputs
    }

    private mutating func directory(_ item: TOMLItem) -> LockInputs.Directory? {
        let label = "inputs.directory"
        guard let table = fields.table(item, label),
            let pathItem = fields.required("path", of: table, label, at: item.span),
            let path = fields.filePath(pathItem, "\(label).path")
        else { return nil }
        return LockInputs.Directory(
            path: path, version: fields.version("version", of: table, label),
            requiresPython: table["requires-python"].flatMap {
                fields.specifiers($0, "\(label).requires-python")
            },
            dependencies: fields.elements("dependencies", of: table, label).compactMap {
                fields.requirement($0, "\(label).dependencies")
            })
    }

    private mutating func choice<Value: RawRepresentable<String>>(
        _ key: String, of table: TOMLTable
    ) -> Value? {
        guard let item = table[key], let text = fields.string(item, "inputs.\(key)") else { return nil }
        if let value = Value(rawValue: text) { return value }
        fields.report("`\(TextExcerpt.shortened(text))` is no value of `\(key)`", at: item.span)
        return nil
    }

    private mutating func markers(_ key: String, of table: TOMLTable) -> [Marker] {
        fields.elements(key, of: table, "inputs").compactMap { fields.marker($0, "inputs.\(key)") }
    }

    private mutating func member(_ item: TOMLItem) -> LockInputs.Member? {
        let label = "inputs.member"
        guard let table = fields.table(item, label),
            let name = fields.packageName("name", of: table, label, at: item.span),
            let pathItem = fields.required("path", of: table, label, at: item.span),
            let path = fields.filePath(pathItem, "\(label).path")
        else { return nil }
        var member = LockInputs.Member(
            name: name, version: fields.version("version", of: table, label), path: path,
            isVirtual: fields.flag("virtual", of: table, label) ?? false,
            dependencies: requirements("dependencies", of: table, label),
            extras: lists("extras", of: table), groups: lists("groups", of: table))
        member.hardware = hardware(of: table)
        return member
    }

    private mutating func hardware(of table: TOMLTable) -> [ExtraName: LockInputs.ExtraHardware] {
        let label = "inputs.member.hardware"
        guard let item = table["hardware"], let extras = fields.table(item, label) else { return [:] }
        var result: [ExtraName: LockInputs.ExtraHardware] = [:]
        for entry in extras.entries {
            guard let name = fields.extraName(entry.key, at: entry.keySpan),
                let table = fields.table(entry.item, label)
            else { continue }
            if let properties = table["properties"] {
                result[name] = fields.properties(properties, "\(label).properties").map { .properties($0) }
            } else {
                result[name] = fields.label("label", of: table, label, at: entry.item.span)
                    .map { .label($0) }
            }
        }
        return result
    }

    private mutating func lists(_ key: String, of table: TOMLTable) -> [ExtraName: [LockRequirement]] {
        let label = "inputs.member.\(key)"
        guard let item = table[key], let lists = fields.table(item, label) else { return [:] }
        var result: [ExtraName: [LockRequirement]] = [:]
        for entry in lists.entries {
            guard let name = fields.extraName(entry.key, at: entry.keySpan) else { continue }
            result[name] = requirements(entry.key, of: lists, label)
        }
        return result
    }

    // MARK: Requirements

    private mutating func requirements(
        _ key: String, of table: TOMLTable, _ label: String
    ) -> [LockRequirement] {
        fields.elements(key, of: table, label).compactMap { requirement($0, "\(label).\(key)") }
    }

    private mutating func requirement(_ item: TOMLItem, _ label: String) -> LockRequirement? {
        guard let table = item.table else {
            return fields.requirement(item, label).map { LockRequirement($0) }
        }
        guard let entry = fields.required("requirement", of: table, label, at: item.span),
            let requirement = fields.requirement(entry, label), let source = source(table, label, at: item)
        else { return nil }
        return LockRequirement(requirement, source: source)
    }

    private mutating func source(
        _ table: TOMLTable, _ label: String, at item: TOMLItem
    ) -> LockRequirement.Source? {
        let kinds = ["index", "url", "path", "git", "workspace"].filter { table[$0] != nil }
        guard kinds.count == 1, let entry = table[kinds[0]] else {
            fields.report(
                "`\(label)` needs exactly one of `index`, `url`, `path`, `git` and `workspace`", at: item.span
            )
            return nil
        }
        let subdirectory = fields.text("subdirectory", of: table, label)
        let isEditable = fields.flag("editable", of: table, label)
        switch kinds[0] {
        case "index":
            guard let url = fields.string(entry, "\(label).index") else { return nil }
            return .index(name: fields.text("index-name", of: table, label) ?? "", url: url)
        case "url":
            return fields.string(entry, "\(label).url").map { .archive(url: $0, subdirectory: subdirectory) }
        case "path": return fields.filePath(entry, "\(label).path").map { .path($0, isEditable: isEditable) }
        case "git":
            let reference = fields.text("reference", of: table, label)
            let lfs = fields.flag("lfs", of: table, label) ?? false
            return fields.string(entry, "\(label).git").map {
                .git(url: $0, reference: reference, subdirectory: subdirectory, lfs: lfs)
            }
        default: return .workspace(isEditable: isEditable)
        }
    }

    // MARK: Conflicts

    private mutating func conflict(_ item: TOMLItem) -> ConflictSet? {
        let label = "inputs.conflicts"
        guard let entries = fields.array(item, label) else { return nil }
        var items: [ConflictSet.Item] = []
        for entry in entries {
            guard let table = fields.table(entry, label),
                let member = fields.packageName("package", of: table, label, at: entry.span)
            else { continue }
            switch (table["extra"], table["group"]) {
            case (let extra?, nil):
                if let name = fields.extraName(extra, "\(label).extra") {
                    items.append(ConflictSet.Item(member: member, kind: .extra(name)))
                }
            case (nil, let group?):
                if let name = fields.extraName(group, "\(label).group") {
                    items.append(ConflictSet.Item(member: member, kind: .group(name)))
                }
            case (nil, nil): items.append(ConflictSet.Item(member: member, kind: .project))
            default: fields.report("`\(label)` needs either `extra` or `group`", at: entry.span)
            }
        }
        return ConflictSet(items: items)
    }
}
