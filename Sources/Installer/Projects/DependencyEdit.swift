/// Adds dependencies to a `pyproject.toml` and removes them, and leaves the rest of the file as it is.
package struct DependencyEdit: Sendable {
    package internal(set) var editor: TOMLEditor
    /// Nil without a `[project]` table.
    package let name: PackageName?

    /// What happened to a dependency, and where it stands.
    package struct Change: Hashable, Sendable {
        package enum Kind: Sendable { case added, updated, unchanged, removed }

        package var kind: Kind
        package var list: DependencyList
        /// As the document has it now.
        package var requirement: Requirement
    }

    /// An element of a list that is a requirement.
    package struct Entry: Hashable, Sendable {
        package let index: Int
        package let requirement: Requirement
        package let text: String
    }

    package init(_ document: TOMLDocument) {
        editor = TOMLEditor(document)
        name = document["project", "name"]?.string.flatMap { PackageName($0) }
    }

    package var document: TOMLDocument { editor.document }
}

// MARK: - What is there

extension DependencyEdit {
    /// Every list of the document.
    package var lists: [DependencyList] {
        var lists: [DependencyList] = []
        if document["project", "dependencies"] != nil { lists.append(.project) }
        if document["project"] == nil, document["dependencies"] != nil { lists.append(.script) }
        for key in document["project", "optional-dependencies"]?.table?.keys ?? [] {
            if let name = ExtraName(key) { lists.append(.extra(name)) }
        }
        for key in document["dependency-groups"]?.table?.keys ?? [] {
            if let name = ExtraName(key) { lists.append(.group(name)) }
        }
        for tool in ["swuv", "uv"] where document["tool", tool, "dev-dependencies"] != nil {
            lists.append(.development(tool: tool))
        }
        return lists
    }

    /// Where a list stands: its key as the document spells it, which may not be in normal form.
    func path(of list: DependencyList) -> [String] {
        let keys = editor.item(list.table)?.table?.keys ?? []
        let own = keys.first { $0 == list.key } ?? keys.first { ExtraName($0)?.text == list.key }
        return list.table + [own ?? list.key]
    }

    /// The requirements of a list. Throws where an element is none.
    package func entries(of list: DependencyList) throws(TOMLErrors) -> [Entry] {
        guard let item = editor.item(path(of: list)) else { return [] }
        guard let elements = item.array else {
            throw document.errors([
                document.fault("`\(list)` must be an array of requirements, not \(item.kindName)", at: item)
            ])
        }
        var entries: [Entry] = []
        var faults: [TOMLFault] = []
        for (index, element) in elements.enumerated() {
            // A table includes another group.
            if element.table != nil { continue }
            guard let text = element.string else {
                faults.append(
                    document.fault("expected a requirement, not \(element.kindName)", at: element))
                continue
            }
            do throws(RequirementError) {
                entries.append(Entry(index: index, requirement: try Requirement(parsing: text), text: text))
            } catch {
                faults.append(document.fault("invalid requirement: \(error.message)", at: element))
            }
        }
        guard faults.isEmpty else { throw document.errors(faults) }
        return entries
    }

    /// Where a package is listed.
    package func lists(with name: PackageName) -> [DependencyList] {
        lists.filter { list in
            ((try? entries(of: list)) ?? []).contains { $0.requirement.name == name }
        }
    }
}

// MARK: - Adding

extension DependencyEdit {
    /// Lists a requirement, or changes the one that is there for the same package under the same marker: its extras
    /// are added to, and versions replaced where the new one has some.
    ///
    /// - Parameter text: written as it is (`--raw`); nil to write the requirement in normal form.
    package mutating func add(
        _ requirement: Requirement, text: String? = nil, to list: DependencyList
    ) throws -> Change {
        try check(list)
        if requirement.name == name, list == .project {
            throw Diagnostic(
                "`\(requirement.name)` is the project itself, which cannot depend on itself",
                hints: [
                    "Use `--optional` or `--group` to list an extra of the project there, or rename the project if another package is meant"
                ])
        }
        let path = path(of: list)
        let entries = try entries(of: list)
        let same = entries.filter {
            $0.requirement.name == requirement.name && Self.isSame($0.requirement.marker, requirement.marker)
        }
        guard same.count < 2 else {
            throw Diagnostic(
                "Cannot tell which `\(requirement.name)` of `\(list)` is meant",
                causes: [
                    "It is listed there more than once: "
                        + same.map { "`\($0.text)`" }.joined(separator: ", ")
                ],
                hints: ["Edit `\(document.file)` by hand"])
        }
        if let old = same.first {
            let merged = text == nil ? Self.merged(old.requirement, requirement) : requirement
            guard merged != old.requirement || (text != nil && text != old.text) else {
                return Change(kind: .unchanged, list: list, requirement: merged)
            }
            try editor.replaceElement(
                at: old.index, in: path, with: .string(text ?? merged.description))
            return Change(kind: .updated, list: list, requirement: merged)
        }
        let spelled = text ?? requirement.description
        if editor.item(path) == nil {
            try editor.set(.array(of: [.string(spelled)]), at: path, neighbour: "project")
        } else {
            try editor.insert(.string(spelled), at: place(for: spelled, among: entries, path), in: path)
        }
        return Change(kind: .added, list: list, requirement: requirement)
    }

    /// Gives the requirement of a list the versions that were found for it.
    package mutating func setVersions(
        _ specifiers: VersionSpecifiers, of requirement: Requirement, in list: DependencyList
    ) throws {
        guard let entry = try entries(of: list).first(where: { $0.requirement == requirement }) else {
            return
        }
        var changed = requirement
        changed.source = .versions(specifiers)
        try editor.replaceElement(
            at: entry.index, in: path(of: list), with: .string(changed.description))
    }

    /// The list that `--dev` means for a package: the old one of a tool where that has the package, else the group.
    package func developmentList(of name: PackageName) -> DependencyList {
        for tool in ["swuv", "uv"] where lists(with: name).contains(.development(tool: tool)) {
            return .development(tool: tool)
        }
        return .dev
    }

    /// A list of the project needs a project, and one that its build backend makes cannot be edited.
    private func check(_ list: DependencyList) throws {
        guard list.table.first == "project" else { return }
        guard document["project"]?.table != nil else {
            throw Diagnostic(
                "`\(document.file)` has no `[project]` table",
                hints: ["Add one with `name` and `version`, or use `--group` to add to a dependency group"])
        }
        let field = list == .project ? "dependencies" : "optional-dependencies"
        let dynamic = document["project", "dynamic"]
        if let item = dynamic?.array?.first(where: { $0.string == field }) {
            throw document.errors([
                document.fault("`\(field)` comes from the build backend and cannot be edited here", at: item)
            ])
        }
    }

    /// Where a new element goes: by the alphabet where the list keeps it, else behind the last requirement.
    private func place(for text: String, among entries: [Entry], _ path: [String]) -> Int {
        let end = entries.last.map { $0.index + 1 } ?? editor.item(path)?.array?.count ?? 0
        let keys = entries.map { Self.sortKey($0.text) }
        guard zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) else { return end }
        let key = Self.sortKey(text)
        return entries.first { key < Self.sortKey($0.text) }?.index ?? end
    }

    /// A requirement's name without regard to case, then the rest.
    private static func sortKey(_ text: String) -> (String, String) {
        let bytes = text.utf8
        let end =
            bytes.firstIndex { !NameRules.isAlphanumeric($0) && !"-_.".utf8.contains($0) } ?? bytes.endIndex
        let name = String(text[..<end])
        return (PackageName(name)?.text ?? name.lowercased(), String(text[end...]).lowercased())
    }

    private static func merged(_ old: Requirement, _ new: Requirement) -> Requirement {
        var source = old.source
        if new.url != nil || !new.specifiers.isAny { source = new.source }
        return Requirement(
            name: old.name, extras: old.extras + new.extras, source: source, marker: old.marker)
    }

    private static func isSame(_ a: Marker?, _ b: Marker?) -> Bool {
        if a == b { return true }
        guard let a, let b else { return false }
        return MarkerSet(a) == MarkerSet(b)
    }
}

// MARK: - Removing

extension DependencyEdit {
    /// Removes every requirement of a package from a list. Says where else it is listed when it is not there.
    package mutating func remove(_ name: PackageName, from list: DependencyList) throws {
        let entries = try entries(of: list).filter { $0.requirement.name == name }
        guard !entries.isEmpty else {
            let others = lists(with: name).filter { $0 != list }
            throw Diagnostic(
                "The dependency `\(name)` could not be found in `\(list)`",
                hints: others.map { other in
                    let command = ["swuv remove", name.text, other.option].compactMap { $0 }
                    return "`\(name)` is \(other.role) (try: `\(command.joined(separator: " "))`)"
                })
        }
        let path = path(of: list)
        for entry in entries.reversed() { try editor.removeElement(at: entry.index, in: path) }
    }
}
