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
        configurable: true,
        "A setting for build backends, `KEY=VALUE`; several of one key make a list")
    static let configSettingsPackage = OptionSpec(
        "config-settings-package", .list("PACKAGE:KEY=VALUE"), .build, aliases: ["config-setting-package"],
        configurable: true,
        "A setting for the build backend of this package; it counts before `--config-setting`")
    static let exportHostProperties = OptionSpec(
        "export-host-properties", .list("PACKAGE"), .build,
        variables: ["SWUV_EXPORT_HOST_PROPERTIES"], configurable: true,
        "Tell builds of this package, or of `:all:`, for which GPUs of `--variant-profile` to compile")
    static let buildConstraintDependencies = OptionSpec(
        "build-constraint-dependencies", .list("REQUIREMENT"), .build, configurable: true,
        visibility: .notOnCommandLine, "Requirements that narrow what is used to build")
    static let extraBuildDependencies = OptionSpec(
        "extra-build-dependencies", .list("PACKAGE:REQUIREMENT"), .build, configurable: true,
        visibility: .notOnCommandLine,
        "What builds of a package need and its project does not say; a table from packages to requirements")
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
        noBuildIsolation, noBuildIsolationPackage, buildConstraints, configSetting, configSettingsPackage,
        exportHostProperties,
    ]
    static let buildSettingsOfFiles: [OptionSpec] = [buildConstraintDependencies, extraBuildDependencies]
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
        for value in values(of: .buildConstraintDependencies) {
            settings.constraints.append(try requirement(value.text, in: value, .buildConstraintDependencies))
        }
        for value in values(of: .configSetting) {
            let (key, text) = try assignment(value.text[...], in: value, .configSetting)
            settings.configuration[key, default: []].append(text)
        }
        for value in values(of: .configSettingsPackage) {
            let (name, rest) = try ofPackage(value, .configSettingsPackage)
            let (key, text) = try assignment(rest, in: value, .configSettingsPackage)
            settings.packageConfiguration[name, default: [:]][key, default: []].append(text)
        }
        for value in values(of: .extraBuildDependencies) {
            let (name, rest) = try ofPackage(value, .extraBuildDependencies)
            settings.extraRequirements[name, default: []].append(
                try requirement(String(rest), in: value, .extraBuildDependencies))
        }
        settings.exports = try formatSelection(.exportHostProperties)
        settings.profile = try hostProfile(.variantProfile)
        if let seconds = try integer(.buildTimeout, atLeast: 1) { settings.timeout = .seconds(seconds) }
        if let count = try integer(.concurrentBuilds, atLeast: 1) { settings.concurrency = count }
        return settings
    }

    /// `KEY=VALUE`
    private func assignment(
        _ text: Substring, in value: SettingValue, _ option: OptionSpec
    ) throws -> (key: String, value: String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw value.complaint(about: option, "expected `KEY=VALUE`")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    /// `PACKAGE:` and something.
    private func ofPackage(
        _ value: SettingValue, _ option: OptionSpec
    ) throws -> (name: PackageName, rest: Substring) {
        guard let colon = value.text.firstIndex(of: ":"),
            let name = PackageName(String(value.text[..<colon]))
        else {
            throw value.complaint(about: option, "expected the name of a package and `:` at the beginning")
        }
        return (name, value.text[value.text.index(after: colon)...])
    }

    private func requirement(
        _ text: String, in value: SettingValue, _ option: OptionSpec
    ) throws -> Requirement {
        do throws(RequirementError) {
            return try Requirement(parsing: text)
        } catch {
            throw value.complaint(about: option, error.message)
        }
    }
}
