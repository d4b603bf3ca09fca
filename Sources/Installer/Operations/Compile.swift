/// Resolves requirements to pins, and writes them when the request names a file.
package func compileRequirements(_ request: CompileRequest, in session: Session) throws -> CompileReport {
    let started = Clock.monotonic()
    var options = request.resolution
    options.pinsSources = true
    var requirements = try GatheredRequirements(
        request.sources, access: request.access, options: options, in: session)
    let interpreter = try session.interpreter(for: request.target, preference: .any)
    let output = request.output.map { $0.absolute(in: session.workingDirectory) }
    let use = try session.useCache()
    defer { withExtendedLifetime(use) {} }
    let source = try session.distributions(
        requirements.access, for: interpreter, options: requirements.options)
    try requirements.complete(from: source)
    let host = try session.variantHost(
        request.variants, interpreter: interpreter, platform: request.pythonPlatform)
    var resolutionRequest = ResolutionRequest(
        requirements: requirements.roots, constraints: requirements.constraints,
        overrides: requirements.overrides,
        preferences: try output.map { try OutputPins.read($0, except: request.upgrade, in: session) } ?? [:],
        options: requirements.options, target: target(of: request, interpreter),
        variants: host,
        abiOverrides: session.abiOverrides())
    var distributions: any DistributionSource = source
    if !request.universal {
        // Text for all environments could not say which index a pin is of.
        let environment = TargetEnvironment(
            interpreter, pythonVersion: request.pythonVersion, platform: request.pythonPlatform)
        let labels = VariantIndexChoice(
            host: host, access: requirements.access, source: source, target: environment,
            rules: ReleaseJudgement.Rules(environment, options: requirements.options),
            roots: requirements.roots + requirements.constraints, in: session)
        labels.serve(&resolutionRequest)
        distributions = labels.rewriting(source)
    }
    let resolution = try resolve(resolutionRequest, source: distributions, reporter: session.reporter)
    let names = Set(resolution.packages.map(\.name))
    let step = StepSummary(.resolved, count: names.count, in: .nanoseconds(Clock.monotonic() - started))
    session.reporter.finished(step)
    let text = PinText(style: request.style, indexes: requirements.access.index).text(of: resolution.packages)
    if let output {
        // The same text leaves the file, and the time on it, alone.
        let bytes = Array(text.utf8)
        if try File.readIfPresent(output) != bytes { try File.writeAtomically(bytes, to: output) }
    }
    return CompileReport(
        text: text, steps: [step],
        packages: resolution.packages.map { package in
            CompiledPackage(
                name: package.name, version: package.version, marker: PinText.marker(of: package),
                via: PinText.via(of: package))
        }, output: output)
}

private func target(of request: CompileRequest, _ interpreter: Interpreter) -> ResolutionTarget {
    guard request.universal else {
        return TargetEnvironment(
            interpreter, pythonVersion: request.pythonVersion, platform: request.pythonPlatform
        ).resolution
    }
    // Universal means this Python and every newer one.
    let lowest = request.pythonVersion ?? interpreter.version.withoutPatch
    return .universal(requiresPython: VersionRanges(VersionSpecifier(.greaterOrEqual, lowest)))
}

extension Version {
    /// `3.12` of `3.12.4`.
    fileprivate var withoutPatch: Version {
        Version(release.prefix(2).map(String.init).joined(separator: ".")) ?? self
    }
}

/// The pins of an earlier output: versions to keep where they still fit.
enum OutputPins {
    static func read(
        _ output: Path, except upgrade: PackageSelection, in session: Session
    ) throws -> [PackageName: [VersionPreference]] {
        guard upgrade != .all, try File.status(output) != nil else { return [:] }
        let file: RequirementsFile
        do {
            file = try RequirementsFile.read(
                output, in: session.workingDirectory, environment: session.environment)
        } catch {
            session.reporter.warning(
                error.diagnostic.wrapped(in: "The pins in `\(session.shown(output))` are not used"))
            return [:]
        }
        var pins: [PackageName: [VersionPreference]] = [:]
        for entry in file.requirements {
            guard case .named(let requirement) = entry.subject, let version = requirement.specifiers.pinned,
                !upgrade.contains(requirement.name)
            else { continue }
            pins[requirement.name, default: []].append(
                VersionPreference(version, marker: requirement.marker.map { MarkerSet($0) }))
        }
        return pins
    }
}
