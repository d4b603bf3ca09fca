/// Reads `[project]` (PEP 621), `[dependency-groups]` (PEP 735) and the names of the `sources` tables, and gathers
/// what is wrong in any of them.
struct ProjectRequirementsReader {
    typealias Entry = ProjectRequirements.Entry
    typealias GroupEntry = ProjectRequirements.GroupEntry

    private var fields: TOMLFields
    var document: TOMLDocument { fields.document }
    var faults: [TOMLFault] { fields.faults }
    private(set) var name: PackageName?
    private(set) var version: Version?
    private(set) var requiresPython: VersionSpecifiers?
    private(set) var dynamic: Set<String> = []
    private(set) var sourced: Set<PackageName> = []
    private(set) var extraNames: [ExtraName] = []
    private(set) var groupNames: [ExtraName] = []
    private(set) var dependencies: [Entry] = []
    private(set) var extras: [ExtraName: [Entry]] = [:]
    private(set) var groups: [ExtraName: [GroupEntry]] = [:]

    init(_ document: TOMLDocument) {
        fields = TOMLFields(document)
    }

    mutating func read() {
        if let item = document["project"], let project = fields.table(item, "project") {
            readProject(project, at: item)
        }
        if let item = document["dependency-groups"], let table = fields.table(item, "dependency-groups") {
            readGroups(table)
        }
        for tool in ["swuv", "uv"] {
            for key in document["tool", tool, "sources"]?.table?.keys ?? [] {
                if let name = PackageName(key) { sourced.insert(name) }
            }
        }
    }
}

// MARK: - [project]

extension ProjectRequirementsReader {
    private mutating func readProject(_ project: TOMLTable, at place: TOMLItem) {
        readDynamic(project)
        if let item = project["name"] {
            if let text = fields.string(item, "project.name") {
                name = PackageName(text)
                if name == nil {
                    fields.report("`\(TextExcerpt.shortened(text))` is no valid project name", item.span)
                }
            }
        } else {
            fields.report("`[project]` has no `name`", place.span)
        }
        if let item = project["version"] {
            if let text = fields.string(item, "project.version") {
                do {
                    version = try Version(parsing: text)
                } catch {
                    fields.report(error.reason, fields.span(of: error.columns, in: item, text))
                }
            }
        } else if !dynamic.contains("version") {
            fields.report("`[project]` has no `version`, and `dynamic` does not list it", place.span)
        }
        if let item = project["requires-python"], let text = fields.string(item, "project.requires-python") {
            do {
                requiresPython = try VersionSpecifiers(parsing: text)
            } catch {
                fields.report(error.reason, fields.span(of: error.columns, in: item, text))
            }
        }
        if let item = project["dependencies"], let items = fields.array(item, "project.dependencies") {
            for item in items {
                if let entry = fields.requirement(item, of: "project.dependencies") {
                    dependencies.append(entry)
                }
            }
        }
        if let item = project["optional-dependencies"],
            let table = fields.table(item, "project.optional-dependencies")
        {
            readExtras(table)
        }
    }

    private mutating func readDynamic(_ project: TOMLTable) {
        guard let item = project["dynamic"], let items = fields.array(item, "project.dynamic") else { return }
        for item in items {
            guard let field = fields.string(item, "an element of project.dynamic") else { continue }
            if field == "name" {
                fields.report("`name` must not be dynamic", item.span)
            } else if project[field] != nil {
                fields.report(
                    "`\(TextExcerpt.shortened(field))` is dynamic, yet `[project]` gives it", item.span)
            }
            dynamic.insert(field)
        }
    }

    private mutating func readExtras(_ table: TOMLTable) {
        for entry in table.entries {
            let label = "project.optional-dependencies.\(TextExcerpt.shortened(entry.key))"
            guard let extra = ExtraName(entry.key) else {
                fields.report(
                    "`\(TextExcerpt.shortened(entry.key))` is no valid name of an extra", entry.keySpan)
                continue
            }
            guard let items = fields.array(entry.item, label) else { continue }
            guard extras[extra] == nil else {
                fields.report("the extra `\(extra)` is there twice, in different spellings", entry.keySpan)
                continue
            }
            extraNames.append(extra)
            var entries: [Entry] = []
            for item in items {
                if let entry = fields.requirement(item, of: label) { entries.append(entry) }
            }
            extras[extra] = entries
        }
    }
}

// MARK: - [dependency-groups]

extension ProjectRequirementsReader {
    private mutating func readGroups(_ table: TOMLTable) {
        for entry in table.entries {
            let label = "dependency-groups.\(TextExcerpt.shortened(entry.key))"
            guard let group = ExtraName(entry.key) else {
                fields.report(
                    "`\(TextExcerpt.shortened(entry.key))` is no valid name of a dependency group",
                    entry.keySpan)
                continue
            }
            guard groups[group] == nil else {
                fields.report(
                    "the dependency group `\(group)` is there twice, in different spellings", entry.keySpan)
                continue
            }
            groupNames.append(group)
            // Known even when it is wrong, so that an include of it is no second fault.
            groups[group] = []
            guard let items = fields.array(entry.item, label) else { continue }
            for item in items {
                if let table = item.table {
                    readInclude(table, item, of: group)
                } else if let entry = fields.requirement(item, of: label) {
                    groups[group]?.append(.requirement(entry))
                }
            }
        }
        refuseUnknownGroups()
        refuseCycles()
    }

    private mutating func readInclude(_ table: TOMLTable, _ item: TOMLItem, of group: ExtraName) {
        guard let included = table["include-group"], table.entries.count == 1 else {
            fields.report("expected a requirement or `{include-group = \"…\"}`", item.span)
            return
        }
        guard let text = fields.string(included, "include-group") else { return }
        guard let name = ExtraName(text) else {
            fields.report(
                "`\(TextExcerpt.shortened(text))` is no valid name of a dependency group", included.span)
            return
        }
        groups[group]?.append(.group(name, included.span))
    }

    private mutating func refuseUnknownGroups() {
        for group in groupNames {
            for case .group(let included, let span) in groups[group] ?? [] where groups[included] == nil {
                fields.report("there is no dependency group `\(included)`", span)
            }
        }
    }

    /// Walks the includes depth first, without recursion: a document may chain as many groups as it likes.
    private mutating func refuseCycles() {
        var done: Set<ExtraName> = []
        for root in groupNames where !done.contains(root) {
            var path = [root]
            var places = [root: 0]
            var rest = [(groups[root] ?? [])[...]]
            while let group = path.last {
                guard let next = rest[rest.count - 1].popFirst() else {
                    path.removeLast()
                    rest.removeLast()
                    places[group] = nil
                    done.insert(group)
                    continue
                }
                guard case .group(let included, let span) = next else { continue }
                if let start = places[included] {
                    fields.report(
                        "the dependency group includes itself: \(Self.chain(path[start...], included))", span)
                } else if !done.contains(included), let entries = groups[included] {
                    places[included] = path.count
                    path.append(included)
                    rest.append(entries[...])
                }
            }
        }
    }

    private static func chain(_ path: ArraySlice<ExtraName>, _ last: ExtraName) -> String {
        var names = path.prefix(6).map { "`\($0)`" }
        if path.count > 6 { names.append("…") }
        return (names + ["`\(last)`"]).joined(separator: " includes ")
    }
}
