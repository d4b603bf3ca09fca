import Foundation
import Testing
import VariantProviders

@testable import Installer

/// Variants that were built against versions of other packages (V-230…V-238).
@Suite struct AbiResolveTests {
    typealias Row = VariantResolveTests.Row

    static let vision = "torchvision 0.23 = abi nvidia; t27 abi.torch:2.7; t28 abi.torch:2.8; null"
    static let cuda =
        "torchvision 0.23 = abi nvidia; t28_cu abi.torch:2.8 nvidia.cuda:12; t28 abi.torch:2.8; "
        + "t27_cu abi.torch:2.7 nvidia.cuda:12"
    static let torches = ["torch 2.7.1", "torch 2.8.0", "torch 2.9.0"]

    static let rows: [Row] = [
        Row(
            what: "V-235: the build for the version that is pinned",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28 py3-none-any-null}"]
                + torches,
            variants: [vision], requires: ["torchvision", "torch==2.7.1"],
            expected: ["torch==2.7.1", "torchvision==0.23 t27"]),
        Row(
            what: "V-236: the newest version that has a build, when nothing fits with any other",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28}"] + torches,
            variants: [vision], requires: ["torchvision"],
            expected: ["torch==2.8.0", "torchvision==0.23 t28"]),
        Row(
            what: "V-236: a version is not changed where null will do",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28 py3-none-any-null}"]
                + torches,
            variants: [vision], requires: ["torchvision"],
            expected: ["torch==2.9.0", "torchvision==0.23 null"]),
        Row(
            what: "abi-no-match-plain: else the ordinary wheel",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28 py3-none-any}"]
                + torches,
            variants: [vision], requires: ["torchvision", "torch==2.9.0"],
            expected: ["torch==2.9.0", "torchvision==0.23"]),
        Row(
            what: "else the source distribution",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28} {source}"] + torches,
            variants: [vision], requires: ["torchvision", "torch==2.9.0"],
            expected: ["torch==2.9.0", "torchvision==0.23 (source)"]),
        Row(
            what: "else an older version of the package",
            world: [
                "torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28}",
                "torchvision 0.22: torch",
            ] + torches,
            variants: [vision], requires: ["torchvision", "torch==2.9.0"],
            expected: ["torch==2.9.0", "torchvision==0.22"]),
        Row(
            what: "else there is no solution",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28}"] + torches,
            variants: [vision], requires: ["torchvision", "torch==2.9.0"]),
        Row(
            what: "abi-and-cuda",
            world: [
                "torchvision 0.23: torch {wheels py3-none-any-t28_cu py3-none-any-t28 py3-none-any-t27_cu}"
            ] + torches,
            variants: [cuda], requires: ["torchvision", "torch==2.8.0"], host: "nvidia.cuda:12",
            expected: ["torch==2.8.0", "torchvision==0.23 t28_cu"]),
        Row(
            what: "abi-and-cuda without a GPU",
            world: [
                "torchvision 0.23: torch {wheels py3-none-any-t28_cu py3-none-any-t28 py3-none-any-t27_cu}"
            ] + torches,
            variants: [cuda], requires: ["torchvision"], expected: ["torch==2.8.0", "torchvision==0.23 t28"]),
        Row(
            what: "V-234: a local version matches by its release",
            world: [
                "torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28}", "torch 2.8.0+cu128",
            ], variants: [vision], requires: ["torchvision"],
            expected: ["torch==2.8.0+cu128", "torchvision==0.23 t28"]),
        Row(
            what: "V-234: one component is a major",
            world: ["torchvision 1: torch {wheels py3-none-any-t2 py3-none-any-t3}"] + torches,
            variants: ["torchvision 1 = abi; t2 abi.torch:2; t3 abi.torch:3"], requires: ["torchvision"],
            expected: ["torch==2.9.0", "torchvision==1 t2"]),
        Row(
            what: "V-237: with the version known the less specific comes first",
            world: ["torchvision 1: torch {wheels py3-none-any-t2 py3-none-any-t28}"] + torches,
            variants: ["torchvision 1 = abi; t2 abi.torch:2; t28 abi.torch:2.8"],
            requires: ["torchvision", "torch==2.8.0"], expected: ["torch==2.8.0", "torchvision==1 t2"]),
        Row(
            what: "each build pins its own version",
            world: [
                "torchvision 0.23: torch==2.8.0 {wheels py3-none-any-t28}",
                "torchvision 0.23: torch==2.7.1 {wheels py3-none-any-t27}",
                "torchvision 0.22: torch",
            ] + torches,
            variants: ["torchvision 0.23 = abi; t27 abi.torch:2.7; t28 abi.torch:2.8"],
            requires: ["torchvision"], expected: ["torch==2.8.0", "torchvision==0.23 t28"]),
        Row(
            what: "what only one build requires comes with that build",
            world: [
                "torchvision 1: torch | old {wheels py3-none-any-t27}",
                "torchvision 1: torch | new | [x] newer {wheels py3-none-any-t28}", "old 1", "new 1",
                "newer 1",
            ] + torches,
            variants: ["torchvision 1 = abi; t27 abi.torch:2.7; t28 abi.torch:2.8"],
            requires: ["torchvision[x]"],
            expected: ["new==1", "newer==1", "torch==2.8.0", "torchvision==1 t28"]),
        Row(
            what: "V-133: markers see the build that was taken",
            world: [
                "torchvision 1: torch | old; variant_label == 't27' {wheels py3-none-any-t27 py3-none-any-t28}",
                "old 1",
            ] + torches,
            variants: ["torchvision 1 = abi; t27 abi.torch:2.7; t28 abi.torch:2.8"],
            requires: ["torchvision", "torch<2.8"],
            expected: ["old==1", "torch==2.7.1", "torchvision==1 t27"]),
        Row(
            what: "a build that cannot have what it requires",
            world: [
                "torchvision 1: torch | gone {wheels py3-none-any-t28}",
                "torchvision 1: torch {wheels py3-none-any-t27}",
            ] + torches,
            variants: ["torchvision 1 = abi; t27 abi.torch:2.7; t28 abi.torch:2.8"],
            requires: ["torchvision"], expected: ["torch==2.7.1", "torchvision==1 t27"]),
        Row(
            what: "a chain: text was built against vision, vision against torch",
            world: [
                "torchtext 1: torchvision {wheels py3-none-any-v22 py3-none-any-v23}",
                "torchvision 0.23: torch {wheels py3-none-any-t28}",
                "torchvision 0.22: torch {wheels py3-none-any-t27}",
            ] + torches,
            variants: [
                "torchtext 1 = abi; v22 abi.torchvision:0.22; v23 abi.torchvision:0.23",
                "torchvision 0.23 = abi; t28 abi.torch:2.8", "torchvision 0.22 = abi; t27 abi.torch:2.7",
            ], requires: ["torchtext", "torch<2.8"],
            expected: ["torch==2.7.1", "torchtext==1 v22", "torchvision==0.22 t27"]),
        Row(
            what: "two packages that have to agree",
            world: [
                "vision 1: torch {wheels py3-none-any-t27 py3-none-any-t28}",
                "audio 1: torch {wheels py3-none-any-t27 py3-none-any-t29}",
            ] + torches,
            variants: [
                "vision 1 = abi; t27 abi.torch:2.7; t28 abi.torch:2.8",
                "audio 1 = abi; t27 abi.torch:2.7; t29 abi.torch:2.9",
            ], requires: ["vision", "audio"],
            expected: ["audio==1 t27", "torch==2.7.1", "vision==1 t27"]),
        Row(
            what: "A-07: an ABI pulls nothing in",
            world: ["alpha 1 {wheels py3-none-any-t28 py3-none-any-null}"] + torches,
            variants: ["alpha 1 = abi; t28 abi.torch:2.8; null"], expected: ["alpha==1 null"]),
        Row(
            what: "A-07: nor does it help to have nothing else",
            world: ["alpha 2 {wheels py3-none-any-t28}", "alpha 1", "beta 1", "beta 2"] + torches,
            variants: ["alpha 2 = abi; t28 abi.torch:2.8"], requires: ["alpha", "beta"],
            expected: ["alpha==1", "beta==2"]),
        Row(
            what: "A-07: but whoever requires it does",
            world: ["alpha 2 {wheels py3-none-any-t28}", "alpha 1", "beta 1: torch==2.8.0"] + torches,
            variants: ["alpha 2 = abi; t28 abi.torch:2.8"], requires: ["alpha", "beta"],
            expected: ["alpha==2 t28", "beta==1", "torch==2.8.0"]),
        Row(
            what: "V-235: an installed version counts where nothing requires the package",
            world: ["alpha 2 {wheels py3-none-any-t28 py3-none-any-null}"] + torches,
            variants: ["alpha 2 = abi; t28 abi.torch:2.8; null"], installed: ["torch 2.8.0"],
            expected: ["alpha==2 t28"]),
        Row(
            what: "V-235: an installed version that does not fit",
            world: ["alpha 2 {wheels py3-none-any-t28 py3-none-any-null}"] + torches,
            variants: ["alpha 2 = abi; t28 abi.torch:2.8; null"], installed: ["torch 2.7.1"],
            expected: ["alpha==2 null"]),
        Row(
            what: "V-236: what is installed is kept",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28}"] + torches,
            variants: [vision], requires: ["torchvision"], installed: ["torch 2.7.1"],
            expected: ["torch==2.7.1 installed", "torchvision==0.23 t27"]),
        Row(
            what: "abi-upgrade: the build follows, though the version is installed",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28}"] + torches,
            variants: [vision], requires: ["torchvision", "torch==2.8.0"],
            installed: ["torchvision 0.23 t27", "torch 2.7.1"],
            expected: ["torch==2.8.0", "torchvision==0.23 t28"]),
        Row(
            what: "an installed build binds what it was built against",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27}"] + torches,
            variants: [vision], requires: ["torchvision", "torch>2.7"], installed: ["torchvision 0.23 t27"],
            expected: ["torch==2.7.1", "torchvision==0.23 installed"]),
        Row(
            what: "V-238: a version from outside decides, and constrains nothing",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28 py3-none-any-null}"]
                + torches,
            variants: [vision], requires: ["torchvision"], overrides: ["torch": "2.7.0"],
            expected: ["torch==2.9.0", "torchvision==0.23 t27"]),
        Row(
            what: "V-238: also of a package that is not there",
            world: ["alpha 1 {wheels py3-none-any-t28 py3-none-any-null}"],
            variants: ["alpha 1 = abi; t28 abi.torch:2.8; null"], overrides: ["torch": "2.8"],
            expected: ["alpha==1 t28"]),
        Row(
            what: "V-233: a value that is no prefix costs the variant",
            world: ["torchvision 1: torch {wheels py3-none-any-bad py3-none-any-null}"] + torches,
            variants: ["torchvision 1 = abi; bad abi.torch:02.8; null"], requires: ["torchvision"],
            expected: ["torch==2.9.0", "torchvision==1 null"]),
        Row(
            what: "V-235: the label that was asked for binds the version",
            world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28 py3-none-any-null}"]
                + torches,
            variants: [vision], requires: ["torchvision"],
            preferences: VariantPreferences(labels: [PackageName("torchvision")!: VariantLabel("t27")!]),
            expected: ["torch==2.7.1", "torchvision==0.23 t27"]),
    ]

    @Test(arguments: rows) func takesTheBuildThatFits(_ row: Row) throws {
        try VariantResolveTests.check(row)
    }

    // MARK: Small worlds, all assignments

    /// Libraries, and packages whose wheels were built against them.
    struct Universe {
        var libraries: [Int]
        struct Candidate {
            /// Of libraries, with the versions they may have.
            var requires: [(library: Int, allowed: Set<Int>)]
            /// By label number.
            var builds: [Build]
            /// Those that can be taken at all: of the ones that were built against nothing only the first.
            var taken: [Int] {
                let free = builds.firstIndex { $0.abi == nil }
                return builds.indices.filter { builds[$0].abi != nil || $0 == free }
            }
        }
        struct Build {
            /// What it was built against; nil: against nothing.
            var abi: (library: Int, allowed: Set<Int>)?
            /// What only this wheel requires.
            var requires: [(library: Int, allowed: Set<Int>)]
        }
        var packages: [[Candidate]]
        var roots: [(isLibrary: Bool, number: Int, allowed: Set<Int>)]

        /// - Parameter differ: wheels of one release may require different things.
        init(_ random: inout SplitMix, differ: Bool) {
            func some(_ most: Int) -> Set<Int> {
                switch random.next(3) {
                case 0: Set(1...most)
                case 1: Set([1 + random.next(most)])
                default: Set((1...most).filter { _ in random.next(2) == 0 })
                }
            }
            let versions = (0..<2).map { _ in 1 + random.next(4) }
            libraries = versions
            packages = (0..<(1 + random.next(3))).map { _ in
                (0..<(1 + random.next(2))).map { _ in
                    Candidate(
                        requires: (0..<2).filter { _ in random.next(3) > 0 }.map { ($0, some(versions[$0])) },
                        builds: (0..<(1 + random.next(3))).map { _ in
                            let library = random.next(2)
                            let allowed = some(versions[library])
                            let own = differ && random.next(4) == 0 ? [(random.next(2))] : []
                            return Build(
                                abi: random.next(6) == 0 ? nil : (library, allowed.isEmpty ? [1] : allowed),
                                requires: own.map { ($0, some(versions[$0])) })
                        })
                }
            }
            roots = packages.indices.map { (false, $0, Set(1...2)) }
            if random.next(2) == 0 {
                let library = random.next(2)
                roots.append((true, library, some(versions[library])))
            }
        }

        /// What a choice of versions and builds lacks to be a solution; a library is there exactly when something
        /// requires it.
        func isSolution(_ chosen: [(version: Int, build: Int)], _ versions: [Int?]) -> Bool {
            var needed: Set<Int> = []
            for root in roots {
                if root.isLibrary {
                    needed.insert(root.number)
                    guard let version = versions[root.number], root.allowed.contains(version) else {
                        return false
                    }
                }
            }
            for (number, choice) in chosen.enumerated() {
                let candidate = packages[number][choice.version - 1]
                for requirement in candidate.requires + candidate.builds[choice.build].requires {
                    needed.insert(requirement.library)
                    guard let version = versions[requirement.library], requirement.allowed.contains(version)
                    else { return false }
                }
                if let abi = candidate.builds[choice.build].abi {
                    guard let version = versions[abi.library], abi.allowed.contains(version) else {
                        return false
                    }
                }
            }
            return needed == Set(versions.indices.filter { versions[$0] != nil })
        }

        var isSatisfiable: Bool {
            func choose(_ chosen: [(version: Int, build: Int)]) -> Bool {
                if chosen.count == packages.count {
                    let first: [Int?] = [nil] + (1...libraries[0]).map(Optional.some)
                    let second: [Int?] = [nil] + (1...libraries[1]).map(Optional.some)
                    return first.contains { a in second.contains { isSolution(chosen, [a, $0]) } }
                }
                for (index, candidate) in packages[chosen.count].enumerated() {
                    for build in candidate.taken where choose(chosen + [(index + 1, build)]) {
                        return true
                    }
                }
                return false
            }
            return choose([])
        }

        private func specifier(_ allowed: Set<Int>, _ most: Int) -> String {
            if allowed.isEmpty { return "==99" }
            return (1...most).filter { !allowed.contains($0) }.map { "!=\($0)" }.joined(separator: ",")
        }

        var row: Row {
            var world = libraries.enumerated().flatMap { number, most in
                (1...most).map { "lib\(number) \($0)" }
            }
            var variants: [String] = []
            for (number, candidates) in packages.enumerated() {
                for (index, candidate) in candidates.enumerated() {
                    for (label, build) in candidate.builds.enumerated() {
                        let requires = (candidate.requires + build.requires).map {
                            "lib\($0.library)\(specifier($0.allowed, libraries[$0.library]))"
                        }
                        world.append(
                            "p\(number) \(index + 1): \(requires.joined(separator: " | ")) "
                                + "{wheels py3-none-any-b\(label)}")
                    }
                    let builds = candidate.builds.enumerated().map { label, build in
                        let values = build.abi?.allowed.sorted().map(String.init).joined(separator: ",")
                        return "b\(label) "
                            + (build.abi.map { "abi.lib\($0.library):\(values!)" } ?? "static.f:1")
                    }
                    variants.append(
                        "p\(number) \(index + 1) = abi static; \(builds.joined(separator: "; "))")
                }
            }
            return Row(
                what: "", world: world, variants: variants,
                requires: roots.map {
                    $0.isLibrary
                        ? "lib\($0.number)\(specifier($0.allowed, libraries[$0.number]))" : "p\($0.number)"
                })
        }

        /// Variants that come before the one that was taken and would do with the same versions of everything
        /// (V-236).
        func betterBuilds(
            _ resolution: Resolution, _ chosen: [(version: Int, build: Int)], _ versions: [Int?]
        ) -> [String] {
            var better: [String] = []
            for number in packages.indices {
                let variant = resolution[PackageName("p\(number)")!]!.variant!
                for match in variant.ranked.prefix(while: { $0.label != variant.label }) {
                    var other = chosen
                    other[number].build = Int(match.label.text.dropFirst())!
                    let candidate = packages[number][other[number].version - 1]
                    if candidate.taken.contains(other[number].build), isSolution(other, versions) {
                        better.append("p\(number) \(match.label)")
                    }
                }
            }
            return better
        }

        /// The answer in the universe's numbers; nil when it is not one.
        func read(_ resolution: Resolution) -> (chosen: [(version: Int, build: Int)], versions: [Int?])? {
            var chosen: [(version: Int, build: Int)] = []
            for number in packages.indices {
                guard let package = resolution[PackageName("p\(number)")!],
                    let label = package.variant?.label.text, let build = Int(label.dropFirst())
                else { return nil }
                chosen.append((Int(package.version.major), build))
            }
            return (
                chosen,
                libraries.indices.map { number in
                    resolution[PackageName("lib\(number)")!].map { Int($0.version.major) }
                }
            )
        }
    }

    @Test func findsASolutionExactlyWhenThereIsOne() throws {
        var satisfiable = 0
        let seeds = ProcessInfo.processInfo.environment["ABI_SEEDS"].flatMap { Int($0) } ?? 200
        for seed in 0..<seeds {
            var random = SplitMix(state: UInt64(seed) &* 6_700_417)
            let universe = Universe(&random, differ: seed % 2 == 1)
            let row = universe.row
            do {
                let resolution = try row.run()
                satisfiable += 1
                let answer = try #require(universe.read(resolution), "seed \(seed)")
                #expect(
                    universe.isSolution(answer.chosen, answer.versions),
                    "seed \(seed): \(row.world) \(row.variants) \(row.requires)")
                // What only the wheel taken for another package brings into play may come too late for that.
                if seed % 2 == 1 { continue }
                #expect(
                    universe.betterBuilds(resolution, answer.chosen, answer.versions) == [],
                    "seed \(seed): \(row.world) \(row.variants) \(row.requires)")
            } catch is ResolutionFailure {
                #expect(
                    !universe.isSatisfiable, "seed \(seed): \(row.world) \(row.variants) \(row.requires)")
            }
        }
        #expect(satisfiable > seeds / 4, "\(satisfiable)")
    }
}
