import Testing

@testable import Installer

@Suite struct ReportTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var releases: @Sendable () -> [World.Release]
        var requirements: [String]
        var constraints: [String] = []
        var python = "3.12"
        var options = ResolutionOptions()
        var cause: String
        var hints: [String] = []
        var testDescription: String { requirements.joined(separator: " ") }
    }

    static let rows: [Row] = [
        Row(
            releases: { [.init(name: "idna", version: "3.1")] }, requirements: ["idna==99"],
            cause: "x"),
        Row(
            releases: { [.init(name: "a", version: "1.0.0"), .init(name: "a", version: "0.1")] },
            requirements: ["a>1.0.0"], cause: "x"),
        Row(
            releases: { [.init(name: "a", version: "1.0", requires: ["b"])] }, requirements: ["a"], cause: "x"),
        Row(
            releases: {
                [
                    .init(name: "a", version: "1.0", requires: ["c>=2"]), .init(name: "a", version: "2.0", requires: ["c>=3"]),
                    .init(name: "b", version: "1.0", requires: ["c<2"]), .init(name: "b", version: "1.1", requires: ["c<1"]),
                    .init(name: "c", version: "0.9"), .init(name: "c", version: "1.9"), .init(name: "c", version: "2.9"), .init(name: "c", version: "3.9"),
                ]
            }, requirements: ["a", "b"], cause: "x"),
        Row(
            releases: { [.init(name: "a", version: "1.0", requiresPython: ">=3.13"), .init(name: "a", version: "2.0", requiresPython: ">=3.13")] },
            requirements: ["a"], cause: "x"),
        Row(
            releases: { [.init(name: "a", version: "1.0", wheels: ["cp313-cp313-win_amd64", "cp313-cp313-macosx_11_0_arm64"]), .init(name: "a", version: "2.0", wheels: [], hasSource: true)] },
            requirements: ["a"], cause: "x"),
        Row(
            releases: { [.init(name: "a", version: "1.0", yanked: "broken"), .init(name: "a", version: "0.9")] },
            requirements: ["a>=1"], cause: "x"),
        Row(
            releases: { [.init(name: "a", version: "1.0a1"), .init(name: "a", version: "0.9")] },
            requirements: ["a>=0.10"], options: ResolutionOptions(prerelease: .disallow), cause: "x"),
        Row(
            releases: { [.init(name: "a", version: "1.0"), .init(name: "a", version: "0.9"), .init(name: "b", version: "1", requires: ["a>=1"])] },
            requirements: ["b"], constraints: ["a<1"], cause: "x"),
        Row(
            releases: {
                [.init(name: "a", version: "1.0", extras: ["x": ["b==1"], "y": ["b==2"]]), .init(name: "b", version: "1"), .init(name: "b", version: "2")]
            },
            requirements: ["a[x,y]"], cause: "x"),
        Row(
            releases: {
                [.init(name: "a", version: "1.0"), .init(name: "a", version: "1.1", uploadTime: 1000)]
            },
            requirements: ["a"], options: ResolutionOptions(excludeNewer: 1000), cause: "x"),
        Row(
            releases: {
                [.init(name: "a", version: "1.0", requires: ["b @ https://x.example/b-1-py3-none-any.whl"]), .init(name: "a", version: "1.1", metadataText: "Name: a\n")]
            },
            requirements: ["a"], cause: "x"),
    ]

    @Test(arguments: rows)
    func tellsWhy(_ row: Row) throws {
        let request = ResolutionRequest(
            requirements: row.requirements.map { RootRequirement(try! Requirement(parsing: $0)) },
            constraints: row.constraints.map { RootRequirement(try! Requirement(parsing: $0), origin: "-c constraints.txt") },
            options: row.options, target: World.target(python: Version(row.python)!))
        do {
            _ = try resolve(request, source: World(row.releases()))
            Issue.record("there is a solution")
        } catch let failure as ResolutionFailure {
            print(row.requirements, "\n   ", failure.explanation, "\n  ", failure.hints.joined(separator: "\n   "))
        }
    }
    @Test func cases() {
        for c in ResolverCase.all where !c.expected.satisfiable && c.mode != "lock" {
            do { _ = try resolve(c.request, source: World(c)) } catch { let d = Diagnostic(describing: error); print(c.id, "\n   ", d.causes.joined(separator: "\n    "), "\n  ", d.hints.joined(separator: "\n   ")) }
        }
    }
}
