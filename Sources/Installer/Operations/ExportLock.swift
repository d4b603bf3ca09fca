/// Writes the lock of a project in a form that other tools read.
///
/// The extras and groups in force are taken for granted, environments stay as markers. What no format can say, the
/// choice among labels of a variant index and among extras that exclude each other, is made for this host or for the
/// profile given, and said.
package func exportLock(_ request: ExportRequest, in session: Session) throws -> ExportReport {
    let locked = try lockProject(request.sync.lock, in: session)
    let output = request.output.map { $0.absolute(in: session.workingDirectory) }
    let run = ExportRun(request: request, session: session, locked: locked)
    let export = try run.export()
    var style = ExportStyle(
        directory: output?.parent ?? session.workingDirectory, root: locked.workspace.root)
    style.headerCommand = request.headerCommand
    style.hashes = request.hashes
    style.annotations = request.annotations
    style.options = request.options
    style.editable = request.editable
    style.omitting = request.omitting
    if request.sync.omitsProject { style.omitting.formUnion(try run.members()) }
    style.omitsMembers = request.sync.omitsMembers
    if request.sync.lock.script != nil { style.nameless = Workspace.rootName }
    let text = request.format == .pylock ? export.pylock(style) : export.requirements(style)
    if let output {
        let bytes = Array(text.utf8)
        if try File.readIfPresent(output) != bytes { try File.writeAtomically(bytes, to: output) }
    }
    return ExportReport(
        text: text,
        packages: export.entries.filter { !style.isOmitted($0.package) }.map {
            ($0.package.name, $0.package.version, $0.marker.marker?.description)
        }, output: output)
}

extension ExportRequest {
    /// The indexes as options of a requirements file.
    fileprivate var options: [String] {
        let index = sync.lock.access.index
        var lines: [String] = []
        if emitIndexURL {
            for location in index.indexes where !location.isExplicit {
                lines.append((location.isDefault ? "--index-url " : "--extra-index-url ") + location.url)
            }
        }
        if emitFindLinks { lines += index.findLinks.map { "--find-links " + $0 } }
        return lines
    }
}

private struct ExportRun {
    let request: ExportRequest
    let session: Session
    let locked: LockReport

    func members() throws -> [PackageName] {
        try session.members(request.sync.members, of: locked.workspace)
    }

    func export() throws -> LockExport {
        let members = try members()
        let root = locked.workspace.environmentPath(environment: session.environment)
        var inForce = try session.inForce(
            members: members, from: locked, for: request.sync,
            remembered: RememberedSelection(in: root, reporter: session.reporter))
        if !inForce.remembered.isEmpty { session.reporter.note(inForce.remembered.note) }
        var lock = locked.lock
        let host = ExportHost(request: request, session: session)
        if !lock.choices.isEmpty {
            let preferences = inForce.preferences
            try inForce.decide(lock, markers: host.interpreter().markerEnvironment) {
                try host.variants(preferences).rank($0, namespaces: $1, packages: $2)
            }
            tell(inForce.decisions)
        }
        var assumptions = LockExport.Assumptions(members: members)
        assumptions.includesProject = inForce.includesProject
        assumptions.pruned = request.pruned
        assumptions.extras = inForce.extras
        assumptions.groups = inForce.groups
        assumptions.labels = inForce.labels
        lock = lock.narrowed(by: inForce.narrowings)
        let export = LockExport(lock, assuming: assumptions)
        guard request.sync.lock.variants.profile != nil || !export.ambiguous.isEmpty else {
            if !export.ofSomeVariants.isEmpty {
                session.reporter.note(
                    "What only some variants need is exported for all of them: "
                        + Self.list(export.ofSomeVariants))
            }
            return export
        }
        if export.ofSomeVariants.isEmpty { return export }
        session.reporter.note(
            "What only some variants need is exported for "
                + (request.sync.lock.variants.profile == nil ? "this host" : "the host of the profile") + ": "
                + Self.list(export.ofSomeVariants))
        (assumptions.variants, assumptions.releases) = try host.chosen(lock, inForce)
        return LockExport(lock, assuming: assumptions)
    }

    /// What the hardware had to decide.
    private func tell(_ decisions: [HardwareDecision]) {
        for decision in decisions {
            let choice =
                switch decision.subject {
                case .extra(let extra, _): "the extra `\(extra)`"
                case .index(let name): "the label `\(decision.label?.text ?? "")` of `\(name)`"
                }
            session.reporter.note(
                "Exported for \(choice), after the hardware "
                    + (request.sync.lock.variants.profile == nil ? "of this host" : "of the profile"))
        }
    }

    private static func list(_ names: Set<PackageName>) -> String {
        let shown = names.sorted().prefix(6).map { "`\($0)`" }.joined(separator: ", ")
        return shown + (names.count > 6 ? " and \(names.count - 6) more" : "")
    }
}

/// The interpreter and the variants of this host, asked for only where the answer hangs on them.
private struct ExportHost {
    let request: ExportRequest
    let session: Session

    func interpreter() throws -> Interpreter {
        try session.interpreter(for: request.sync.lock.python, preference: .any)
    }

    func variants(_ preferences: VariantPreferences) throws -> VariantHost {
        var variants = request.sync.lock.variants
        variants.preferences = preferences
        return try session.variantHost(variants, interpreter: interpreter(), platform: nil)
    }

    /// What markers see of the variants that are selected here, and of the releases they are of.
    func chosen(
        _ lock: Lock, _ inForce: SelectionInForce
    ) throws -> (
        variants: (PackageName) -> VariantValues, releases: (PackageName, Version) -> VariantValues
    ) {
        let interpreter = try interpreter()
        let host = try variants(inForce.preferences)
        let setting = LockSelection.Setting(
            inForce, markers: interpreter.markerEnvironment, tags: interpreter.tags,
            supported: { try host.supported(for: $0, namespaces: $1).wait() })
        var values: [PackageName: VariantValues] = [:]
        var versions: [PackageName: Version] = [:]
        for item in try LockSelection(lock, in: setting).items {
            guard let variant = item.variant else { continue }
            values[item.package.name] = variant.match.markerValues
            versions[item.package.name] = item.package.version
        }
        return (
            { values[$0] ?? .ordinary }, { versions[$0] == $1 ? values[$0] ?? .ordinary : .ordinary }
        )
    }
}
