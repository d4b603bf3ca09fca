extension Project {
    /// What is in force by default, and what `dev-dependencies` fill.
    package static let developmentGroup = ExtraName("dev")!

    /// The dependency groups, `dev-dependencies` among them, in the order of the document.
    package var groups: [ExtraName] {
        let names = requirements.groupNames
        let addsOne = !settings.development.isEmpty && !names.contains(Self.developmentGroup)
        return addsOne ? names + [Self.developmentGroup] : names
    }

    /// The requirements of a group and of those it includes.
    func entries(ofGroup name: ExtraName) -> [ProjectRequirements.Entry] {
        var found = requirements.flattened(name)
        let isDevelopment =
            name == Self.developmentGroup
            || requirements.groupsIncluded(by: name).contains(Self.developmentGroup)
        if isDevelopment { found += settings.development }
        return found
    }

    /// The groups that include one, directly or not.
    func groups(including name: ExtraName) -> [ExtraName] {
        requirements.groupNames.filter { $0 != name && requirements.groupsIncluded(by: $0).contains(name) }
    }

    /// The extras and groups in force when nobody says anything. `configured` are the defaults of the files beside the
    /// project, which count before those of its own document; `user` those of the user and the machine, which count
    /// after it and of which names that this project does not have are passed over.
    package func defaults(
        configured: SelectionDefaults = .none, user: SelectionDefaults = .none
    ) -> (extras: [ExtraName], groups: [ExtraName]) {
        let known = groups
        func names(_ strong: DefaultNames?, _ weak: DefaultNames?, among all: [ExtraName]) -> [ExtraName]? {
            switch strong ?? weak {
            case .all: all
            case .these(let names): strong == nil ? names.filter(all.contains) : names
            case nil: nil
            }
        }
        let extras = names(
            configured.extras ?? settings.defaultExtras, user.extras, among: requirements.extraNames)
        let groups =
            names(configured.groups ?? settings.defaultGroups, user.groups, among: known)
            ?? [Self.developmentGroup]
        return (extras ?? [], groups.filter { $0 != Self.developmentGroup || known.contains($0) })
    }
}

extension Project {
    /// What settings say about extras and groups that the project does not have.
    var unknownNames: [TOMLFault] {
        var faults: [TOMLFault] = []
        func report(_ message: String, setting key: String) {
            let item = document["tool", "swuv", key] ?? document["tool", "uv", key]
            faults.append(document.fault(message, at: item?.span ?? 0..<0))
        }
        for (key, kind, names, known) in [
            ("default-extras", "extra", settings.defaultExtras, requirements.extraNames),
            ("default-groups", "dependency group", settings.defaultGroups, groups + [Self.developmentGroup]),
        ] {
            guard case .these(let names)? = names else { continue }
            for name in names where !known.contains(name) {
                report("there is no \(kind) `\(name)`", setting: key)
            }
        }
        for name in settings.extras.keys.sorted() where !requirements.extraNames.contains(name) {
            report("there is no extra `\(name)`", setting: "extras")
        }
        return faults
    }
}

/// `default-extras` and `default-groups` of configuration files; nil: none of them says anything.
package struct SelectionDefaults: Hashable, Sendable {
    package var extras: DefaultNames?
    package var groups: DefaultNames?
    /// The files that say so, for messages.
    package var extrasFile: Path?
    package var groupsFile: Path?

    package static let none = SelectionDefaults()

    package init(extras: DefaultNames? = nil, groups: DefaultNames? = nil) {
        self.extras = extras
        self.groups = groups
    }
}

extension Workspace {
    /// Throws when a file beside the project names an extra or a group that none of its members has.
    package func check(_ defaults: SelectionDefaults, shown: (Path) -> String) throws {
        func unknown(_ names: DefaultNames?, _ known: (Project) -> [ExtraName]) -> [ExtraName] {
            guard case .these(let names)? = names else { return [] }
            let all = Set(members.flatMap(known))
            return names.filter { !all.contains($0) }
        }
        var faults: [String] = []
        for (key, kind, file, names) in [
            (
                "default-extras", "extra", defaults.extrasFile,
                unknown(defaults.extras) { $0.requirements.extraNames }
            ),
            (
                "default-groups", "dependency group", defaults.groupsFile,
                unknown(defaults.groups) { $0.groups + [Project.developmentGroup] }
            ),
        ] {
            let place = file.map { "`\(shown($0))`: " } ?? ""
            faults += names.map { "\(place)`\(key)` names the \(kind) `\($0)`, and there is none" }
        }
        if !faults.isEmpty {
            throw Diagnostic("What is to be in force by default is not there", causes: faults)
        }
    }
}
