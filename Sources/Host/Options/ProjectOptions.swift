/// The options of the commands that work on a project.
extension OptionSpec {
    static let project = OptionSpec(
        "project", .one("PROJECT"), .own, variables: ["SWUV_PROJECT", "UV_PROJECT"], completes: .directory,
        "Work on the project in this directory (by default: the nearest one here or above)")

    // MARK: What of the lock is in force

    static let projectExtra = OptionSpec(
        "extra", .list("EXTRA"), .own, variables: ["SWUV_EXTRA"], configurable: true,
        "Include this extra of the project; remembered until the next choice")
    static let projectAllExtras = OptionSpec(
        "all-extras", .flag, .own, negation: "no-all-extras", "Include every extra of the project")
    static let noExtra = OptionSpec("no-extra", .list("NO_EXTRA"), .own, "Leave out this extra")
    static let projectGroup = OptionSpec(
        "group", .list("GROUP"), .own, variables: ["SWUV_GROUP"], configurable: true,
        "Include this dependency group; remembered until the next choice")
    static let onlyGroup = OptionSpec(
        "only-group", .list("ONLY_GROUP"), .own, "Only this dependency group, without the project itself")
    static let noGroup = OptionSpec(
        "no-group", .list("NO_GROUP"), .own, variables: ["SWUV_NO_GROUP", "UV_NO_GROUP"],
        "Leave out this dependency group")
    static let allGroups = OptionSpec(
        "all-groups", .flag, .own, negation: "no-all-groups", "Include every dependency group")
    static let noDefaultGroups = OptionSpec(
        "no-default-groups", .flag, .own, variables: ["SWUV_NO_DEFAULT_GROUPS", "UV_NO_DEFAULT_GROUPS"],
        "Leave out the groups that are in force by default")
    static let dev = OptionSpec("dev", .flag, .own, visibility: .hidden, "Include the group `dev`")
    static let noDev = OptionSpec(
        "no-dev", .flag, .own, variables: ["SWUV_NO_DEV", "UV_NO_DEV"], "Leave out the group `dev`")
    static let onlyDev = OptionSpec("only-dev", .flag, .own, "Only the group `dev`")
    static let forget = OptionSpec(
        "forget", .flag, .own, "Forget the remembered extras, groups and variants, and choose anew")
    static let noRemember = OptionSpec(
        "no-remember", .flag, .own, "Do not remember the extras, groups and variants given here")
    static let package = OptionSpec(
        "package", .list("PACKAGE"), .own, "Work on this member of the workspace")
    static let allPackages = OptionSpec("all-packages", .flag, .own, "Work on all members of the workspace")
    static let noInstallProject = OptionSpec(
        "no-install-project", .flag, .own, "Install the dependencies without the project itself")
    static let noInstallWorkspace = OptionSpec(
        "no-install-workspace", .flag, .own, "Install no member of the workspace, only what they need")
    static let noInstallPackage = OptionSpec(
        "no-install-package", .list("NO_INSTALL_PACKAGE"), .own, "Do not install this package")
    static let noEditable = OptionSpec(
        "no-editable", .flag, .own, variables: ["SWUV_NO_EDITABLE", "UV_NO_EDITABLE"],
        "Install members as copies and not in place")

    // MARK: The lock

    static let locked = OptionSpec(
        "locked", .flag, .own, variables: ["SWUV_LOCKED", "UV_LOCKED"],
        "Fail when the lock does not fit the project any more")
    static let frozen = OptionSpec(
        "frozen", .flag, .own, aliases: ["check-exists"], variables: ["SWUV_FROZEN", "UV_FROZEN"],
        "Use the lock as it is, without a look at whether it fits")
    static let noSources = OptionSpec(
        "no-sources", .flag, .own, variables: ["SWUV_NO_SOURCES", "UV_NO_SOURCES"], configurable: true,
        "Leave out `sources` of the project: everything comes from the indexes")
    static let noSourcesPackage = OptionSpec(
        "no-sources-package", .list("NO_SOURCES_PACKAGE"), .own, configurable: true,
        "The same for this package only")
    static let check = OptionSpec(
        "check", .flag, .own, "Say whether everything is up to date, change nothing")

    // MARK: The environment

    static let active = OptionSpec(
        "active", .flag, .own, negation: "no-active",
        "Work on the active virtual environment and not on the project's own")
    static let exact = OptionSpec("exact", .flag, .own, "Remove packages that the lock does not name")
    static let inexact = OptionSpec(
        "inexact", .flag, .own, aliases: ["no-exact"], "Leave packages that the lock does not name")
    static let noSync = OptionSpec(
        "no-sync", .flag, .own, variables: ["SWUV_NO_SYNC", "UV_NO_SYNC"], "Leave the environment as it is")

    /// Which extras, groups and members are meant.
    static let selectionGroup: [OptionSpec] = [
        projectExtra, projectAllExtras, noExtra, projectGroup, onlyGroup, noGroup, allGroups,
        noDefaultGroups, dev, noDev, onlyDev, package, allPackages,
    ]
    static let lockGroup: [OptionSpec] = [locked, frozen, noSources, noSourcesPackage]
}
