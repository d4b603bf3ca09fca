import Synchronization
import Testing

@testable import Installer

@Suite struct ResolveTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var world: [String]
        var requires: [String]
        var constraints: [String] = []
        var overrides: [String] = []
        var options = ResolutionOptions()
        var preferences: [String: [String]] = [:]
        /// `name version` as installed; their metadata is that of the world's release.
        var installed: [String] = []
        var python = "3.12"
        /// Pins, or nil when there is no solution.
        var expected: [String]?

        var testDescription: String { (requires + constraints + overrides).joined(separator: " ") }

        func run(_ reporter: any Reporter = SilentReporter()) throws -> Resolution {
            func roots(_ texts: [String]) -> [RootRequirement] {
                texts.map { RootRequirement(try! Requirement(parsing: $0)) }
            }
            let releases = world.map(World.release)
            var preferences: [PackageName: [VersionPreference]] = [:]
            for (name, versions) in self.preferences {
                preferences[PackageName(name)!] = versions.map { VersionPreference(Version($0)!) }
            }
            var installed: [PackageName: InstalledCandidate] = [:]
            for line in self.installed {
                let words = line.split(separator: " ").map(String.init)
                let requirements =
                    releases.first { $0.name == words[0] && $0.version == words[1] }?.requires ?? []
                let metadata = CoreMetadata(
                    name: PackageName(words[0])!, version: Version(words[1])!,
                    requirements: requirements.map { try! Requirement(parsing: $0) })
                installed[metadata.name] = InstalledCandidate(version: metadata.version) { metadata }
            }
            let request = ResolutionRequest(
                requirements: roots(requires), constraints: roots(constraints), overrides: roots(overrides),
                preferences: preferences, installed: installed, options: options,
                target: World.target(python: Version(python)!))
            return try resolve(request, source: World(releases), reporter: reporter)
        }

        func pins() throws -> [String]? {
            do {
                return try run().packages.map { "\($0.name.text)==\($0.version)" }
            } catch is ResolutionFailure {
                return nil
            }
        }
    }

    static func prerelease(_ mode: ResolutionOptions.Prerelease) -> ResolutionOptions {
        ResolutionOptions(prerelease: mode)
    }

    /// What uv 0.13.9 answers, for each mode, to requirements in a universe with few pre-releases.
    static let prereleaseWorld = [
        "a 1.0", "a 2.0a1", "a 2.0a2", "b 1.0a1", "b 1.0a2", "needa2 1.0: a>=2.0a1", "needa2 0.9: a>=1.0",
        "needplain2 1.0: a>=1.5", "needplain2 0.9: a", "onlyexact 1.0: a==2.0a1", "onlyplain 1.0: a>=1.5",
        "eq2 1.0: a==2.0a1", "eq2 0.9: a", "hasb 1.0: b", "low 1.0a1", "low 1.0", "low 1.1a1", "low 2.0",
        "low 2.1b1",
    ]
    static let prereleaseAnswers:
        [(requires: [String], ifNecessary: String?, explicit: String?, disallow: String?, allow: String?)] = [
            (["a"], "a==1.0", "a==1.0", "a==1.0", "a==2.0a2"),
            (["b"], "b==1.0a2", nil, nil, "b==1.0a2"),
            (["a>=2.0a1"], "a==2.0a2", "a==2.0a2", nil, "a==2.0a2"),
            (["a>=1.5"], "a==2.0a2", nil, nil, "a==2.0a2"),
            (["a>=1.0a1"], "a==1.0", "a==1.0", "a==1.0", "a==2.0a2"),
            (
                ["needa2"], "a==2.0a2 needa2==1.0", "a==1.0 needa2==0.9", "a==1.0 needa2==0.9",
                "a==2.0a2 needa2==1.0"
            ),
            (
                ["needplain2"], "a==2.0a2 needplain2==1.0", "a==1.0 needplain2==0.9",
                "a==1.0 needplain2==0.9", "a==2.0a2 needplain2==1.0"
            ),
            (["onlyexact"], "a==2.0a1 onlyexact==1.0", nil, nil, "a==2.0a1 onlyexact==1.0"),
            (["onlyplain"], "a==2.0a2 onlyplain==1.0", nil, nil, "a==2.0a2 onlyplain==1.0"),
            (["eq2"], "a==2.0a1 eq2==1.0", "a==1.0 eq2==0.9", "a==1.0 eq2==0.9", "a==2.0a1 eq2==1.0"),
            (["hasb"], "b==1.0a2 hasb==1.0", nil, nil, "b==1.0a2 hasb==1.0"),
            (["a==2.0a1"], "a==2.0a1", "a==2.0a1", nil, "a==2.0a1"),
            (
                ["onlyexact", "a>0.5a1"], "a==2.0a1 onlyexact==1.0", "a==2.0a1 onlyexact==1.0", nil,
                "a==2.0a1 onlyexact==1.0"
            ),
            (
                ["onlyplain", "a>=0.1a0"], "a==2.0a2 onlyplain==1.0", "a==2.0a2 onlyplain==1.0", nil,
                "a==2.0a2 onlyplain==1.0"
            ),
            (["hasb", "b>=0a1"], "b==1.0a2 hasb==1.0", "b==1.0a2 hasb==1.0", nil, "b==1.0a2 hasb==1.0"),
            (["a!=1.0", "a<3.0a1"], "a==2.0a2", "a==2.0a2", nil, "a==2.0a2"),
            (["low>1.0"], "low==2.0", "low==2.0", "low==2.0", "low==2.1b1"),
            (["low>1.0,<2"], "low==1.1a1", nil, nil, "low==1.1a1"),
            (["a==2.*"], "a==2.0a2", nil, nil, "a==2.0a2"),
            (["a~=2.0a1"], "a==2.0a2", "a==2.0a2", nil, "a==2.0a2"),
        ]

    @Test func prereleaseModesAnswerAsUV() throws {
        for answer in Self.prereleaseAnswers {
            let modes: [(ResolutionOptions.Prerelease, String?)] = [
                (.ifNecessary, answer.ifNecessary), (.ifNecessaryOrExplicit, answer.ifNecessary),
                (.explicit, answer.explicit), (.disallow, answer.disallow), (.allow, answer.allow),
            ]
            for (mode, expected) in modes {
                let row = Row(
                    world: Self.prereleaseWorld, requires: answer.requires, options: Self.prerelease(mode))
                #expect(try row.pins()?.joined(separator: " ") == expected, "\(mode) \(answer.requires)")
            }
        }
    }

    static let rows: [Row] = [
        // Yanked
        Row(world: ["y 1.0 {yanked}", "y 0.9"], requires: ["y"], expected: ["y==0.9"]),
        Row(world: ["y 1.0 {yanked}", "y 0.9"], requires: ["y==1.0"], expected: ["y==1.0"]),
        Row(world: ["y 1.0 {yanked}", "y 0.9"], requires: ["y===1.0"], expected: ["y==1.0"]),
        Row(world: ["y 1.0 {yanked}", "y 0.9"], requires: ["y>0.9"], expected: nil),
        Row(world: ["y 1.0 {yanked}", "y 0.9"], requires: ["y==1.*"], expected: nil),
        Row(
            world: ["y 1.0 {yanked}", "y 0.9", "n 1.0: y==1.0", "n 0.8: y"], requires: ["n"],
            expected: ["n==0.8", "y==0.9"]),
        Row(
            world: ["y 1.0 {yanked}", "y 0.9", "n 1.0: y==1.0"], requires: ["n", "y==1.0"],
            expected: ["n==1.0", "y==1.0"]),
        // Lowest
        Row(
            world: ["a 1: b", "a 2: b", "b 1", "b 2"], requires: ["a"], options: .init(mode: .lowest),
            expected: ["a==1", "b==1"]),
        Row(
            world: ["a 1: b", "a 2: b", "b 1", "b 2"], requires: ["a"], options: .init(mode: .lowestDirect),
            expected: ["a==1", "b==2"]),
        Row(
            world: ["b 1.0a1", "b 1.0", "b 2.0"], requires: ["b>=0a1"], options: .init(mode: .lowest),
            expected: ["b==1.0"]),
        // Constraints and overrides
        Row(
            world: ["a 1: b", "b 1", "b 2"], requires: ["a"], constraints: ["b<2", "zzz==1"],
            expected: ["a==1", "b==1"]),
        Row(
            world: ["a 1: b", "b 1", "b 2"], requires: ["a"], constraints: ["b<2; python_version < '3'"],
            expected: ["a==1", "b==2"]),
        Row(
            world: ["a 1: b<2", "b 1", "b 2"], requires: ["a"], overrides: ["b==2"],
            expected: ["a==1", "b==2"]),
        Row(
            world: ["a 1: b<2", "b 1"], requires: ["a"], overrides: ["b; python_version < '3'"],
            expected: ["a==1"]),
        Row(
            world: ["a 1: b[x]<2", "b 2: [x] c", "c 1"], requires: ["a"], overrides: ["b==2"],
            expected: ["a==1", "b==2", "c==1"]),
        // Extras, cycles, markers
        Row(
            world: ["a 1: [x] a[y] | [y] a[x] | [y] b", "b 1"], requires: ["a[x]"],
            expected: ["a==1", "b==1"]),
        Row(world: ["a 1: a", "a 2: a<2"], requires: ["a"], expected: ["a==1"]),
        Row(world: ["a 1: b", "b 1: a"], requires: ["a"], expected: ["a==1", "b==1"]),
        Row(world: ["a 1", "a 2: [x] b==9", "b 1"], requires: ["a[x]"], expected: ["a==1"]),
        Row(
            world: ["a 1: [x] b", "a 2: [x] b", "b 1: a<2"], requires: ["a[x]"], expected: ["a==1", "b==1"]),
        Row(
            world: [
                "a 1: [x] b; sys_platform == 'win32' | c; os_name == 'nt' | d; os_name == 'posix'", "d 1",
            ],
            requires: ["a[x]", "q; python_version < '3'"], expected: ["a==1", "d==1"]),
        Row(
            world: ["a 1: b", "b 1"], requires: ["a"], options: .init(noDependencies: true),
            expected: ["a==1"]),
        // Preferences and what is installed
        Row(world: ["a 1", "a 2", "a 3"], requires: ["a"], preferences: ["a": ["2"]], expected: ["a==2"]),
        Row(world: ["a 1", "a 2", "a 3"], requires: ["a>2"], preferences: ["a": ["2"]], expected: ["a==3"]),
        Row(
            world: ["a 1", "a 2", "a 3 {yanked}"], requires: ["a"], preferences: ["a": ["3"]],
            expected: ["a==2"]),
        Row(
            world: ["a 1: b<2", "a 2", "b 1", "b 2"], requires: ["a", "b"], installed: ["a 1", "b 2"],
            expected: ["a==1", "b==1"]),
        Row(world: ["a 2"], requires: ["a"], installed: ["a 1"], expected: ["a==1"]),
        Row(world: ["a 2"], requires: ["a>1"], installed: ["a 1"], expected: ["a==2"]),
        // Files
        Row(world: ["a 1", "a 2 {python >=3.13}"], requires: ["a"], expected: ["a==1"]),
        Row(world: ["a 1", "a 2 {python >=3.8,<3.10}"], requires: ["a"], expected: ["a==2"]),
        Row(world: ["a 1 {python >=3.9.4}"], requires: ["a"], python: "3.9", expected: nil),
        Row(world: ["a 1", "a 2 {wheels cp313-cp313-win_amd64}"], requires: ["a"], expected: ["a==1"]),
        Row(world: ["a 1", "a 2 {wheels} {source}"], requires: ["a"], expected: ["a==1"]),
        Row(
            world: ["a 1", "a 2 {wheels} {source}"], requires: ["a"], options: .init(buildsSources: true),
            expected: ["a==2"]),
        Row(
            world: ["a 1", "a 2 {wheels} {source}"], requires: ["a"],
            options: .init(noBuild: .all, buildsSources: true), expected: ["a==1"]),
        Row(
            world: ["a 1", "a 2 {wheels} {source}"], requires: ["a"],
            options: .init(onlyBinary: .packages([PackageName("a")!]), buildsSources: true),
            expected: ["a==1"]),
        Row(
            world: ["a 1 {source}", "a 2"], requires: ["a"],
            options: .init(noBinary: .all, buildsSources: true), expected: ["a==1"]),
        Row(
            world: ["a 1 {time 10}", "a 2 {time 20}", "a 3"], requires: ["a"],
            options: .init(excludeNewer: 20), expected: ["a==1"]),
        // A missing package, wrong metadata and a foreign URL only cost the version that has them.
        Row(world: ["a 1", "a 2: gone"], requires: ["a"], expected: ["a==1"]),
        Row(
            world: ["a 1", "a 2: b @ https://x.example/b-1-py3-none-any.whl"], requires: ["a"],
            expected: ["a==1"]),
        // Local versions
        Row(world: ["a 1+x", "a 1"], requires: ["a==1"], expected: ["a==1+x"]),
        Row(world: ["a 1+x", "a 1+y"], requires: ["a==1+x"], expected: ["a==1+x"]),
        Row(world: ["a 1+x"], requires: ["a>1"], expected: nil),
        Row(world: ["a 1.post1"], requires: ["a>1"], expected: nil),
    ]

    @Test(arguments: rows) func findsWhatIsExpected(_ row: Row) throws {
        #expect(try row.pins() == row.expected)
    }

    @Test func takesArchivesGivenByURL() throws {
        let url = "https://index.example/files/b-1-py3-none-any.whl"
        let row = Row(
            world: ["a 1: b", "b 1: c", "b 2", "c 1"],
            requires: ["a", "b @ \(url)#sha256=\(String(repeating: "0", count: 64))"])
        let resolution = try row.run()
        #expect(resolution.packages.map { "\($0.name.text)==\($0.version)" } == ["a==1", "b==1", "c==1"])
        guard case .archive(let file, let given) = resolution[PackageName("b")!]!.source else {
            Issue.record("not an archive")
            return
        }
        #expect(file.url == url)
        #expect(file.hashes.count == 1)
        #expect(given.hasPrefix(url))
        #expect(try Row(world: ["a 1: b>1", "b 1", "b 2"], requires: ["a", "b @ \(url)"]).pins() == nil)
        #expect(throws: Diagnostic.self) {
            try Row(world: [], requires: ["b @ \(url)", "b @ https://other.example/b-1-py3-none-any.whl"])
                .run()
        }
        // An archive may lead to another.
        let chain = Row(
            world: ["b 1: d @ https://index.example/files/d-1-py3-none-any.whl", "d 1", "d 2"],
            requires: ["b @ \(url)"])
        #expect(try chain.pins() == ["b==1", "d==1"])
    }

    @Test func tellsWhoRequiresWhat() throws {
        let request = ResolutionRequest(
            requirements: [
                RootRequirement(try Requirement(parsing: "a[x]"), origin: "-r requirements.in"),
                RootRequirement(try Requirement(parsing: "c")),
            ],
            constraints: [RootRequirement(try Requirement(parsing: "b<9"), origin: "-c limits.txt")],
            target: World.target())
        let resolution = try resolve(
            request, source: World(lines: ["a 1: c | [x] b[y]", "b 1: [y] c", "c 1"]))
        let (a, b, c) = (resolution.packages[0], resolution.packages[1], resolution.packages[2])
        #expect(a.requiredBy == [.root(origin: "-r requirements.in")])
        #expect(a.extras == [ExtraName("x")!] && b.extras == [ExtraName("y")!])
        #expect(b.requiredBy == [.constraint(origin: "-c limits.txt"), .package(a.name, a.version)])
        #expect(
            c.requiredBy == [.root(origin: nil), .package(a.name, a.version), .package(b.name, b.version)])
        #expect(a.dependencies.map(\.name) == [b.name, c.name])
        #expect(a.isDirect && !b.isDirect && c.isDirect)
    }

    @Test func warnsOnce() throws {
        final class Ears: Reporter {
            let heard = Mutex<[String]>([])
            func warning(_ diagnostic: Diagnostic) { heard.withLock { $0.append(diagnostic.message) } }
        }
        let ears = Ears()
        _ = try Row(
            world: ["a 1: y==1", "y 1 {yanked bad build}"], requires: ["a[nope]", "y==1", "a[nope]"]
        ).run(ears)
        #expect(
            ears.heard.withLock { $0 } == [
                "The package `a==1` does not have an extra named `nope`",
                "`y==1` is yanked (reason: bad build)",
            ])
    }
}
