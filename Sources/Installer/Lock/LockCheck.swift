/// Whether a lock still is what its project asks for.
package enum LockCheck {
    /// What changed since the lock was made; nil when nothing did.
    package static func difference(_ lock: Lock, _ inputs: LockInputs) -> LockDifference? {
        var finding = Finding()
        let old = lock.inputs
        finding.compare(
            "`requires-python`", old.requiresPython.description, inputs.requiresPython.description)
        let members = Dictionary(old.members.map { ($0.name, $0) }) { first, _ in first }
        for member in inputs.members {
            if let known = members[member.name] {
                finding.compare(known, member)
            } else {
                finding.add("the member `\(member.name)` was added")
            }
        }
        let names = Set(inputs.members.map(\.name))
        for member in old.members where !names.contains(member.name) {
            finding.add("the member `\(member.name)` was removed")
        }
        let directories = Dictionary(old.directories.map { ($0.path, $0) }) { first, _ in first }
        for directory in inputs.directories {
            // Which there are is said by the requirements.
            if let known = directories[directory.path] { finding.compare(known, directory) }
        }
        finding.compare(old.constraints, inputs.constraints, in: "the constraints")
        finding.compare(old.overrides, inputs.overrides, in: "the overrides")
        finding.compare(
            "`environments`", Finding.list(old.environments), Finding.list(inputs.environments))
        finding.compare(
            "`required-environments`", Finding.list(old.requiredEnvironments),
            Finding.list(inputs.requiredEnvironments))
        finding.compare("`conflicts`", Finding.list(old.conflicts), Finding.list(inputs.conflicts))
        finding.compare("`resolution`", old.mode.rawValue, inputs.mode.rawValue)
        finding.compare("`prerelease`", old.prerelease.rawValue, inputs.prerelease.rawValue)
        finding.compare(
            "`exclude-newer`", Finding.moment(old.excludeNewer), Finding.moment(inputs.excludeNewer))
        return finding.changes.isEmpty ? nil : LockDifference(changes: finding.changes)
    }

    private struct Finding {
        private(set) var changes: [String] = []

        mutating func add(_ change: String) { changes.append(change) }

        mutating func compare(_ what: String, _ old: String, _ new: String) {
            if old == new { return }
            if old.isEmpty { return add("\(what) was added: `\(new)`") }
            if new.isEmpty { return add("\(what) was removed: `\(old)`") }
            add("\(what) was `\(old)` and is `\(new)`")
        }

        mutating func compare(_ old: LockInputs.Member, _ new: LockInputs.Member) {
            let name = "`\(new.name)`"
            compare("the version of \(name)", old.version?.description ?? "", new.version?.description ?? "")
            compare("the path of \(name)", old.path, new.path)
            if old.isVirtual != new.isVirtual {
                add("\(name) \(new.isVirtual ? "is not a package any more" : "is a package now")")
            }
            compare(old.dependencies, new.dependencies, in: "the dependencies of \(name)")
            compare(old.extras, new.extras, "extra", of: name)
            compare(old.groups, new.groups, "dependency group", of: name)
            if old.hardware != new.hardware { add("what `[tool.swuv.extras]` says of \(name) has changed") }
        }

        mutating func compare(_ old: LockInputs.Directory, _ new: LockInputs.Directory) {
            let name = "`\(new.path)`"
            compare("the version of \(name)", old.version?.description ?? "", new.version?.description ?? "")
            compare(
                "`requires-python` of \(name)", old.requiresPython?.description ?? "",
                new.requiresPython?.description ?? "")
            compare(
                old.dependencies.map { LockRequirement($0) }, new.dependencies.map { LockRequirement($0) },
                in: "the dependencies of \(name)")
        }

        private mutating func compare(
            _ old: [ExtraName: [LockRequirement]], _ new: [ExtraName: [LockRequirement]], _ kind: String,
            of member: String
        ) {
            for (name, requirements) in new.sorted(by: { $0.key < $1.key }) {
                if let known = old[name] {
                    compare(known, requirements, in: "the \(kind) `\(name)` of \(member)")
                } else {
                    add("the \(kind) `\(name)` of \(member) was added")
                }
            }
            for name in old.keys.sorted() where new[name] == nil {
                add("the \(kind) `\(name)` of \(member) was removed")
            }
        }

        mutating func compare(_ old: [LockRequirement], _ new: [LockRequirement], in place: String) {
            if old == new { return }
            let before = Self.texts(old)
            let after = Self.texts(new)
            for text in after where !before.contains(text) { add("`\(text)` was added to \(place)") }
            for text in before where !after.contains(text) { add("`\(text)` was removed from \(place)") }
        }

        /// As the lock writes them: credentials do not count.
        private static func texts(_ requirements: [LockRequirement]) -> [String] {
            requirements.map { item in
                switch LockInputsWriter.value(item) {
                case .string(let text): text
                case let value: TOMLWriter.text(of: value)
                }
            }
        }

        static func list(_ markers: [Marker]) -> String { markers.map(\.description).joined(separator: ", ") }

        static func list(_ sets: [ConflictSet]) -> String {
            sets.map { TOMLWriter.text(of: LockInputsWriter.value($0)) }.joined(separator: ", ")
        }

        static func moment(_ seconds: Int64?) -> String {
            seconds.map { TOMLDateTime(unixSeconds: $0).description } ?? ""
        }
    }
}

/// What is new in a project since its lock was made.
package struct LockDifference: Hashable, Sendable {
    /// `` `torch>=2` was added to the dependencies of `demo` ``; at least one.
    package let changes: [String]

    package init(changes: [String]) { self.changes = changes }
}
