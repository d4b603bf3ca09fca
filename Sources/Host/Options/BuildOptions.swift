internal import Installer

/// The options about building from source. Names and meanings are uv's.
extension OptionSpec {
    static let noBuildIsolation = OptionSpec(
        "no-build-isolation", .flag, .build, negation: "build-isolation",
        variables: ["SWUV_NO_BUILD_ISOLATION", "UV_NO_BUILD_ISOLATION"], configurable: true,
        "Build in the environment itself, which must hold what builds need")
    static let noBuildIsolationPackage = OptionSpec(
        "no-build-isolation-package", .list("NO_BUILD_ISOLATION_PACKAGE"), .build, configurable: true,
        "The same for this package only")
    static let buildConstraints = OptionSpec(
        "build-constraints", .list("BUILD_CONSTRAINTS"), .build, short: "b", aliases: ["build-constraint"],
        variables: ["SWUV_BUILD_CONSTRAINT", "UV_BUILD_CONSTRAINT", "PIP_BUILD_CONSTRAINT"],
        completes: .file, "A requirements file that narrows what is used to build")
    static let configSetting = OptionSpec(
        "config-setting", .list("CONFIG_SETTING"), .build, short: "C", aliases: ["config-settings"],
        "A setting for build backends, `KEY=VALUE`; several of one key make a list")
    static let buildTimeout = OptionSpec(
        "build-timeout", .one("SECONDS"), .global, variables: ["SWUV_BUILD_TIMEOUT"], configurable: true,
        visibility: .notOnCommandLine,
        "Seconds after which a call of a build backend has failed (by default: 7200)")
    static let concurrentBuilds = OptionSpec(
        "concurrent-builds", .one("COUNT"), .global,
        variables: ["SWUV_CONCURRENT_BUILDS", "UV_CONCURRENT_BUILDS"], configurable: true,
        visibility: .notOnCommandLine,
        "How many builds may be under way at once (by default: as many as there are processors)")

    static let buildGroup: [OptionSpec] = [
        noBuildIsolation, noBuildIsolationPackage, buildConstraints, configSetting,
    ]
}

extension Settings {
    func buildSettings() throws -> BuildSettings {
        var settings = BuildSettings()
        settings.noIsolation =
            try isOn(.noBuildIsolation) ? .all : .packages(Set(names(.noBuildIsolationPackage)))
        for file in texts(.buildConstraints) {
            let read = try RequirementsFile.read(
                Path(file), flag: "--build-constraints", in: workingDirectory, environment: environment)
            for entry in read.requirements + read.constraints {
                guard case .named(let requirement) = entry.subject, requirement.extras.isEmpty else {
                    throw Diagnostic("`\(file)` holds something that is no constraint", exitCode: .usage)
                }
                settings.constraints.append(requirement)
            }
        }
        for value in values(of: .configSetting) {
            guard let equals = value.text.firstIndex(of: "="), equals != value.text.startIndex else {
                throw value.complaint(about: .configSetting, "expected `KEY=VALUE`")
            }
            settings.configuration[String(value.text[..<equals]), default: []].append(
                String(value.text[value.text.index(after: equals)...]))
        }
        if let seconds = try integer(.buildTimeout, atLeast: 1) { settings.timeout = .seconds(seconds) }
        if let count = try integer(.concurrentBuilds, atLeast: 1) { settings.concurrency = count }
        return settings
    }
}
