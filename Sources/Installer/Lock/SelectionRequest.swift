/// What a command was told about extras, groups and labels, layer by layer.
package struct SelectionRequest: Hashable, Sendable {
    /// On the command line.
    package var extras: Set<ExtraName> = []
    package var allExtras = false
    package var noExtras: Set<ExtraName> = []
    package var groups: Set<ExtraName> = []
    /// Only these, without the project and the default groups.
    package var onlyGroups: Set<ExtraName> = []
    package var noGroups: Set<ExtraName> = []
    package var allGroups = false
    package var noDefaultGroups = false
    /// `--variant NAME=LABEL` on the command line.
    package var labels: [PackageName: VariantLabel] = [:]

    /// `SWUV_EXTRA`, `SWUV_GROUP`.
    package var environmentExtras: Set<ExtraName> = []
    package var environmentGroups: Set<ExtraName> = []

    /// What was remembered no longer counts, and is dropped.
    package var forgets = false
    /// What is given here is remembered.
    package var remembers = true

    package init() {}

    /// There is something that a later command could be told of again.
    package var isExplicit: Bool { !extras.isEmpty || !groups.isEmpty || !labels.isEmpty }
}

/// Extras, groups and labels that were once given to a command and hold in its environment until others are given.
package struct RememberedSelection: Hashable, Sendable {
    package var extras: Set<ExtraName>
    package var groups: Set<ExtraName>
    package var labels: [PackageName: VariantLabel]

    package init(
        extras: Set<ExtraName> = [], groups: Set<ExtraName> = [], labels: [PackageName: VariantLabel] = [:]
    ) {
        self.extras = extras
        self.groups = groups
        self.labels = labels
    }

    package var isEmpty: Bool { extras.isEmpty && groups.isEmpty && labels.isEmpty }

    /// What is remembered after a command: of each kind (extras, groups, labels) what was given now, or else what
    /// was known; never both together.
    package func updated(by request: SelectionRequest) -> RememberedSelection {
        var next = request.forgets ? RememberedSelection() : self
        guard request.remembers else { return next }
        if !request.extras.isEmpty { next.extras = request.extras }
        if !request.groups.isEmpty { next.groups = request.groups }
        if !request.labels.isEmpty { next.labels = request.labels }
        return next
    }
}
