import Testing

@testable import Installer

/// Random universes with markers: a universal resolution has to hold in every environment, and may fail
/// only if there is an environment without a solution.
@Suite struct UniversalTests {
    static func universe(_ seed: Int) -> ResolverCase {
        var random = SplitMix(state: UInt64(seed) &* 104729)
        let count = 3 + random.next(4)
        let markers = [
            "sys_platform == 'linux'", "sys_platform == 'darwin'", "sys_platform != 'linux'",
            "sys_platform == 'win32'", "python_version >= '3.12'", "python_version < '3.12'",
            "python_full_version >= '3.13.1'", "implementation_name == 'cpython'",
            "implementation_name == 'pypy' and sys_platform == 'darwin'",
            "python_version < '3.11' or sys_platform == 'win32'", "platform_machine == 'arm64'",
        ]
        func requirement() -> String {
            let name = "p\(random.next(count))"
            let extra = random.next(8) == 0 ? "[x]" : ""
            let specifier = ["", "", ">=2", "<2", "==1", ">=1,<3", "!=2", "<3"][random.next(8)]
            let marker = random.next(5) < 2 ? "; \(markers[random.next(markers.count)])" : ""
            return name + extra + specifier + marker
        }
        func requirements(_ most: Int) -> [String] { (0..<random.next(most + 1)).map { _ in requirement() } }
        var packages: [ResolverCase.Package] = []
        for number in 0..<count {
            for version in 1...(1 + random.next(3)) {
                packages.append(
                    ResolverCase.Package(
                        name: "p\(number)", version: "\(version)",
                        requiresPython: random.next(5) == 0
                            ? [">=3.11", ">=3.12", ">=3.9"][random.next(3)] : nil,
                        requires: requirements(2), extras: ["x": requirements(1)], wheels: ["py3-none-any"],
                        sdist: false, yanked: false))
            }
        }
        return ResolverCase(
            id: "seed \(seed)", mode: "lock", python: "3.12",
            root: ResolverCase.Root(
                requires: (0..<(1 + random.next(4))).map { _ in requirement() }, requiresPython: ">=3.9"),
            options: ResolverCase.Options(), packages: packages,
            expected: ResolverCase.Expected(satisfiable: true))
    }

    /// Whether there is an environment without a solution, each resolved on its own.
    static func isHopeless(_ universe: ResolverCase) -> Bool {
        ResolutionCheck.environments.contains { environment in
            let python = Version(environment.pythonFullVersion)!
            guard python >= Version("3.9")! else { return false }
            var request = universe.request
            request.target = .environment(
                environment, PlatformTags(python: (Int(python.major), Int(python.minor)), platform: .linux))
            return (try? resolve(request, source: World(universe))) == nil
        }
    }

    @Test func holdsEverywhereOrFailsForAReason() throws {
        var failures = 0
        for seed in 0..<30 {
            let universe = Self.universe(seed)
            do {
                let resolution = try resolve(universe.request, source: World(universe))
                let faults = ResolutionCheck(resolverCase: universe, resolution: resolution).allFaults
                #expect(faults == [], "seed \(seed)")
            } catch is ResolutionFailure {
                failures += 1
                #expect(Self.isHopeless(universe), "seed \(seed)")
            }
        }
        #expect(failures < 25)
    }
}
