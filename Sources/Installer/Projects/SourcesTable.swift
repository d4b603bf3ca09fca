/// Where packages come from instead of the indexes: the tables `[tool.swuv.sources]` and `[tool.uv.sources]`, of which
/// the former counts for a package that is in both.
package struct SourcesTable: Sendable {
    package private(set) var entries: [PackageName: [Entry]] = [:]

    /// One of the sources of a package.
    package struct Entry: Sendable {
        package var place: Place
        /// It counts only where this holds; nil: everywhere.
        package var marker: Marker?
        /// It counts only for what this extra asks for.
        package var extra: ExtraName?
        /// It counts only for what this group asks for.
        package var group: ExtraName?
        /// The bytes of the document that spell it.
        package var span: Range<Int>

        /// Whether it speaks of requirements in that list of the project.
        func counts(extra: ExtraName?, group: ExtraName?) -> Bool {
            (self.extra == nil || self.extra == extra) && (self.group == nil || self.group == group)
        }
    }

    /// Paths are as the document has them: relative to it.
    package enum Place: Hashable, Sendable {
        case index(String)
        case archive(url: String, subdirectory: String?)
        case path(String, isEditable: Bool?)
        case git(url: String, reference: String?, subdirectory: String?, lfs: Bool)
        case workspace(isEditable: Bool?)
    }

    package init() {}

    package subscript(name: PackageName) -> [Entry]? { entries[name] }
}

extension SourcesTable {
    /// Reads one table; what `entries` has already stays. `label` is the name of the table in messages.
    mutating func read(_ item: TOMLItem, _ label: String, _ fields: inout TOMLFields) {
        guard let table = fields.table(item, label) else { return }
        var here: Set<PackageName> = []
        for entry in table.entries {
            guard let name = PackageName(entry.key) else {
                fields.report(
                    "`\(TextExcerpt.shortened(entry.key))` is no valid name of a package", entry.keySpan)
                continue
            }
            guard here.insert(name).inserted else {
                fields.report("the package `\(name)` is there twice, in different spellings", entry.keySpan)
                continue
            }
            let found = Self.list(entry, "\(label).\(name)", &fields)
            if entries[name] == nil { entries[name] = found }
        }
    }

    private static func list(
        _ entry: TOMLTable.Entry, _ label: String, _ fields: inout TOMLFields
    ) -> [Entry] {
        if let table = entry.item.table {
            var reader = SourceReader(fields: fields, table: table, label: label)
            let found = reader.read(at: entry.item.span)
            fields = reader.fields
            return found.map { [$0] } ?? []
        }
        guard let items = entry.item.array else {
            fields.refuse(entry.item, label, "a table or an array of tables")
            return []
        }
        if items.isEmpty { fields.report("`\(label)` names no source", entry.item.span) }
        var all: [Entry] = []
        for item in items {
            guard let table = fields.table(item, "an element of \(label)") else { continue }
            var reader = SourceReader(fields: fields, table: table, label: label)
            let found = reader.read(at: item.span)
            fields = reader.fields
            guard let found else { continue }
            refuseOverlap(of: found, with: all, &fields)
            all.append(found)
        }
        return all
    }

    /// Of sources for the same list at most one may count in any environment.
    private static func refuseOverlap(of new: Entry, with all: [Entry], _ fields: inout TOMLFields) {
        for other in all where other.extra == new.extra && other.group == new.group {
            guard !MarkerSet(new.marker).isDisjoint(with: MarkerSet(other.marker)) else { continue }
            let what =
                new.marker == nil || other.marker == nil
                ? "several sources need a `marker` each, or different extras or groups"
                : "the markers of two sources overlap"
            fields.report(what, new.span)
            return
        }
    }
}

/// Reads one table `{ index = "…" }`.
private struct SourceReader {
    var fields: TOMLFields
    let table: TOMLTable
    let label: String

    private static let kinds = ["index", "git", "url", "path", "workspace"]
    /// What may stand beside each kind.
    private static let companions: [String: Set<String>] = [
        "index": [], "git": ["subdirectory", "rev", "tag", "branch", "lfs"], "url": ["subdirectory"],
        "path": ["editable", "package", "subdirectory"], "workspace": ["editable"],
    ]

    mutating func read(at span: Range<Int>) -> SourcesTable.Entry? {
        let kinds = Self.kinds.filter { table[$0] != nil }
        guard kinds.count == 1 else {
            fields.report(
                kinds.isEmpty
                    ? "expected one of `index`, `git`, `url`, `path` and `workspace`"
                    : "`\(kinds[0])` and `\(kinds[1])` exclude each other", span)
            return nil
        }
        let allowed = Self.companions[kinds[0]] ?? []
        for entry in table.entries
        where entry.key != kinds[0] && !allowed.contains(entry.key)
            && !["marker", "extra", "group"].contains(entry.key)
        {
            fields.report(
                "`\(TextExcerpt.shortened(entry.key))` does not go with `\(kinds[0])`", entry.keySpan)
        }
        if let extra = table.entry("extra"), table["group"] != nil {
            fields.report("`extra` and `group` exclude each other", extra.keySpan)
        }
        let marker = table["marker"].flatMap { fields.marker($0, "\(label).marker") }
        let extra = table["extra"].flatMap { fields.extraName($0, "\(label).extra", "an extra") }
        let group = table["group"].flatMap { fields.extraName($0, "\(label).group", "a dependency group") }
        guard let place = place(kinds[0]) else { return nil }
        return SourcesTable.Entry(place: place, marker: marker, extra: extra, group: group, span: span)
    }

    private mutating func place(_ kind: String) -> SourcesTable.Place? {
        switch kind {
        case "index":
            return text("index").map { .index($0) }
        case "git":
            guard let url = url("git") else { return nil }
            let references = ["rev", "tag", "branch"].filter { table[$0] != nil }
            if references.count > 1, let second = table.entry(references[1]) {
                fields.report(
                    "`\(references[0])` and `\(references[1])` exclude each other", second.keySpan)
            }
            return .git(
                url: url, reference: references.first.flatMap { text($0) },
                subdirectory: subdirectory(), lfs: flag("lfs") ?? false)
        case "url":
            let directory = subdirectory()
            return url("url").map { .archive(url: $0, subdirectory: directory) }
        case "path":
            let isEditable = flag("editable")
            _ = flag("package")
            return text("path").map { .path($0, isEditable: isEditable) }
        default:
            let isEditable = flag("editable")
            guard let item = table["workspace"], let isMember = fields.boolean(item, "\(label).workspace")
            else { return nil }
            guard isMember else {
                fields.report("`workspace` can only be `true`", item.span)
                return nil
            }
            return .workspace(isEditable: isEditable)
        }
    }

    private mutating func flag(_ key: String) -> Bool? {
        table[key].flatMap { fields.boolean($0, "\(label).\(key)") }
    }

    private mutating func text(_ key: String) -> String? {
        guard let item = table[key], let text = fields.string(item, "\(label).\(key)") else { return nil }
        guard !text.isEmpty, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            fields.report("`\(label).\(key)` is empty or has control characters", item.span)
            return nil
        }
        return text
    }

    private mutating func url(_ key: String) -> String? {
        guard let text = text(key), let item = table[key] else { return nil }
        do {
            _ = try URLReference(parsing: text)
            return text
        } catch {
            fields.report(error.reason, item.span)
            return nil
        }
    }

    /// Of an archive or a repository, and never outside it.
    private mutating func subdirectory() -> String? {
        guard let text = text("subdirectory"), let item = table["subdirectory"] else { return nil }
        let path = Path(text).normalised
        guard !path.isAbsolute, path.components.first != ".." else {
            fields.report("`\(label).subdirectory` leads out of what it is in", item.span)
            return nil
        }
        return path.text
    }
}
