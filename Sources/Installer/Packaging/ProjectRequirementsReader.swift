/// Reads `[project]` (PEP 621), `[dependency-groups]` (PEP 735) and the names of the `sources` tables, and gathers
/// what is wrong in any of them.
struct ProjectRequirementsReader {
    typealias Entry = ProjectRequirements.Entry
    typealias GroupEntry = ProjectRequirements.GroupEntry

    let document: TOMLDocument
    private(set) var faults: [TOMLFault] = []
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
        self.document = document
    }

    mutating func read() {
        if let item = document["project"], let project = table(item, "project") {
            readProject(project, at: item)
        }
        if let item = document["dependency-groups"], let table = table(item, "dependency-groups") {
            readGroups(table)
        }
        for tool in ["swuv", "uv"] {
            for key in document["tool", tool, "sources"]?.table?.keys ?? [] {
                if let name = PackageName(key) { sourced.insert(name) }
            }
        }
    }

    private mutating func report(_ message: String, _ span: Range<Int>) {
        let fault = document.fault(message, at: span)
        faults.append(TOMLFault(fault.message, fault.snippet.maskingUserInformation))
    }
}

// MARK: - Typed values

extension ProjectRequirementsReader {
    private mutating func table(_ item: TOMLItem, _ name: String) -> TOMLTable? {
        if item.table == nil { refuse(item, name, "a table") }
        return item.table
    }

    private mutating func string(_ item: TOMLItem, _ name: String) -> String? {
        if item.string == nil { refuse(item, name, "a string") }
        return item.string
    }

    private mutating func array(_ item: TOMLItem, _ name: String) -> [TOMLItem]? {
        if item.array == nil { refuse(item, name, "an array") }
        return item.array
    }

    private mutating func refuse(_ item: TOMLItem, _ name: String, _ expected: String) {
        report("`\(name)` must be \(expected), not \(item.kindName)", item.span)
    }

    /// The bytes of a part of a string, given in scalars of its value. Where escapes or several lines stand between
    /// the value and its spelling, the whole string.
    private func span(of columns: Range<Int>, in item: TOMLItem, _ value: String) -> Range<Int> {
        let inner = item.span.lowerBound + 1..<item.span.upperBound - 1
        guard inner.lowerBound <= inner.upperBound, document.source[inner].elementsEqual(value.utf8) else {
            return item.span
        }
        let scalars = value.unicodeScalars
        func byte(_ column: Int) -> Int {
            let index = scalars.index(scalars.startIndex, offsetBy: column, limitedBy: scalars.endIndex)
            return inner.lowerBound
                + value.utf8.distance(from: value.utf8.startIndex, to: index ?? scalars.endIndex)
        }
        return byte(columns.lowerBound)..<byte(max(columns.lowerBound, columns.upperBound))
    }

    private mutating func requirement(_ item: TOMLItem, of list: String) -> Entry? {
        guard let text = item.string else {
            report("a requirement of `\(list)` must be a string, not \(item.kindName)", item.span)
            return nil
        }
        do {
            return Entry(requirement: try Requirement(parsing: text), span: item.span)
        } catch {
            report(error.message, span(of: error.columns, in: item, text))
            return nil
        }
    }
}

// MARK: - [project]

extension ProjectRequirementsReader {
    private mutating func readProject(_ project: TOMLTable, at place: TOMLItem) {
        readDynamic(project)
        if let item = project["name"] {
            if let text = string(item, "project.name") {
                name = PackageName(text)
                if name == nil {
                    report("`\(TextExcerpt.shortened(text))` is no valid project name", item.span)
                }
            }
        } else {
            report("`[project]` has no `name`", place.span)
        }
        if let item = project["version"] {
            if let text = string(item, "project.version") {
                do {
                    version = try Version(parsing: text)
                } catch {
                    report(error.reason, span(of: error.columns, in: item, text))
                }
            }
        } else if !dynamic.contains("version") {
            report("`[project]` has no `version`, and `dynamic` does not list it", place.span)
        }
        if let item = project["requires-python"], let text = string(item, "project.requires-python") {
            do {
                requiresPython = try VersionSpecifiers(parsing: text)
            } catch {
                report(error.reason, span(of: error.columns, in: item, text))
            }
        }
        if let item = project["dependencies"], let items = array(item, "project.dependencies") {
            for item in items {
                if let entry = requirement(item, of: "project.dependencies") { dependencies.append(entry) }
            }
        }
        if let item = project["optional-dependencies"],
            let table = table(item, "project.optional-dependencies")
        {
            readExtras(table)
        }
    }

    private mutating func readDynamic(_ project: TOMLTable) {
        guard let item = project["dynamic"], let items = array(item, "project.dynamic") else { return }
        for item in items {
            guard let field = string(item, "an element of project.dynamic") else { continue }
            if field == "name" {
                report("`name` must not be dynamic", item.span)
            } else if project[field] != nil {
                report(
                    "`\(TextExcerpt.shortened(field))` is dynamic, yet `[project]` gives it", item.span)
            }
            dynamic.insert(field)
        }
    }

    private mutating func readExtras(_ table: TOMLTable) {
        for entry in table.entries {
            let label = "project.optional-dependencies.\(TextExcerpt.shortened(entry.key))"
            guard let extra = ExtraName(entry.key) else {
                report("`\(TextExcerpt.shortened(entry.key))` is no valid name of an extra", entry.keySpan)
                continue
            }
            guard let items = array(entry.item, label) else { continue }
            guard extras[extra] == nil else {
                report("the extra `\(extra)` is there twice, in different spellings", entry.keySpan)
                continue
            }
            extraNames.append(extra)
            var entries: [Entry] = []
            for item in items {
                if let entry = requirement(item, of: label) { entries.append(entry) }
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
                report(
                    "`\(TextExcerpt.shortened(entry.key))` is no valid name of a dependency group",
                    entry.keySpan)
                continue
            }
            guard groups[group] == nil else {
                report(
                    "the dependency group `\(group)` is there twice, in different spellings", entry.keySpan)
                continue
            }
            groupNames.append(group)
            // Known even when it is wrong, so that an include of it is no second fault.
            groups[group] = []
            guard let items = array(entry.item, label) else { continue }
            for item in items {
                if let table = item.table {
                    readInclude(table, item, of: group)
                } else if let entry = requirement(item, of: label) {
                    groups[group]?.append(.requirement(entry))
                }
            }
        }
        refuseUnknownGroups()
        refuseCycles()
    }

    private mutating func readInclude(_ table: TOMLTable, _ item: TOMLItem, of group: ExtraName) {
        guard let included = table["include-group"], table.entries.count == 1 else {
            report("expected a requirement or `{include-group = \"…\"}`", item.span)
            return
        }
        guard let text = string(included, "include-group") else { return }
        guard let name = ExtraName(text) else {
            report(
                "`\(TextExcerpt.shortened(text))` is no valid name of a dependency group", included.span)
            return
        }
        groups[group]?.append(.group(name, included.span))
    }

    private mutating func refuseUnknownGroups() {
        for group in groupNames {
            for case .group(let included, let span) in groups[group] ?? [] where groups[included] == nil {
                report("there is no dependency group `\(included)`", span)
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
                    report(
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
