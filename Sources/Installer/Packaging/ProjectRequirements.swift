/// What a project's `pyproject.toml` asks for: its dependencies, extras (PEP 621) and dependency groups (PEP 735).
///
/// What the document leaves to the build backend (`dynamic`) is an error where it is asked for, until `completed` puts it
/// in.
package struct ProjectRequirements: Sendable {
    /// A requirement and the bytes of the document that spell it.
    struct Entry: Sendable {
        let requirement: Requirement
        let span: Range<Int>
    }

    /// An element of a dependency group.
    enum GroupEntry: Sendable {
        case requirement(Entry)
        /// `{include-group = "…"}`, and the bytes that name the group.
        case group(ExtraName, Range<Int>)
    }

    /// A requirement and what `# via` says of it: `demo (pyproject.toml)`, `demo (pyproject.toml:lint)`.
    package typealias Located = (requirement: Requirement, origin: String)

    /// As messages and origins name the document: relative to the working directory where it is below it.
    package let file: String
    /// Nil without a `[project]` table.
    package private(set) var name: PackageName?
    /// Nil when it is dynamic.
    package let version: Version?
    package let requiresPython: VersionSpecifiers?
    /// The fields that only a build can tell.
    package private(set) var dynamic: Set<String>
    /// Packages that `[tool.swuv.sources]` or `[tool.uv.sources]` take from elsewhere than an index. These tables
    /// are not followed here; whoever reads the requirements warns.
    package let sourced: Set<PackageName>
    /// In the order of the document.
    package private(set) var extraNames: [ExtraName]
    package let groupNames: [ExtraName]

    private(set) var dependencies: [Entry]
    private(set) var extras: [ExtraName: [Entry]]
    let groups: [ExtraName: [GroupEntry]]
    package let document: TOMLDocument
    /// The tool whose tables stand where `[project]` should.
    private let otherTool: String?

    /// Requirements that a selection may come to. Extras that refer to each other under ever other markers double at
    /// each step.
    private static let maxRequirements = 10_000

    /// Reads the document at `path`, which starts at `directory`. Throws all its faults; a directory, FIFO or device
    /// is an error at once.
    package static func read(_ path: Path, in directory: Path) throws -> ProjectRequirements {
        let location = path.absolute(in: directory)
        let shown = path.isAbsolute ? location.relative(to: directory) ?? path : path
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.read(location, limit: 1 << 26)
        } catch {
            throw Diagnostic("Failed to read `\(shown)`", causes: [error.reasonText])
        }
        return try parse(bytes, file: shown.text)
    }

    /// Reads a document that is in memory already.
    package static func parse(_ bytes: [UInt8], file: String) throws(TOMLErrors) -> ProjectRequirements {
        let document = try TOMLDocument(parsing: bytes, file: file)
        var reader = ProjectRequirementsReader(document)
        reader.read()
        guard reader.faults.isEmpty else { throw document.errors(reader.faults) }
        return ProjectRequirements(reader)
    }

    /// What a reader found; its faults are the caller's to report.
    init(_ reader: ProjectRequirementsReader) {
        document = reader.document
        file = reader.document.file
        name = reader.name
        version = reader.version
        requiresPython = reader.requiresPython
        dynamic = reader.dynamic
        sourced = reader.sourced
        extraNames = reader.extraNames
        groupNames = reader.groupNames
        dependencies = reader.dependencies
        extras = reader.extras
        groups = reader.groups
        otherTool = ["poetry", "pdm", "flit"].first { reader.document["tool", $0] != nil }
    }

    /// What a script asks for, which has a list of dependencies and no project.
    init(_ script: TOMLDocument, dependencies: [Entry], requiresPython: VersionSpecifiers?) {
        document = script
        file = script.file
        (name, version, otherTool) = (nil, nil, nil)
        self.requiresPython = requiresPython
        self.dependencies = dependencies
        (dynamic, sourced) = ([], [])
        (extraNames, groupNames) = ([], [])
        (extras, groups) = ([:], [:])
    }
}

// MARK: - Selections

extension ProjectRequirements {
    /// The requirements of the project, of the named extras and of the named groups.
    ///
    /// What refers to the project itself, `demo[test]` in an extra of `demo`, is replaced by what that extra asks
    /// for, under both markers; in a group also by the project's own dependencies.
    package func requirements(
        extras wanted: Set<ExtraName>, allExtras: Bool = false, groups wantedGroups: [ExtraName] = []
    ) throws -> [Located] {
        guard name != nil else { throw noProject }
        try refuseDynamic("dependencies")
        if !wanted.isEmpty || allExtras { try refuseDynamic("optional-dependencies") }
        for extra in wanted.sorted() where extras[extra] == nil {
            throw missing("extra", extra, among: extraNames)
        }
        var collector = Collector(project: self, origin: origin(group: nil))
        let chosen = extraNames.filter { allExtras || wanted.contains($0) }
        try collector.follow([nil] + chosen.map { $0 })
        return collector.found + (try requirements(ofGroups: wantedGroups))
    }

    /// The requirements of groups alone (`--group`), without those of the project; a `[project]` table is not needed.
    package func requirements(ofGroups wanted: [ExtraName]) throws -> [Located] {
        var found: [Located] = []
        var seen: Set<ExtraName> = []
        for group in wanted where seen.insert(group).inserted {
            guard groups[group] != nil else { throw missing("dependency group", group, among: groupNames) }
            var collector = Collector(project: self, origin: origin(group: group))
            try collector.add(flattened(group))
            found += collector.found
        }
        return found
    }

    private func origin(group: ExtraName?) -> String {
        let place = group.map { "\(file):\($0)" } ?? file
        return name.map { "\($0) (\(place))" } ?? "(\(place))"
    }

    /// The requirements of a group and those it includes, each group once, in the order of the document. Cycles were
    /// refused when the document was read.
    func flattened(_ group: ExtraName) -> [Entry] {
        var found: [Entry] = []
        var seen: Set<ExtraName> = [group]
        var open: [ArraySlice<GroupEntry>] = [(groups[group] ?? [])[...]]
        while var rest = open.popLast() {
            guard let first = rest.popFirst() else { continue }
            open.append(rest)
            switch first {
            case .requirement(let entry): found.append(entry)
            case .group(let included, _):
                if seen.insert(included).inserted { open.append((groups[included] ?? [])[...]) }
            }
        }
        return found
    }
}

extension ProjectRequirements {
    /// The groups that a group includes, directly or not.
    func groupsIncluded(by group: ExtraName) -> Set<ExtraName> {
        var found: Set<ExtraName> = []
        var waiting = [group]
        while let next = waiting.popLast() {
            for case .group(let included, _) in groups[next] ?? [] where found.insert(included).inserted {
                waiting.append(included)
            }
        }
        return found
    }
}

// MARK: - The project's references to itself

extension ProjectRequirements {
    /// Gathers requirements and follows those that name the project itself.
    private struct Collector {
        /// A list of the project, and the marker under which it was asked for.
        struct Reference: Hashable {
            /// Nil for the project's own dependencies.
            let extra: ExtraName?
            let marker: Marker?
        }

        let project: ProjectRequirements
        let origin: String
        var found: [Located] = []
        private var seen: Set<Requirement> = []
        private var followed: Set<Reference> = []

        init(project: ProjectRequirements, origin: String) {
            self.project = project
            self.origin = origin
        }

        /// The lists of extras, nil for the project's own dependencies.
        mutating func follow(_ lists: [ExtraName?]) throws {
            try follow(lists.map { Reference(extra: $0, marker: nil) })
        }

        mutating func add(_ entries: [Entry]) throws {
            var references: [Reference] = []
            for entry in entries { try add(entry, under: nil, &references) }
            try follow(references)
        }

        private mutating func follow(_ references: [Reference]) throws {
            // Lists are taken in the order in which they are met, so that the result is in reading order.
            var waiting = references
            var next = 0
            while next < waiting.count {
                let reference = waiting[next]
                next += 1
                // What is asked for under any marker need not be asked for under one.
                guard !followed.contains(Reference(extra: reference.extra, marker: nil)),
                    followed.insert(reference).inserted
                else { continue }
                let entries =
                    reference.extra.map { project.extras[$0] ?? [] } ?? project.dependencies
                for entry in entries { try add(entry, under: reference.marker, &waiting) }
                guard waiting.count < maxRequirements, found.count < maxRequirements else {
                    throw Diagnostic(
                        "`\(project.file)` asks for more than \(maxRequirements) requirements",
                        causes: ["Its extras refer to each other under too many different markers"])
                }
            }
        }

        private mutating func add(_ entry: Entry, under marker: Marker?, _ waiting: inout [Reference]) throws
        {
            var requirement = entry.requirement
            requirement.marker = Marker.both(marker, requirement.marker)
            guard requirement.name == project.name, requirement.url == nil else {
                if seen.insert(requirement).inserted { found.append((requirement, origin)) }
                return
            }
            try project.refuseDynamic("dependencies")
            if !requirement.extras.isEmpty { try project.refuseDynamic("optional-dependencies") }
            if let version = project.version, !requirement.specifiers.contains(version) {
                throw project.fault("the project itself is at version \(version)", entry)
            }
            waiting.append(Reference(extra: nil, marker: requirement.marker))
            for extra in requirement.extras {
                guard project.extras[extra] != nil else {
                    throw project.fault("the project has no extra `\(extra)`", entry)
                }
                waiting.append(Reference(extra: extra, marker: requirement.marker))
            }
        }
    }
}

extension Marker {
    /// What holds where both hold; nil: always.
    static func both(_ outer: Marker?, _ inner: Marker?) -> Marker? {
        guard let outer, let inner else { return outer ?? inner }
        if outer == inner { return outer }
        var parts: [Marker] = []
        for part in [outer, inner] {
            if case .and(let terms) = part { parts += terms } else { parts.append(part) }
        }
        return .and(parts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
}

// MARK: - What a build tells

extension ProjectRequirements {
    private static let lists = ["dependencies", "optional-dependencies"]

    /// Its requirements are the build backend's to say.
    package var needsBuildForRequirements: Bool {
        !dynamic.isDisjoint(with: Self.lists) || name == nil && otherTool != nil
    }

    /// The same with the dynamic lists as the metadata of a build has them.
    package func completed(_ metadata: CoreMetadata) -> ProjectRequirements {
        var copy = self
        copy.name = name ?? metadata.name
        copy.dynamic.subtract(Self.lists)
        let dynamic = name == nil ? Set(Self.lists) : dynamic
        if dynamic.contains("dependencies") {
            copy.dependencies = metadata.requirements.compactMap { $0.entry(ofExtra: nil, among: metadata) }
        }
        if dynamic.contains("optional-dependencies") {
            copy.extraNames = metadata.providesExtras
            for extra in metadata.providesExtras {
                copy.extras[extra] = metadata.requirements.compactMap {
                    $0.entry(ofExtra: extra, among: metadata)
                }
            }
        }
        return copy
    }

    package var needsBuild: Diagnostic {
        Diagnostic(
            "Cannot read the requirements of `\(file)` without building it",
            causes: ["`project.dynamic` leaves them to the build backend"])
    }
}

extension Requirement {
    /// As the list of an extra has it, or that of the project itself; nil when it is of another list.
    fileprivate func entry(
        ofExtra extra: ExtraName?, among metadata: CoreMetadata
    ) -> ProjectRequirements.Entry? {
        let all = MarkerSet(marker)
        let without = all.assuming(extras: [])
        var condition = without
        if let extra {
            // What holds without the extra too is in the other list.
            condition = all.assuming(extra: extra, isActive: true).assuming(extras: []).and(without.not)
        }
        guard !condition.isFalse else { return nil }
        var copy = self
        copy.marker = condition.marker
        return ProjectRequirements.Entry(requirement: copy, span: 0..<0)
    }
}

// MARK: - Refusals

extension ProjectRequirements {
    private func fault(_ message: String, _ entry: Entry) -> TOMLErrors {
        let fault = document.fault(message, at: entry.span)
        return document.errors([TOMLFault(fault.message, fault.snippet.maskingUserInformation)])
    }

    private var noProject: Diagnostic {
        var hints = ["Reading requirements needs a `[project]` table with `name` and `dependencies`"]
        if let otherTool {
            hints = ["`[tool.\(otherTool)]` alone is understood by its backend only"]
        } else if !groupNames.isEmpty {
            hints = ["Use `--group` to read its dependency groups alone"]
        }
        return Diagnostic("`\(file)` has no `[project]` table", hints: hints)
    }

    func refuseDynamic(_ field: String) throws {
        guard dynamic.contains(field) else { return }
        throw Diagnostic(
            "Cannot read the requirements of `\(file)` without building it",
            causes: ["`\(field)` is listed in `project.dynamic`, so only the build backend knows it"],
            hints: ["List the requirements in `project.\(field)`"])
    }

    private func missing(_ kind: String, _ name: ExtraName, among names: [ExtraName]) -> Diagnostic {
        let known = names.isEmpty ? "none" : names.map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            "Requested \(kind) not found: `\(name)`", hints: ["`\(file)` has \(known)"], exitCode: .usage)
    }
}
