/// `[tool.swuv.workspace]` or `[tool.uv.workspace]`: which directories below are members.
package struct WorkspaceTable: Sendable {
    package private(set) var members: [PathGlob] = []
    package private(set) var exclude: [PathGlob] = []

    init(_ item: TOMLItem, _ label: String, _ fields: inout TOMLFields) {
        guard let table = fields.table(item, label) else { return }
        for entry in table.entries where !["members", "exclude"].contains(entry.key) {
            fields.report(
                "`\(TextExcerpt.shortened(entry.key))` is none of `members` and `exclude`", entry.keySpan)
        }
        if let item = table["members"] { members = Self.globs(item, "\(label).members", &fields) }
        if let item = table["exclude"] { exclude = Self.globs(item, "\(label).exclude", &fields) }
    }

    private static func globs(
        _ item: TOMLItem, _ label: String, _ fields: inout TOMLFields
    ) -> [PathGlob] {
        fields.strings(item, label).compactMap { text, item in
            guard let glob = PathGlob(text, span: item.span) else {
                fields.report(
                    "`\(TextExcerpt.shortened(text))` is no pattern of directories", item.span)
                return nil
            }
            return glob
        }
    }

    /// Whether the directory, relative to the root, is a member.
    func includes(_ path: Path) -> Bool {
        members.contains { $0.matches(path) } && !excludes(path)
    }

    func excludes(_ path: Path) -> Bool { exclude.contains { $0.matches(path) } }

    /// Whether a document is that of a root of a workspace.
    package static func isDeclared(in document: TOMLDocument) -> Bool { item(of: document) != nil }

    /// Whether a directory is a member of the workspace that a document in `root` declares; faults are not told.
    package static func hasMember(_ directory: Path, of document: TOMLDocument, in root: Path) -> Bool {
        guard let item = item(of: document) else { return false }
        var fields = TOMLFields(document)
        return WorkspaceTable(item, "workspace", &fields).includes(directory.shortest(from: root))
    }

    private static func item(of document: TOMLDocument) -> TOMLItem? {
        document["tool", "swuv", "workspace"] ?? document["tool", "uv", "workspace"]
    }
}
