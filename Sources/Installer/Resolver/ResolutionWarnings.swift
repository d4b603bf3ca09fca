/// What a user should hear about a resolution that worked out: yanked versions, unknown extras,
/// requirements without a lower bound where the lowest version is taken.
struct ResolutionWarnings {
    let request: ResolutionRequest
    let reporter: any Reporter

    func tell(_ resolution: Resolution, timeless: [PackageName] = []) {
        if !timeless.isEmpty {
            let names = ReportNames.enumeration(timeless.map { "`\($0.text)`" }, "and")
            reporter.warning(
                Diagnostic(
                    "The index does not tell when files of \(names) were uploaded; "
                        + "`--exclude-newer` leaves them out"))
        }
        for package in resolution.packages {
            let pin = "\(package.name.text)==\(package.version)"
            if let reason = package.yanked {
                let why = reason.isEmpty ? "" : " (reason: \(reason))"
                reporter.warning(Diagnostic("`\(pin)` is yanked\(why)"))
            }
            for extra in package.extras where !package.knows(extra) {
                reporter.warning(
                    Diagnostic("The package `\(pin)` does not have an extra named `\(extra.text)`"))
            }
        }
        guard request.options.mode != .highest else { return }
        var told: Set<PackageName> = []
        for root in request.requirements where root.requirement.url == nil {
            let name = root.requirement.name
            guard root.requirement.specifiers.ranges.lowestPlace == nil, told.insert(name).inserted,
                resolution[name] != nil
            else { continue }
            let hint = "Give it a lower bound, so that `--resolution \(request.options.mode.rawValue)`"
            reporter.warning(
                Diagnostic(
                    "The direct dependency `\(name.text)` has no lower bound",
                    hints: ["\(hint) does not take an outdated version"]))
        }
    }
}

extension ResolvedPackage {
    fileprivate func knows(_ extra: ExtraName) -> Bool {
        metadata.providesExtras.contains(extra)
            || metadata.requirements.contains { $0.marker?.mentionedExtras.contains(extra) ?? false }
    }
}
