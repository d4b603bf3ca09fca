internal import Installer

/// The settings that several requests hold.
extension Settings {
    func resolutionOptions() throws -> ResolutionOptions {
        var prerelease = try choice(.prerelease, as: ResolutionOptions.Prerelease.self)
        if try prerelease == nil && isOn(.pre) { prerelease = .allow }
        var options = ResolutionOptions()
        options.mode = try choice(.resolution, as: ResolutionOptions.Mode.self) ?? .highest
        if let prerelease { options.prerelease = prerelease }
        options.excludeNewer = try moment(.excludeNewer)
        options.noDependencies = try isOn(.noDeps)
        options.noBuild = try isOn(.noBuild) ? .all : .none
        options.noBinary = try formatSelection(.noBinary)
        options.onlyBinary = try formatSelection(.onlyBinary)
        options.requireHashes = try isOn(.requireHashes)
        options.buildsSources = true
        return options
    }

    func environmentTarget() throws -> EnvironmentTarget {
        var destination = EnvironmentTarget.Destination.environment
        if let path = path(.target) {
            destination = .target(path)
        } else if let path = path(.prefix) {
            destination = .prefix(path)
        }
        return EnvironmentTarget(
            python: pythonRequest(), system: try isOn(.system), destination: destination,
            breakSystemPackages: try isOn(.breakSystemPackages))
    }

    /// `--python`; a relative path of a configuration file starts at that file.
    func pythonRequest() -> String? {
        guard let value = value(of: .python) else { return nil }
        guard case .file(_, let directory) = value.origin, value.text.contains("/") else { return value.text }
        return Path(value.text).absolute(in: directory).text
    }

    func requirementSources(positionalsAreFiles: Bool) throws -> RequirementSources {
        RequirementSources(
            requirements: positionalsAreFiles ? [] : arguments.positionals, editables: texts(.editable),
            files: positionalsAreFiles ? arguments.positionals : texts(.requirements),
            constraints: texts(.constraints), overrides: texts(.overrides), extras: try extras(.extra),
            allExtras: try isOn(.allExtras), groups: texts(.group))
    }

    /// The directory of the cache, whether it exists or not. nil for `--no-cache`.
    ///
    /// `UV_CACHE_DIR` holds uv's own cache, whose `clean` removes all of the directory and ours would too: a
    /// directory `swuv` below it keeps them apart.
    func cacheDirectory() throws -> Path? {
        if try isOn(.noCache) { return nil }
        if let value = value(of: .cacheDir) {
            let path = Path(value.text).absolute(in: value.base(workingDirectory))
            return value.origin == .variable("UV_CACHE_DIR") ? path / "swuv" : path
        }
        if let home = environment["XDG_CACHE_HOME"], home.hasPrefix("/") { return Path(home) / "swuv" }
        if let home = environment["HOME"], !home.isEmpty { return Path(home) / ".cache" / "swuv" }
        return Directory.temporaryRoot(environment) / "swuv-cache"
    }
}
