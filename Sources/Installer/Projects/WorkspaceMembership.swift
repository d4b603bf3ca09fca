/// The nearest project above a new one, of whose workspace the new one becomes a member.
struct WorkspaceMembership {
    let root: Path
    private let file: Path
    private let document: TOMLDocument
    /// The new project from the root.
    private let member: Path

    /// Nil when no project is above.
    init?(of project: Path) throws {
        var place = project.parent
        while true {
            let file = place / "pyproject.toml"
            if let bytes = try File.readIfPresent(file, limit: 1 << 26) {
                let document = try TOMLDocument(parsing: bytes, file: file.text)
                // A file of tools alone makes no project.
                if document["project"] != nil || Self.table(of: document) != nil {
                    guard let member = project.relative(to: place) else { return nil }
                    root = place
                    self.file = file
                    self.document = document
                    self.member = member
                    return
                }
            }
            if place.parent == place { return nil }
            place = place.parent
        }
    }

    private static func table(of document: TOMLDocument) -> [String]? {
        ["swuv", "uv"].first { document["tool", $0, "workspace"] != nil }.map { ["tool", $0, "workspace"] }
    }

    /// Adds the member where no pattern has it yet. True when the file was changed.
    func join() throws -> Bool {
        var editor = TOMLEditor(document)
        guard try Self.add(member, to: &editor) else { return false }
        try File.writeAtomically(editor.source, to: file)
        return true
    }

    /// Adds a directory, relative to the root, to the members that its document lists. False when a pattern has it.
    static func add(_ member: Path, to editor: inout TOMLEditor) throws -> Bool {
        let document = editor.document
        let tool = document["tool", "uv"] != nil && document["tool", "swuv"] == nil ? "uv" : "swuv"
        let table = Self.table(of: document) ?? ["tool", tool, "workspace"]
        func covers(_ key: String) -> Bool {
            (editor.item(table + [key])?.array ?? []).contains { item in
                item.string.flatMap { PathGlob($0, span: item.span) }?.matches(member) ?? false
            }
        }
        if covers("exclude") || covers("members") { return false }
        let members = table + ["members"]
        if let existing = editor.item(members) {
            try editor.insert(.string(member.text), at: existing.array?.count ?? 0, in: members)
        } else {
            try editor.set(.array(of: [.string(member.text)]), at: members)
        }
        return true
    }
}
