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

/// `default-extras` and `default-groups` of configuration files; nil: none of them says anything.
package struct SelectionDefaults: Hashable, Sendable {
    package var extras: DefaultNames?
    package var groups: DefaultNames?

    package static let none = SelectionDefaults()

    package init(extras: DefaultNames? = nil, groups: DefaultNames? = nil) {
        self.extras = extras
        self.groups = groups
    }
}
