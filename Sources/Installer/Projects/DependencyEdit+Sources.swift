/// Where a package comes from when it does not come from the ordinary indexes: `[tool.swuv.sources]`,
/// `[[tool.swuv.index]]`, and the tables of uv in projects that have some.
extension DependencyEdit {
    /// What a source says, in the order in which it is written.
    package struct Source: Hashable, Sendable {
        package enum Location: Hashable, Sendable {
            case index(name: String)
            case git(url: String, subdirectory: String?, reference: Reference?, lfs: Bool)
            case archive(url: String, subdirectory: String?)
            case path(String, isEditable: Bool)
            case workspace
        }

        package enum Reference: Hashable, Sendable {
            case revision(String)
            case tag(String)
            case branch(String)
        }

        package var location: Location

        package init(_ location: Location) { self.location = location }

        var value: TOMLValue {
            var pairs: [(String, TOMLValue)] = []
            switch location {
            case .index(let name): pairs = [("index", .string(name))]
            case .git(let url, let subdirectory, let reference, let lfs):
                pairs = [("git", .string(url))]
                if let subdirectory { pairs.append(("subdirectory", .string(subdirectory))) }
                switch reference {
                case .revision(let name): pairs.append(("rev", .string(name)))
                case .tag(let name): pairs.append(("tag", .string(name)))
                case .branch(let name): pairs.append(("branch", .string(name)))
                case nil: break
                }
                if lfs { pairs.append(("lfs", .boolean(true))) }
            case .archive(let url, let subdirectory):
                pairs = [("url", .string(url))]
                if let subdirectory { pairs.append(("subdirectory", .string(subdirectory))) }
            case .path(let path, let isEditable):
                pairs = [("path", .string(path))]
                if isEditable { pairs.append(("editable", .boolean(true))) }
            case .workspace: pairs = [("workspace", .boolean(true))]
            }
            return .table(of: pairs)
        }
    }

    /// Whose table new entries go to: the one that has such entries, else uv's in a project that is set up for it.
    func tool(with key: String) -> String {
        for tool in ["swuv", "uv"] where document["tool", tool, key] != nil { return tool }
        return document["tool", "uv"] != nil && document["tool", "swuv"] == nil ? "uv" : "swuv"
    }

    /// Says where a package comes from; what was said of it before is replaced.
    package mutating func setSource(_ source: Source, of name: PackageName) throws {
        let table = ["tool", tool(with: "sources"), "sources"]
        let keys = editor.item(table)?.table?.keys ?? []
        let key = keys.first { PackageName($0) == name } ?? name.text
        try editor.set(source.value, at: table + [key])
    }

    /// Removes what the document says of a package's source, unless a list still has the package.
    package mutating func removeSourceIfUnused(of name: PackageName) throws {
        guard lists(with: name).isEmpty else { return }
        for tool in ["swuv", "uv"] {
            let table = ["tool", tool, "sources"]
            guard let keys = editor.item(table)?.table?.keys,
                let key = keys.first(where: { PackageName($0) == name })
            else { continue }
            try editor.remove(table + [key])
            try editor.removeEmptyTable(table)
        }
    }

    /// Declares an index, before the others. One of the same name or URL is left where it is, with the new URL.
    package mutating func addIndex(name: String?, url: String, isDefault: Bool = false) throws {
        let tool = tool(with: "index")
        let path = ["tool", tool, "index"]
        for item in editor.item(path)?.array ?? [] {
            if let name, item["name"]?.string == name {
                if item["url"]?.string == url { return }
                throw Diagnostic(
                    "`\(document.file)` has an index `\(name)` already",
                    causes: ["Its URL is `\(item["url"]?.string ?? "")`"],
                    hints: ["Use another name, or change the URL in `\(document.file)`"])
            }
            if name == nil, item["url"]?.string == url { return }
        }
        var pairs: [(String, TOMLValue)] = []
        if let name { pairs.append(("name", .string(name))) }
        pairs.append(("url", .string(url)))
        if isDefault { pairs.append(("default", .boolean(true))) }
        try editor.addFirstElement(pairs, to: path)
    }
}
