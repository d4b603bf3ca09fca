/// Writes what a lock was made from: the table `[inputs]` and all below it.
struct LockInputsWriter {
    private(set) var toml = TOMLWriter()

    mutating func write(_ inputs: LockInputs) {
        toml.beginTable("inputs")
        if inputs.mode != .highest { toml.entry("resolution", inputs.mode.rawValue) }
        if inputs.prerelease != .ifNecessaryOrExplicit {
            toml.entry("prerelease", inputs.prerelease.rawValue)
        }
        if let moment = inputs.excludeNewer {
            toml.entry("exclude-newer", .moment(TOMLDateTime(unixSeconds: moment)))
        }
        toml.lines("constraints", inputs.constraints.map(Self.value))
        toml.lines("overrides", inputs.overrides.map(Self.value))
        toml.lines("environments", inputs.environments.map { .string($0.description) })
        toml.lines("required-environments", inputs.requiredEnvironments.map { .string($0.description) })
        toml.lines("conflicts", inputs.conflicts.map(Self.value))
        for member in inputs.members { write(member) }
        for directory in inputs.directories { write(directory) }
    }

    private mutating func write(_ directory: LockInputs.Directory) {
        toml.beginElement("inputs", "directory")
        toml.entry("path", directory.path)
        if let version = directory.version { toml.entry("version", version.description) }
        if let python = directory.requiresPython { toml.entry("requires-python", python.description) }
        toml.lines(
            "dependencies", directory.dependencies.map { .string($0.withoutCredentials.description) })
    }

    private mutating func write(_ member: LockInputs.Member) {
        toml.beginElement("inputs", "member")
        toml.entry("name", member.name.text)
        if let version = member.version { toml.entry("version", version.description) }
        toml.entry("path", member.path)
        if member.isVirtual { toml.entry("virtual", true) }
        toml.lines("dependencies", member.dependencies.map(Self.value))
        if !member.hardware.isEmpty {
            let hardware = member.hardware.sorted { $0.key < $1.key }
            toml.entry("hardware", .table(hardware.map { ($0.key.text, Self.value($0.value)) }))
        }
        for (key, lists) in [("extras", member.extras), ("groups", member.groups)] where !lists.isEmpty {
            toml.beginTable("inputs", "member", key)
            for (name, requirements) in lists.sorted(by: { $0.key < $1.key }) {
                toml.entry(
                    name.text, requirements.isEmpty ? .array([]) : .lines(requirements.map(Self.value)))
            }
        }
    }

    private static func value(_ hardware: LockInputs.ExtraHardware) -> TOMLWriter.Value {
        switch hardware {
        case .label(let label): .table([("label", .string(label.text))])
        case .properties(let properties): .table([("properties", TOMLWriter.Value(properties.tree))])
        }
    }

    /// The requirement's text; a table when a source goes with it.
    static func value(_ input: LockRequirement) -> TOMLWriter.Value {
        let requirement = TOMLWriter.Value.string(input.requirement.withoutCredentials.description)
        guard let source = input.source else { return requirement }
        var entries: [(key: String, value: TOMLWriter.Value)] = [("requirement", requirement)]
        func add(_ key: String, _ text: String?) {
            if let text { entries.append((key, .string(text))) }
        }
        func add(_ key: String, _ flag: Bool?) {
            if let flag { entries.append((key, .boolean(flag))) }
        }
        switch source {
        case .index(let name, let url):
            add("index", URLReference.withoutCredentials(url))
            add("index-name", name)
        case .archive(let url, let subdirectory):
            add("url", URLReference.withoutCredentials(url))
            add("subdirectory", subdirectory)
        case .path(let path, let isEditable):
            add("path", path)
            add("editable", isEditable)
        case .git(let url, let reference, let subdirectory, let lfs):
            add("git", URLReference.withoutCredentials(url))
            add("reference", reference)
            add("subdirectory", subdirectory)
            if lfs { add("lfs", true) }
        case .workspace(let isEditable):
            add("workspace", true)
            add("editable", isEditable)
        }
        return .table(entries)
    }

    static func value(_ conflict: ConflictSet) -> TOMLWriter.Value {
        .array(
            conflict.items.map { item in
                switch item.kind {
                case .extra(let name):
                    .table([("package", .string(item.member.text)), ("extra", .string(name.text))])
                case .group(let name):
                    .table([("package", .string(item.member.text)), ("group", .string(name.text))])
                case .project: .table([("package", .string(item.member.text))])
                }
            })
    }
}

extension Requirement {
    /// Without what its URL holds of a password.
    fileprivate var withoutCredentials: Requirement {
        guard case .url(let url) = source else { return self }
        var copy = self
        copy.source = .url(URLReference.withoutCredentials(url))
        return copy
    }
}

extension URLReference {
    /// The text of a URL without user information; of `ssh:` the user stays, who belongs to the address there.
    static func withoutCredentials(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[(colon + 1)...].starts(with: "//".utf8)
        else { return text }
        let start = colon + 3
        let end =
            bytes[start...].firstIndex {
                $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
            } ?? bytes.count
        guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return text }
        let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        guard scheme == "ssh" || scheme.hasSuffix("+ssh") else {
            return String(decoding: bytes[..<start] + bytes[(at + 1)...], as: UTF8.self)
        }
        let user = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")) ?? at
        return String(decoding: bytes[..<user] + bytes[at...], as: UTF8.self)
    }
}
