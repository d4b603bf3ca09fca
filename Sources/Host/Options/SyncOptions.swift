internal import Installer

/// What of a lock is wanted, for every command that selects.
extension Settings {
    /// `--extra`, `--group`, `--variant` and their like, and the variables that stand in for them.
    func selectionRequest() throws -> SelectionRequest {
        var request = SelectionRequest()
        (request.extras, request.environmentExtras) = try spoken(.projectExtra)
        (request.groups, request.environmentGroups) = try spoken(.projectGroup)
        request.allExtras = try isOn(.projectAllExtras)
        request.noExtras = try extras(.noExtra)
        request.onlyGroups = try extras(.onlyGroup)
        request.noGroups = try extras(.noGroup)
        request.allGroups = try isOn(.allGroups)
        request.noDefaultGroups = try isOn(.noDefaultGroups)
        if try isOn(.dev) { request.groups.insert(Project.developmentGroup) }
        if try isOn(.noDev) { request.noGroups.insert(Project.developmentGroup) }
        if try isOn(.onlyDev) { request.onlyGroups.insert(Project.developmentGroup) }
        if values(of: .variant).contains(where: { $0.origin == .commandLine }) {
            let labels = try variantRequest().preferences.labels
            for value in values(of: .variant) where value.origin == .commandLine {
                let name = value.text.split(separator: "=", maxSplits: 1).first.flatMap {
                    PackageName(String($0))
                }
                if let name { request.labels[name] = labels[name] }
            }
        }
        request.forgets = try isOn(.forget)
        request.remembers = try !isOn(.noRemember)
        return request
    }

    /// What the command line names, and what a variable names.
    private func spoken(_ option: OptionSpec) throws -> (given: Set<ExtraName>, variable: Set<ExtraName>) {
        let names = try extras(option)
        guard let origin = values(of: option).first?.origin, origin != .commandLine else {
            return (names, [])
        }
        return ([], names)
    }

    func syncMembers() throws -> SyncRequest.Members {
        if try isOn(.allPackages) { return .all }
        let names = try names(.package)
        return names.isEmpty ? .current : .named(names)
    }

    /// What `sync` is asked to do, as far as options say it that every command which syncs has.
    func syncRequest() throws -> SyncRequest {
        var request = SyncRequest(lock: try lockRequest())
        request.selection = try selectionRequest()
        request.members = try syncMembers()
        (request.projectDefaults, request.userDefaults) = selectionDefaults()
        request.omitsProject = try isOn(.noInstallProject)
        request.omitsMembers = try isOn(.noInstallWorkspace)
        request.omitted = Set(try names(.noInstallPackage))
        request.avoidsEditable = try isOn(.noEditable)
        request.isActive = try isOn(.active)
        request.isExact = try !isOn(.inexact)
        request.reinstall = try selection(all: .reinstall, some: .reinstallPackage)
        request.linkMode = try choice(.linkMode, as: LinkMode.self)
        request.compileBytecode = try isOn(.compileBytecode)
        return request
    }
}
