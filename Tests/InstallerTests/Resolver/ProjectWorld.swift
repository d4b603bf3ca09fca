import Testing
import VariantProviders

@testable import Installer

/// A project that is resolved for all environments, in a few lines, with a judge that walks the result in every
/// environment, for every extra and label, without any of the resolver's code.
struct ProjectRow: Sendable, CustomTestStringConvertible {
    var what: String
    /// As `World.release` reads them; `{only cu126}` puts a release on an index that has to be named.
    var world: [String]
    /// `torch>=2 | when 'demo:cpu' in extras | from cu126`
    var roots: [String]
    var constraints: [String] = []
    var overrides: [String] = []
    var python = ">=3.10"
    var excluded: [String] = []
    var environments: [String] = []
    var required: [String] = []
    /// `cu126 = nvidia.cuda:12.6 ; sys_platform == 'linux' ; torch>=2,<3`: labels of the map `hw` of `packages`.
    var map: [String] = []
    var packages = ["torch"]
    var noBuild: [String] = []
    /// Lines that `told` has to hold.
    var expected: [String] = []
    /// All packages, `torch==2.1 @cu126`; nil: not laid down.
    var all: [String]?
    /// What the failure has to mention.
    var failure: [String]?
    var labels: [String]?
    var testDescription: String { what }

    // MARK: The request

    static func url(_ index: String) -> String { "https://\(index).example/simple" }

    static func lockMarker(_ text: String) -> MarkerSet {
        MarkerSet(try! Marker(parsing: text, inLock: true))
    }

    static func root(_ text: String) -> RootRequirement {
        let parts = text.components(separatedBy: " | ")
        var root = RootRequirement(try! Requirement(parsing: parts[0]))
        for part in parts.dropFirst() {
            if part.hasPrefix("when ") { root.condition = lockMarker(String(part.dropFirst(5))) }
            if part.hasPrefix("from ") { root.index = url(String(part.dropFirst(5))) }
        }
        return root
    }

    var variantIndex: VariantIndex? {
        if map.isEmpty { return nil }
        let variants = map.map { line in
            let sides = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            let parts = sides[1].components(separatedBy: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let properties = parts[0].split(separator: " ").flatMap {
                WorldVariants.properties(String($0))
            }
            var versions: [PackageName: VersionSpecifiers] = [:]
            for text in parts.dropFirst(2) where !text.isEmpty {
                let requirement = try! Requirement(parsing: text)
                versions[requirement.name] = requirement.specifiers
            }
            return VariantIndex.Variant(
                option: VariantOption(
                    label: VariantLabel(sides[0])!, properties: VariantProperties(properties),
                    marker: parts.count > 1 && !parts[1].isEmpty ? try! Marker(parsing: parts[1]) : nil),
                url: Self.url(sides[0]), versions: versions)
        }
        return VariantIndex(
            name: "hw", packages: Set(packages.map { PackageName($0)! }), namespaces: ["nvidia"],
            variants: variants)
    }

    var request: ResolutionRequest {
        var target = UniversalTarget(
            requiresPython: try! VersionSpecifiers(parsing: python).ranges,
            environments: environments.map(Self.lockMarker),
            requiredEnvironments: required.map(Self.lockMarker))
        target.excluded = excluded.reduce(MarkerSet.never) { $0.or(Self.lockMarker($1)) }
        var options = ResolutionOptions(buildsSources: true)
        if !noBuild.isEmpty { options.noBuild = .packages(Set(noBuild.map { PackageName($0)! })) }
        var request = ResolutionRequest(
            requirements: roots.map(Self.root), constraints: constraints.map(Self.root),
            overrides: overrides.map(Self.root), options: options, target: .universal(target))
        if let map = variantIndex { request.variantIndexes = { [map] } }
        return request
    }

    var source: World { World(world.map(World.release)) }

    // MARK: What came of it

    static func name(_ package: ResolvedPackage) -> String {
        var text = "\(package.name.text)==\(package.version)"
        if let index = package.file?.indexURL, index != url("index") {
            text += " @" + index.dropFirst("https://".count).split(separator: ".")[0]
        }
        return text
    }

    static func name(_ edge: ResolvedDependency) -> String {
        let extras = edge.extras.isEmpty ? "" : "[\(edge.extras.map(\.text).joined(separator: ","))]"
        var text = "\(edge.name.text)\(extras)==\(edge.version)"
        if let index = edge.indexURL, index != url("index") {
            text += " @" + index.dropFirst("https://".count).split(separator: ".")[0]
        }
        return edge.marker.isTrue ? text : text + " ; \(edge.marker.text)"
    }

    /// Each root requirement with what it came to, and each edge.
    static func told(_ resolution: Resolution) -> [String] {
        var lines: [String] = []
        for (number, root) in resolution.roots.enumerated() {
            lines += root.map { "\(number) -> \(name($0))" }
        }
        for package in resolution.packages {
            for edge in package.dependencies {
                let extra = edge.extra.map { "[\($0.text)]" } ?? ""
                lines.append("\(name(package))\(extra) -> \(name(edge))")
            }
        }
        return lines
    }

    /// The packages with the edges and forks, to see whether two resolutions are the same.
    static func whole(_ resolution: Resolution) -> [String] {
        resolution.packages.map { "\(name($0)) ; \($0.marker.text)" } + told(resolution)
            + resolution.forks.map { "fork \($0.text)" }
            + resolution.labels.map { "labels \($0.key): \($0.value.map(\.text))" }
    }
}

/// Walks a resolution in one environment, as an installer would.
struct ProjectWalk {
    let row: ProjectRow
    let request: ResolutionRequest
    let resolution: Resolution
    let releases: [World.Release]

    init(_ row: ProjectRow, _ resolution: Resolution) {
        self.row = row
        request = row.request
        self.resolution = resolution
        releases = row.world.map(World.release)
    }

    struct Setting {
        var environment: MarkerEnvironment
        var extras: Set<ExtraName>
        var groups: Set<ExtraName>
        var label: String

        var text: String {
            "\(environment.sysPlatform) \(environment.platformMachine) \(environment.pythonFullVersion) "
                + "\((extras.map(\.text) + groups.map(\.text)).sorted()) \(label)"
        }

        func holds(_ marker: Marker?) -> Bool {
            marker?.evaluate(
                environment, extras: extras, groups: groups,
                variants: { _ in
                    VariantValues(label: label, properties: [], features: [], namespaces: [])
                }) ?? true
        }
    }

    /// What is wrong in the setting; empty when what is reached is a solution.
    func faults(in setting: Setting, used: inout Set<String>) -> [String] {
        var faults: [String] = []
        var reached: [String: ResolvedPackage] = [:]
        var active: [(requirement: Requirement, from: String?)] = []
        var todo: [(edge: ResolvedDependency, from: String)] = []
        for (number, root) in request.requirements.enumerated() {
            guard setting.holds(root.condition?.marker), setting.holds(root.requirement.marker) else {
                continue
            }
            let targets = resolution.roots[number].filter { setting.holds($0.marker.marker) }
            if targets.count != 1 { faults.append("root \(number) has \(targets.count) targets") }
            active.append((root.requirement, root.index))
            todo += targets.map { ($0, "root") }
        }
        var seen: Set<String> = []
        while let (edge, from) = todo.popLast() {
            let candidates = resolution.packages.filter {
                $0.name == edge.name && $0.version == edge.version
                    && (edge.indexURL == nil || $0.file?.indexURL == edge.indexURL)
            }
            guard candidates.count == 1 else {
                faults.append("\(from) -> \(edge.name) is \(candidates.count) packages")
                continue
            }
            let package = candidates[0]
            let text = ProjectRow.name(package)
            if let other = reached[edge.name.text], ProjectRow.name(other) != text {
                faults.append("two of \(edge.name): \(ProjectRow.name(other)), \(text)")
            }
            reached[edge.name.text] = package
            used.insert(text)
            for extra in [nil] + edge.extras.map(Optional.some) {
                guard seen.insert("\(text)[\(extra?.text ?? "")]").inserted else { continue }
                todo += package.dependencies.filter {
                    $0.extra == extra && setting.holds($0.marker.marker)
                }.map { ($0, text) }
                for requirement in package.metadata.requirements {
                    let under =
                        requirement.marker.map {
                            $0.evaluate(setting.environment, extras: extra.map { [$0] } ?? [])
                        } ?? (extra == nil)
                    if extra != nil, requirement.marker?.evaluate(setting.environment) ?? true { continue }
                    if under { active.append((requirement, nil)) }
                }
            }
        }
        for (requirement, index) in active {
            if request.overrides.contains(where: { $0.requirement.name == requirement.name }) { continue }
            guard let package = reached[requirement.name.text] else {
                faults.append("\(requirement) is not met")
                continue
            }
            if !requirement.specifiers.contains(package.version) {
                faults.append("\(requirement) is not met by \(ProjectRow.name(package))")
            }
            if let index, package.file?.indexURL != index {
                faults.append("\(requirement) comes from \(package.file?.indexURL ?? "-")")
            }
        }
        let needed = Set(active.map(\.requirement.name.text))
        for name in reached.keys where !needed.contains(name) { faults.append("\(name) is not needed") }
        let python = Version(setting.environment.pythonFullVersion)!
        for package in reached.values {
            if let lowest = package.metadata.requiresPython?.ranges.lowestPlace, python < lowest {
                faults.append("\(ProjectRow.name(package)) needs a newer Python")
            }
            if let map = row.variantIndex, resolution.labels["hw"] != nil, map.packages.contains(package.name)
            {
                let index = setting.label.isEmpty ? ProjectRow.url("index") : ProjectRow.url(setting.label)
                if package.file?.indexURL != index {
                    faults.append("\(ProjectRow.name(package)) is not of \(setting.label)")
                }
            }
        }
        return faults.map { "\(setting.text): \($0)" }
    }

    /// The environments, extras, groups and labels that the project tells apart.
    var settings: [Setting] {
        guard case .universal(let target) = request.target else { return [] }
        var members: [MarkerTerm] = []
        for root in request.requirements {
            for term in root.condition?.marker?.terms ?? []
            where !members.contains(where: { $0.value == term.value && $0.subject == term.subject }) {
                members.append(term)
            }
        }
        var result: [Setting] = []
        for environment in ResolutionCheck.environments
        where environment.implementationName == "cpython"
            && target.requiresPython.contains(Version(environment.pythonFullVersion)!)
        {
            if !target.environments.isEmpty,
                !target.environments.contains(where: { $0.evaluate(environment) })
            {
                continue
            }
            for bits in 0..<(1 << members.count) {
                let chosen = members.indices.filter { bits >> $0 & 1 == 1 }.map { members[$0] }
                func names(_ subject: MarkerTerm.Subject) -> Set<ExtraName> {
                    Set(chosen.filter { $0.subject == subject }.map { ExtraName(inLock: $0.value)! })
                }
                let (extras, groups) = (names(.extras), names(.dependencyGroups))
                if target.excluded.evaluate(environment, extras: extras, groups: groups) { continue }
                for label in labels(in: environment) {
                    result.append(
                        Setting(environment: environment, extras: extras, groups: groups, label: label))
                }
            }
        }
        return result
    }

    private func labels(in environment: MarkerEnvironment) -> [String] {
        guard let map = row.variantIndex, let solved = resolution.labels["hw"] else { return [""] }
        let options = map.variants.map(\.option).filter { $0.marker?.evaluate(environment) ?? true }
        let labels = options.map(\.label).filter(solved.contains).map(\.text)
        return labels + (options.contains { $0.properties.isEmpty } ? [] : [""])
    }

    var allFaults: [String] {
        var faults: [String] = []
        var used: Set<String> = []
        for setting in settings { faults += self.faults(in: setting, used: &used) }
        for package in resolution.packages where !used.contains(ProjectRow.name(package)) {
            faults.append("\(ProjectRow.name(package)) is used nowhere")
        }
        return faults
    }
}
