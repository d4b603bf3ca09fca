internal import Installer

enum TreeCommand {
    static let spec = CommandSpec(
        "tree", "Show what a project needs, and what that needs",
        options: {
            [
                .depth, .prune, .treePackage, .noDedupe, .invert, .outdated, .treeUniversal, .allVariants,
                .forHost,
                .projectExtra, .projectAllExtras, .noExtra, .projectGroup, .onlyGroup, .noGroup, .allGroups,
                .noDefaultGroups, .dev, .noDev, .onlyDev, .forget, .locked, .frozen, .noSources,
                .noSourcesPackage, .scriptFile, .project,
                .noBuild,
                .noBinary, .onlyBinary,
            ] + OptionSpec.indexGroup + OptionSpec.resolverGroup + OptionSpec.variantGroup
                + OptionSpec.buildGroup
                + OptionSpec.refreshGroup + [.python]
        },
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let context = try context.onScript()
        let settings = context.settings
        var scope = ProjectTreeRequest.Scope.host
        if try settings.isOn(.allVariants) { scope = .allVariants }
        if try settings.isOn(.treeUniversal) { scope = .universal }
        let isInverted = try settings.isOn(.invert)
        var request = ProjectTreeRequest(
            sync: try syncRequest(context), scope: scope, packages: try settings.names(.treePackage),
            pruned: Set(try settings.names(.prune)), isInverted: isInverted)
        request.findsNewest = try settings.isOn(.outdated)
        let depth = try settings.integer(.depth, atLeast: 0)
        let repeats = try settings.isOn(.noDedupe)
        return try context.withSession { [request] session in
            let report = try projectTree(request, in: session)
            for note in report.notes { session.reporter.note(note) }
            let text = TreeText(
                report.tree, depth: depth, repeats: repeats, isInverted: isInverted,
                style: context.console.outputStyle)
            if context.isJSON {
                context.emit(members(of: report))
            } else {
                context.console.result(text.lines.map { $0 + "\n" }.joined())
            }
            return 0
        }
    }

    /// `--package` names what is shown and no member.
    private static func syncRequest(_ context: CommandContext) throws -> SyncRequest {
        var arguments = context.arguments
        arguments.occurrences[OptionSpec.treePackage.name] = nil
        let settings = Settings(
            arguments: arguments, environment: context.settings.environment,
            configuration: context.settings.configuration,
            workingDirectory: context.settings.workingDirectory)
        var request = try settings.syncRequest()
        request.lock.script = try settings.script()
        if let profile = try settings.hostProfile(.forHost) { request.lock.variants.profile = profile }
        return request
    }

    private static func members(of report: ProjectTreeReport) -> [(key: String, value: JSONValue)] {
        let tree = report.tree
        let reached = tree.reached.sorted()
        let numbers = Dictionary(uniqueKeysWithValues: reached.enumerated().map { ($1, $0) })
        var members: [(key: String, value: JSONValue)] = [
            ("roots", .array(tree.roots.compactMap { numbers[$0].map { JSONValue($0) } })),
            (
                "packages",
                .array(
                    reached.map { place in
                        let node = tree.nodes[place]
                        return .object(
                            [("name", .string(node.name.text))]
                                + JSONReport.optional("version", node.version?.description)
                                + JSONReport.optional("latest", node.newest?.description)
                                + (node.isMember ? [("member", .bool(true))] : [])
                                + (node.origins.isEmpty ? [] : [("from", JSONValue(node.origins))])
                                + [("dependencies", .array(tree.edges[place].map { value($0, numbers) }))])
                    })
            ),
        ]
        if let extras = report.extras {
            members.append(("extras", JSONValue(extras.sorted().map(\.text).filter { $0.contains(":") })))
        }
        if let groups = report.groups { members.append(("groups", JSONValue(groups.sorted().map(\.text)))) }
        if !report.labels.isEmpty {
            members.append(
                (
                    "labels",
                    .object(report.labels.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.text)) })
                ))
        }
        return members
    }

    private static func value(_ edge: DependencyTree.Edge, _ numbers: [Int: Int]) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [("package", JSONValue(numbers[edge.to] ?? 0))]
        if !edge.extras.isEmpty { members.append(("extras", JSONValue(edge.extras.map(\.text)))) }
        switch edge.part {
        case .extra(let name): members.append(("extra", .string(name.text)))
        case .group(let name): members.append(("group", .string(name.text)))
        case .project: break
        }
        return .object(members + JSONReport.optional("marker", edge.marker?.description))
    }
}

extension OptionSpec {
    static let depth = OptionSpec(
        "depth", .one("DEPTH"), .own, short: "d", "Show no more than so many levels below the top")
    static let prune = OptionSpec(
        "prune", .list("PRUNE"), .own, "Leave out this package and what only it needs")
    static let treePackage = OptionSpec(
        "package", .list("PACKAGE"), .own, "Show this package instead of the project")
    static let noDedupe = OptionSpec(
        "no-dedupe", .flag, .own, "Show what a package needs each time it comes up")
    static let invert = OptionSpec(
        "invert", .flag, .own, aliases: ["reverse"], "Show who needs each package, not what it needs")
    static let outdated = OptionSpec(
        "outdated", .flag, .own,
        "Ask the indexes, and show the newest version of each package that has a newer one")
    static let treeUniversal = OptionSpec(
        "universal", .flag, .own, "Show all of the lock: every Python, platform, extra, group and variant")
    static let allVariants = OptionSpec(
        "all-variants", .flag, .own, "Show every variant, not only those that this host takes")
    static let forHost = OptionSpec(
        "for-host", .one("FILE"), .variants, completes: .file, "Another name of `--variant-profile`")
}
