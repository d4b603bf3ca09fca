import Synchronization
import Testing
import VariantProviders

@testable import Installer

/// Variant indexes in one environment, variants of packages in all of them, and what resolutions are asked again for.
@Suite struct LabelResolveTests {
    static let world = [
        "torch 2.1 {only cu126}", "torch 2.2 {only cu130}", "torch 2.0 {only cpu}", "torch 2.3", "numpy 1",
        "light 1: torch", "light 2: torch==2.2", "vision 1 {only cu126}: torch", "vision 2 {only cpu}: torch",
    ]

    struct Row: Sendable, CustomTestStringConvertible {
        var what: String
        var requires: [String]
        var chosen: [String]
        /// `torch 2.3`; with `out` behind it, it may not stay.
        var installed: [String] = []
        var from: [String: String] = [:]
        var expected: [String]?
        /// The label taken; nil: the map was not met, or there was none.
        var label: String?
        var asked: [String]?
        var testDescription: String { what }
    }

    static let rows: [Row] = [
        Row(
            what: "the best label", requires: ["torch"], chosen: ["cu130", "cu126", "cpu"],
            expected: ["torch==2.2 @cu130"], label: "cu130", asked: ["torch https://cu130.example/simple"]),
        Row(
            what: "the next, where the best has no such version", requires: ["torch<2.2"],
            chosen: ["cu130", "cu126", "cpu"], expected: ["torch==2.1 @cu126"], label: "cu126"),
        Row(
            what: "the next, where the best lacks the package", requires: ["vision"],
            chosen: ["cu130", "cu126"], expected: ["torch==2.1 @cu126", "vision==1 @cu126"], label: "cu126"),
        Row(
            what: "an older release of what needs it", requires: ["light"], chosen: ["cu126"],
            expected: ["light==1", "torch==2.1 @cu126"], label: "cu126"),
        Row(
            what: "no label", requires: ["torch"], chosen: [], expected: ["torch==2.3"], asked: ["torch"]),
        Row(
            what: "a label that is not of the map", requires: ["torch"], chosen: ["cu999"],
            expected: ["torch==2.3"]),
        Row(what: "no label has it", requires: ["torch==2.3"], chosen: ["cu130", "cpu"], expected: nil),
        Row(
            what: "the map is not met", requires: ["numpy"], chosen: ["cpu"], expected: ["numpy==1"],
            asked: ["numpy"]),
        Row(
            what: "what is installed will do", requires: ["torch"], chosen: ["cu130"],
            installed: ["torch 2.3"],
            expected: ["torch==2.3 installed"], asked: []),
        Row(
            what: "what is installed may not stay", requires: ["torch"], chosen: ["cu126"],
            installed: ["torch 2.3 out"], expected: ["torch==2.1 @cu126"], label: "cu126"),
        Row(
            what: "an index that is named takes precedence", requires: ["torch"], chosen: ["cu130"],
            from: ["torch": "cpu"], expected: ["torch==2.0 @cpu"]),
    ]

    static let map = ProjectRow(
        what: "", world: [], roots: [],
        map: ["cu130 = nvidia.cuda:13", "cu126 = nvidia.cuda:12", "cpu ="], packages: ["torch", "vision"]
    ).variantIndex!

    private static let exactNames: MappedNames = {
        var names = MappedNames()
        names.add(Array("[[variant-index]]\npackages = ['torch', 'vision']".utf8))
        return names
    }()

    /// Also where it is known beforehand which names the map may have.
    @Test(arguments: rows, [MappedNames.any, exactNames])
    func oneEnvironment(_ row: Row, _ names: MappedNames) throws {
        let world = World(lines: Self.world)
        var request = ResolutionRequest(
            requirements: row.requires.map { text in
                var root = RootRequirement(try! Requirement(parsing: text))
                root.index = row.from[text].map(ProjectRow.url)
                return root
            }, target: World.target())
        for line in row.installed {
            let words = line.split(separator: " ").map(String.init)
            let metadata = CoreMetadata(name: PackageName(words[0])!, version: Version(words[1])!)
            request.installed[metadata.name] = InstalledCandidate(
                version: metadata.version, metadata: { metadata }, isRuledOut: { words.count > 2 })
        }
        request.mappedNames = { names }
        request.variantIndexes = { [Self.map] }
        request.chosenLabels = { map in
            #expect(map.name == "hw")
            return row.chosen.map { VariantLabel($0)! }
        }
        let resolution: Resolution
        do {
            resolution = try resolve(request, source: world)
        } catch is ResolutionFailure {
            #expect(row.expected == nil)
            return
        }
        #expect(
            resolution.packages.map {
                ProjectRow.name($0) + ($0.source == .installed ? " installed" : "")
            } == row.expected)
        #expect(resolution.labels["hw"].map { $0.map(\.text) } == row.label.map { [$0] })
        if let asked = row.asked { #expect(world.pagesAsked.withLock { $0 } == asked) }
    }

    /// A map that cannot be read, and one whose labels cannot be ranked, are errors and no reason to look elsewhere.
    @Test func failuresAreTold() {
        var request = ResolutionRequest(
            requirements: [RootRequirement(try! Requirement(parsing: "torch"))], target: World.target())
        request.variantIndexes = { throw Diagnostic("unreadable") }
        #expect(throws: Diagnostic.self) { try resolve(request, source: World(lines: Self.world)) }
        request.variantIndexes = { [Self.map] }
        request.chosenLabels = { _ in throw Diagnostic("no driver") }
        #expect(throws: Diagnostic.self) { try resolve(request, source: World(lines: Self.world)) }
    }

    /// The files of maps are not read for packages that none of them has.
    @Test(arguments: [
        ResolutionTarget.universal(requiresPython: try! VersionSpecifiers(parsing: ">=3.10").ranges),
        World.target(),
    ])
    func mapsAreNotReadInVain(_ target: ResolutionTarget) throws {
        var request = ResolutionRequest(
            requirements: [RootRequirement(try! Requirement(parsing: "numpy"))], target: target)
        request.mappedNames = { Self.exactNames }
        request.variantIndexes = { throw Diagnostic("read") }
        let resolution = try resolve(request, source: World(lines: Self.world))
        #expect(resolution.packages.map(\.name.text) == ["numpy"])
        request.requirements[0].requirement = try Requirement(parsing: "light")
        #expect(throws: Diagnostic.self) { try resolve(request, source: World(lines: Self.world)) }
    }

    /// What a label knows of versions is told where it is the reason.
    @Test func limitsAreTold() throws {
        let row = ProjectRow(
            what: "", world: Self.world, roots: ["torch"], map: ["cu130 = nvidia.cuda:13 ;; torch>=3"])
        do {
            _ = try resolve(row.request, source: row.source)
            Issue.record("there is a solution")
        } catch {
            let text = "\(Diagnostic(describing: error))"
            #expect(text.contains("torch>=3 (variant index `hw`, label `cu130`)"), "\(text)")
        }
    }

    // MARK: Variants of packages

    /// A condition on alpha's variant tells nothing about that of beta; each edge speaks of its own wheel.
    @Test func variantsStayOpen() throws {
        let wheels = "{wheels py3-none-any-cu py3-none-any-null}"
        let world = World(
            [
                "alpha 1 \(wheels): lib==1; 'nvidia' in variant_namespaces | lib==2; variant_label == 'null'",
                "beta 1 \(wheels): lib; variant_label == 'cu'", "lib 1", "lib 2",
            ].map(World.release),
            variants: [
                "alpha 1 = nvidia; cu nvidia.cuda:12; null", "beta 1 = nvidia; cu nvidia.cuda:12; null",
            ].map {
                WorldVariants($0)
            })
        var request = ResolutionRequest(
            requirements: ["alpha", "beta"].map { RootRequirement(try! Requirement(parsing: $0)) },
            target: .universal(requiresPython: try! VersionSpecifiers(parsing: ">=3.10").ranges))
        request.variants = WorldVariants.host("")
        let resolution = try resolve(request, source: world)
        let told = ProjectRow.told(resolution)
        #expect(told.contains("alpha==1 -> lib==1 ; 'nvidia' in variant_namespaces"), "\(told)")
        #expect(
            told.contains { $0.hasPrefix("alpha==1 -> lib==2 ; variant_label == 'null'") }, "\(told)")
        #expect(
            told.contains(
                "beta==1 -> lib==1 ; variant_label == 'cu' and 'nvidia' in variant_namespaces[alpha]"),
            "\(told)")
        #expect(resolution.packages.allSatisfy { !$0.marker.mentionsVariants })
    }

    // MARK: Many labels

    /// Pages and metadata are asked for once, however many labels there are.
    @Test func labelsShareWhatTheyKnow() throws {
        var world: [String] = []
        for number in 0..<100 { world.append("p\(number) 1: p\(number + 1)") }
        world += ["p100 1", "torch 1: p0"]
        for label in 0..<25 { world.append("torch 2 {only l\(label)}: p0") }
        let row = ProjectRow(
            what: "", world: world, roots: ["torch"], map: (0..<25).map { "l\($0) = nvidia.cuda:\($0)" })
        let source = World(world.map(World.release))
        let clock = ContinuousClock()
        let start = clock.now
        let resolution = try resolve(row.request, source: source)
        let taken = clock.now - start
        #expect(resolution.labels["hw"]?.count == 25)
        #expect(resolution.packages.count == 127)
        #expect(resolution.forks.count == 26)
        let asked = source.pagesAsked.withLock { $0 }
        #expect(asked.count == Set(asked).count && asked.count == 127)
        #expect(taken < .seconds(60), "\(taken)")
        for package in resolution.packages where package.name.text.hasPrefix("p") {
            #expect(package.marker.isTrue && package.dependencies.allSatisfy(\.marker.isTrue))
        }
    }

    // MARK: Locks again

    /// The forks of a lock of other times: labels and extras that are gone, and new ones.
    @Test func startsFromOldForks() throws {
        let row = ProjectRow(
            what: "", world: Self.world, roots: ["torch", "numpy | when 'demo:x' in extras"],
            map: ["cu130 = nvidia.cuda:13", "cu126 = nvidia.cuda:12", "cpu ="])
        let fresh = try resolve(row.request, source: row.source)
        for forks in [
            ["variant_label[@hw] == 'cu90'", "variant_label[@hw] == 'cpu'"],
            ["variant_label[@gone] == 'a'", "variant_label[@gone] == 'b'"],
            ["'demo:gone' in extras", "'demo:gone' not in extras"], ["'other:dev' in dependency_groups"],
            ["python_version < '3'"],
        ] {
            var request = row.request
            guard case .universal(var target) = request.target else { return }
            target.forks = forks.map(ProjectRow.lockMarker)
            request.target = .universal(target)
            let again = try resolve(request, source: row.source)
            func told(_ resolution: Resolution) -> [String] {
                ProjectRow.whole(resolution).filter { !$0.hasPrefix("fork") }
            }
            #expect(told(again) == told(fresh), "\(forks)")
            #expect(ProjectWalk(row, again).allFaults == [])
        }
        // Nothing needs the map any more.
        var other = row
        other.roots = ["numpy"]
        var request = other.request
        guard case .universal(var target) = request.target else { return }
        target.forks = fresh.forks
        request.target = .universal(target)
        let again = try resolve(request, source: row.source)
        #expect(again.forks.count == 1 && again.labels.isEmpty && again.packages.count == 1)
    }
}
