internal import Installer

/// What configuration files say about extras and groups of a project.
extension Settings {
    /// Their `default-extras` and `default-groups`: of the files beside the project, which count before its own
    /// document, and of those of the user and the machine, which count after it.
    func selectionDefaults() -> (project: SelectionDefaults, user: SelectionDefaults) {
        func merged(_ files: [ConfigurationFile]) -> SelectionDefaults {
            let extras = files.first { $0.defaults.extras != nil }
            let groups = files.first { $0.defaults.groups != nil }
            var defaults = SelectionDefaults(extras: extras?.defaults.extras, groups: groups?.defaults.groups)
            (defaults.extrasFile, defaults.groupsFile) = (extras?.path, groups?.path)
            return defaults
        }
        return (
            merged(configuration.files.filter(\.isOfProject)),
            merged(configuration.files.filter { !$0.isOfProject })
        )
    }

    /// Where packages come from when a project is locked: `sources` of its documents are applied where its
    /// requirements are read, and not to every package of that name.
    func projectIndexAccess() throws -> IndexAccess {
        var configuration = configuration
        for index in configuration.files.indices where configuration.files[index].kind != .file {
            configuration.files[index].pins = [:]
        }
        return try Settings(
            arguments: arguments, environment: environment, configuration: configuration,
            workingDirectory: workingDirectory
        ).indexAccess()
    }
}
