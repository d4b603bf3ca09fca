internal import Installer

extension Settings {
    /// What a command that needs the lock of a project asks for.
    func lockRequest() throws -> LockRequest {
        var mode = LockRequest.Mode.update
        if try isOn(.frozen) {
            mode = .frozen
        } else if try isOn(.locked) {
            mode = .check(flag: "--locked")
        }
        var request = LockRequest(
            directory: workingDirectory, project: path(.project), access: try projectIndexAccess(),
            resolution: try resolutionOptions(), python: try environmentTarget(),
            upgrade: try selection(all: .upgrade, some: .upgradePackage), mode: mode,
            variants: try variantRequest())
        request.unsourced = try selection(all: .noSources, some: .noSourcesPackage)
        return request
    }
}
