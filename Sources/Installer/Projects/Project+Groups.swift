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

    /// The extras and groups in force when nobody says anything: `configured` are the defaults of configuration files,
    /// which count before those of the project's own document.
    package func defaults(configured: SelectionDefaults = .none) -> (extras: [ExtraName], groups: [ExtraName])
    {
        let extras: [ExtraName] =
            switch configured.extras ?? settings.defaultExtras {
            case .all: requirements.extraNames
            case .these(let names): names
            case nil: []
            }
        let known = groups
        let groups: [ExtraName] =
            switch configured.groups ?? settings.defaultGroups {
            case .all: known
            case .these(let names): names.filter { $0 != Self.developmentGroup || known.contains($0) }
            case nil: known.filter { $0 == Self.developmentGroup }
            }
        return (extras, groups)
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
